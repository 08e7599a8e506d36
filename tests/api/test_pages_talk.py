"""The conversation, the files and the relatives on an item's page, as people use them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice, make_office
from fastapi.testclient import TestClient
from sqlmodel import select
from year_pages import PASSWORD, sign_in

from api.app import create_app
from api.settings import Settings
from notifications.models import Notice
from tests.api.test_pages import HASH
from workflow import accounts
from workflow.database import Database
from workflow.models import AgendaItem, Body, Comment, Document, Item, Meeting

HOSTILE = "<script>alert(1)</script> & {{ 7*7 }}"
PDF = b"%PDF-1.7\n%%EOF\n"
PAGE = "/items/P1"


@pytest.fixture(name="client")
def two_offices(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[TestClient]:
    with database.write() as session:
        other = make_office(session, "T2")
        for each in (office, other):
            for name, person in each.people.items():
                if name != "system":
                    accounts.set_password(session, person, HASH)
        plan = office.open(session, "annual_plan", "AP1", title="แผนปฏิบัติการ")
        office.open(session, "project", "P1", title="โครงการอ่านออกเขียนได้", parent_id=plan.id)
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as opened:
        assert PASSWORD
        yield opened


def text(client: TestClient, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_message_is_read_by_whoever_sees_the_item(client, database, office):
    sign_in(client, "plan_officer.t1")
    sent = client.post(
        f"{PAGE}/comments", data={"text": f"{HOSTILE} @clerk.t1", "call": ["plan_director.t1"]}
    )
    assert sent.status_code == 200
    assert "<script>alert" not in sent.text
    assert HOSTILE in unescape(sent.text)
    with database.read() as session:
        told = session.exec(select(Notice.person_id).order_by(Notice.person_id)).all()
    assert told == sorted(office.people[role] for role in ("clerk", "plan_director"))
    sign_in(client, "clerk.t1")
    assert "alert(1)" in text(client)
    assert "ฝากข้อความถึงท่าน" in text(client, "/notices")
    assert "ถอนข้อความ" not in text(client)


def test_a_refused_message_comes_back_as_typed(client, database):
    sign_in(client, "plan_officer.t1")
    for typed, status in (("", 422), ("   ", 422), ("ก" * 4001, 413), ("ดูด้วย @school_officer.t1", 422)):
        answer = client.post(f"{PAGE}/comments", data={"text": typed})
        assert answer.status_code == status
        assert 'id="talk-problem"' in answer.text
        assert typed in unescape(answer.text)
    assert client.post(f"{PAGE}/comments", data={"text": "ก\x00ข"}).status_code == 422
    with database.read() as session:
        assert session.exec(select(Comment)).all() == []


def test_only_the_writer_takes_a_message_back(client, database):
    sign_in(client, "plan_officer.t1")
    client.post(f"{PAGE}/comments", data={"text": "ผิดเรื่อง"})
    with database.read() as session:
        number = session.exec(select(Comment.id)).one()
    sign_in(client, "plan_director.t1")
    assert client.post(f"{PAGE}/comments/{number}/withdraw").status_code == 403
    sign_in(client, "plan_officer.t1")
    page = client.post(f"{PAGE}/comments/{number}/withdraw").text
    assert "ผิดเรื่อง" not in page
    assert "ถอนข้อความแล้ว" in page


def test_another_office_finds_neither_item_nor_people(client):
    sign_in(client, "plan_officer.t2")
    assert client.post(f"{PAGE}/comments", data={"text": "สวัสดี"}).status_code == 404
    assert client.post(f"{PAGE}/attach", files={"file:attached": ("a.pdf", PDF)}).status_code == 404
    found = client.get("/people/named", params={"q": "clerk"}).json()
    assert [each["username"] for each in found] == ["clerk.t2"]
    client.post("/sign-out")
    assert client.get("/people/named?q=clerk", follow_redirects=False).status_code == 303


def test_a_school_person_writes_on_her_schools_paper_and_is_offered_nobody(client, database, office):
    with database.write() as session:
        plan = session.exec(select(Item).where(Item.code == "AP1", Item.office_id == office.id)).one()
        office.open(session, "school_plan", "SP1", parent_id=plan.id)
    sign_in(client, "plan_officer.t1")
    assert client.get("/people/named?q=clerk").json()
    sign_in(client, "school_officer.t1")
    assert client.get("/people/named?q=clerk").json() == []
    assert 'id="talk-text"' in text(client, "/items/SP1")
    sent = client.post("/items/SP1/comments", data={"text": "ส่งแล้ว @clerk.t1"})
    assert sent.status_code == 200
    assert "ส่งแล้ว @clerk.t1" in unescape(sent.text)


def test_people_attach_what_no_step_asks_for(client, database):
    sign_in(client, "plan_officer.t1")
    key = re.search(r'name="key" value="(\w+)">\s*<div class="field"><label for="attach-kind"', text(client))
    assert key
    typed = {"fact:kind": "other_document", "key": key[1]}
    for _ in range(2):  # a second press attaches nothing twice
        sent = client.post(f"{PAGE}/attach", data=typed, files={"file:attached": ("ภาพถ่าย <1>.pdf", PDF)})
        assert sent.status_code == 200
    assert "ภาพถ่าย <1>.pdf" in unescape(sent.text)
    assert "PDF</span>" in sent.text
    with database.read() as session:
        (row,) = session.exec(select(Document)).all()
    assert row.sha256 in sent.text
    saved = client.get(f"{PAGE}/files/{row.sha256}")
    assert saved.content == PDF
    assert saved.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("files", "kind", "status"),
    [
        ({"file:attached": ("a.exe", b"MZ\x90")}, "other_document", 422),
        ({"file:attached": ("a.pdf", PDF)}, "no_such_paper", 422),
        ({}, "other_document", 422),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(client, database, files, kind, status):
    sign_in(client, "plan_officer.t1")
    answer = client.post(f"{PAGE}/attach", data={"fact:kind": kind}, files=files or None)
    assert answer.status_code == status
    assert 'class="summary"' in answer.text
    with database.read() as session:
        assert session.exec(select(Document)).all() == []


def test_an_item_leads_to_what_belongs_to_it(client, database, office):
    with database.write() as session:
        body = Body(office_id=office.id, code="c", name_th="คณะกรรมการ", internal=True, valid_from=NOW.date())
        session.add(body)
        met = office.open(session, "meeting", "MT1", title="การประชุมครั้งที่ 1/2561")
        session.flush()
        session.add(
            Meeting(
                item_id=met.id, body_id=body.id, number=1, year=2561, held_on=NOW.date(), place="", begins=""
            )
        )
        project = session.exec(select(Item).where(Item.code == "P1")).one()
        session.add(AgendaItem(meeting_id=met.id, section=4, position=1, title="", item_id=project.id))
    sign_in(client, "plan_officer.t1")
    project_page, plan_page = unescape(text(client)), unescape(text(client, "/items/AP1"))
    assert 'href="/items/AP1"' in project_page
    assert "การประชุมที่พิจารณา" in project_page
    assert 'href="/meetings/MT1"' in project_page
    assert 'href="/items/P1"' in plan_page
    assert 'href="/items/P1"' in unescape(text(client, "/items/MT1"))

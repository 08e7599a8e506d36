"""A secret paper is seen by those who have a part in it, and told of to nobody else."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from issued_paper import FIELDS, before_the_director, draft, hand, issued
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from msgspec.structs import replace
from openpyxl import load_workbook
from sqlmodel import select

from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.items import find
from workflow.models import Entry
from workflow.papers import drafts, registers
from workflow.sheets.office_tables import items_table

API = "/api/v1"
SUBJECT = "ตั้งคณะกรรมการสอบข้อเท็จจริง"
SECRET = replace(FIELDS, subject=SUBJECT, secrecy="ลับ", sent_to=("person:finance_officer.t1",))
PART = ("plan_officer", "plan_director", "deputy_director", "area_director", "clerk", "finance_officer")
CHECKING = ("internal_auditor", "external_auditor")
GROUP = ("group_director", "project_owner")
OTHERS = ("committee_secretary", "system_admin", "school_officer")


def seen(desk: Desk, role: str, code: str) -> set[str]:
    """Where somebody meets the paper or its subject."""
    person = desk.person(role)
    found: dict[str, Any] = {
        "paper": person.get(f"{API}/papers/{code}").status_code == 200,
        "item": person.get(f"{API}/items/{code}").status_code == 200,
        "file": person.get(f"{API}/papers/{code}/file.txt").status_code == 200,
        "list": code in person.get(f"{API}/papers").text,
        "items": code in person.get(f"{API}/items").text,
        "search": code in person.get("/items", params={"q": "ลับ"}).text,
        "papers": SUBJECT in person.get("/papers").text,
        "history": code in person.get(f"{API}/history", params={"limit": 200}).text,
        "record": code in person.get("/history").text,
        "register": SUBJECT in person.get(f"{API}/registers/internal/2561").text,
    }
    return {name for name, there in found.items() if there}


@pytest.fixture(name="code")
def issued_in_secret(desk: Desk) -> str:
    with desk.database.write() as session:
        return issued(session, desk.office, desk.at, fields=SECRET).code


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_without_a_part_in_a_secret_paper_meets_it_anywhere(desk: Desk, code: str, role: str) -> None:
    assert seen(desk, role, code) == set()


@pytest.mark.parametrize("role", [*PART, *CHECKING, *GROUP])
def test_whoever_has_a_part_in_it_or_checks_papers_sees_it(desk: Desk, code: str, role: str) -> None:
    everywhere = {"paper", "item", "file", "list", "items", "search", "history", "record"}
    assert seen(desk, role, code) - {"papers"} == everywhere


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_without_a_part_meets_it_where_the_record_is_asked_or_taken_away(
    desk: Desk, code: str, role: str, tmp_path: Path
) -> None:
    with desk.database.read() as session:
        item = find(session, desk.office.id, code)
        seqs = session.exec(select(Entry.seq).where(Entry.item_id == item.id)).all()
    take_for(desk.database, desk.office.id, KeyFile.in_folder(tmp_path), desk.at)
    proved = f"{API}/history/proof?seq={seqs[0]}"
    assert code in desk.person("clerk").get(proved).text
    person, period = desk.person(role), "since=2014-10-01&until=2026-09-30&limit=200"
    asked = {
        proved: {403, 404},
        f"/history/entries/{seqs[0]}/proof.json": {403, 404},
        f"{API}/history/proof?item={code}": {403, 404},
        f"{API}/as-of/items/{code}": {404},
        f"/items/{code}/as-of": {404},
        f"{API}/history/export?format=jsonl": {200},
        f"{API}/staffing": {200, 403},
    }
    asked |= {
        f"{API}/audit/questions/{name}?{period}": {200, 403} for name in ("entries", "stays", "separation")
    }
    for address, statuses in asked.items():
        answer = person.get(address)
        assert answer.status_code in statuses, address
        assert answer.status_code == 404 or code not in answer.text, address


@pytest.mark.parametrize("role", GROUP)
def test_people_of_a_group_see_only_the_secret_papers_of_their_own(desk: Desk, role: str) -> None:
    with desk.database.write() as session:
        writer = hand(desk.office, "plan_officer", desk.at)
        code = drafts.open_paper(session, desk.office.id, "free_memo", SECRET, writer).code
    assert seen(desk, role, code) == set()


def test_a_paper_that_is_no_longer_secret_is_everybody_s(desk: Desk) -> None:
    with desk.database.write() as session:
        item = draft(session, desk.office, desk.at, fields=SECRET)
        writer, item_id, code = hand(desk.office, "plan_officer", desk.at), item.id, item.code
    assert "paper" not in seen(desk, "committee_secretary", code)
    with desk.database.write() as session:
        drafts.edit(session, item_id, replace(SECRET, secrecy=""), writer, expect_revision=1)
    assert "paper" in seen(desk, "committee_secretary", code)
    with desk.database.write() as session:
        drafts.edit(session, item_id, SECRET, writer, expect_revision=2)
    assert "paper" not in seen(desk, "committee_secretary", code)


def test_the_register_names_a_secret_paper_by_its_class(desk: Desk, code: str) -> None:
    with desk.database.read() as session:
        (row,) = registers.listing(session, desk.office.id, "internal", 2561)
    assert (row.subject, row.item_code) == ("(ลับ)", code)


def test_no_table_of_the_office_tells_the_subject(desk: Desk, code: str) -> None:
    """Anybody of the office may fetch them, and they leave it; messages and calendars tell it no more."""
    with desk.database.read() as session:
        item = find(session, desk.office.id, code)
        assert (item.title, SUBJECT in item.search_text) == ("(ลับ)", False)
        on = desk.at.date()
        sheet = load_workbook(BytesIO(items_table(session, desk.office.id, 2561, on))).worksheets[0]
        (row,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == code]
        assert row[1] == "(ลับ)"
        entries = session.exec(select(Entry.details).where(Entry.item_id == item.id)).all()
    assert not any(SUBJECT in each for each in entries)
    shown = desk.person("clerk").get(f"{API}/papers/{code}").json()
    assert (shown["subject"], shown["fields"]["subject"]) == ("(ลับ)", SUBJECT)


def test_secrecy_stands_in_nobody_s_way_up_to_the_signature(desk: Desk) -> None:
    with desk.database.write() as session:
        item = draft(session, desk.office, desk.at, fields=SECRET)
        before_the_director(session, desk.office, item, desk.at)
        code = item.code
    waiting = desk.person("area_director").get(f"{API}/items/{code}").json()
    assert waiting["state"]["code"] == "pending_director"

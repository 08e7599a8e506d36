"""What everybody sees of an office: nothing until it opens its pages, then what it published; no names."""

import io
import re
from html import unescape

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from demonstration import copied
from fastapi.testclient import TestClient
from sqlmodel import select
from year_pages import CLOCK, directors_browser, own_year, sign_in  # noqa: F401  fixtures

from api.app import create_app
from api.settings import Settings
from tests.api.test_pages_paper_list import statements
from workflow import publication
from workflow.database import Database
from workflow.demo import PASSWORD
from workflow.errors import UnknownItem
from workflow.evidence import path_of
from workflow.models import Entry, Item, Office, Person
from workflow.money.queries import year_money

OWN = "/public/{code}"


@pytest.fixture(name="code", scope="module")
def code_of_the_sample(sample):
    database = Database(sample)
    with database.read() as session:
        found = session.exec(select(Office.code).order_by(Office.id)).first()
    database.dispose()
    return found


@pytest.fixture(name="everybody")
def opened(sample, browser, tmp_path):
    """Anybody's browser before the sample office, whose pages are open for the length of the test."""
    assert (
        browser.post("/settings/public", data={"is_open": "yes", "introduction": "ยินดีต้อนรับ"}).status_code
        == 200
    )
    app = create_app(Settings(database_url=sample, data_folder=tmp_path), clock=lambda: CLOCK)
    with TestClient(app, cookies={"khanton_digits": "arabic"}) as client:
        yield client
    browser.post("/settings/public", data={"introduction": ""})


def text(client, address, status=200):
    answer = client.get(address, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def addresses(code):
    pages = ("", "/plan/2561", "/plan/2561/plan.xlsx", "/oit/2561", "/feed.xml")
    return [f"/public/{code}{page}" for page in pages]


def test_nothing_is_shown_until_the_office_opens_its_pages(browser, code):
    browser.post("/sign-out")
    for address in addresses(code):
        assert browser.get(address).status_code == 404
    assert "ยังไม่มีสำนักงานใด" in text(browser, "/public")
    assert "<loc>" not in browser.get("/sitemap.xml").text


def test_an_open_office_shows_its_plan_and_nobodys_name(everybody, code, sample):
    database = Database(sample)
    with database.read() as session:
        office = session.exec(select(Office).where(Office.code == code)).one()
        names = session.exec(select(Person.name_th).where(Person.office_id == office.id)).all()
        money = year_money(session, office.id, 2561, CLOCK.date())
        plan = publication.plan_of(session, office.id, 2561, CLOCK.date())
        assert plan.total.in_force == money.total.in_force == sum(row.money.in_force for row in plan.rows)
        assert plan.total.disbursed == sum(row.money.disbursed for row in plan.rows) > 0
    database.dispose()
    pages = [text(everybody, address) for address in addresses(code) if not address.endswith(".xlsx")]
    assert "ยินดีต้อนรับ" in pages[0]
    assert all(row.title in pages[1] for row in plan.rows)
    assert not [name for name in names for page in pages if name in page]
    book = openpyxl.load_workbook(io.BytesIO(everybody.get(addresses(code)[2]).content))
    cells = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}
    assert {row.code for row in plan.rows} <= cells
    assert not cells & set(names)


def test_the_transparency_items_tell_what_answers_them(everybody, code):
    page = text(everybody, f"/public/{code}/oit/2561")
    assert re.findall(r"<td data-label=\"ข้อ\">(O\d+)", page) == ["O10", "O11", "O12"]
    assert f"/public/{code}/plan/2561" in page
    assert "ความก้าวหน้าถึงไตรมาสที่ 4" in page
    empty = text(everybody, f"/public/{code}/oit/2555")
    assert empty.count("ยังไม่เผยแพร่") == 3


def test_what_is_not_published_is_not_there(everybody, code):
    for address in ("/plan/2562", "/plan/99", "/plan/2561x", "/books/" + "0" * 64, "/books/..%2f..%2fetc"):
        assert everybody.get(f"/public/{code}{address}").status_code in (404, 422)
    text(everybody, "/public/NOPE", 404)


def test_a_plan_on_its_way_is_nobodys_business(session, office):
    plan = office.open(session, "annual_plan", "AP1")
    assert publication.published(session, office.id) == []
    with pytest.raises(UnknownItem):
        publication.plan_of(session, office.id, 2561, CLOCK.date())
    plan.state = "published"
    session.flush()
    assert [each.code for each in publication.published(session, office.id)] == ["AP1"]
    plan.state = "approved"
    session.flush()
    assert publication.published(session, office.id) == []


def test_feed_and_map_lead_to_the_pages(everybody, code):
    feed = fromstring(everybody.get(f"/public/{code}/feed.xml").content)
    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{name}entry")
    assert entries
    updated = [each.findtext(f"{name}updated") for each in entries]
    assert updated == sorted(updated, reverse=True)
    places = re.findall(r"<loc>([^<]+)</loc>", everybody.get("/sitemap.xml").text)
    for address in places:
        assert everybody.get(address.removeprefix("http://testserver")).status_code == 200
    assert f"http://testserver/public/{code}/plan/2561" in places
    assert "Disallow: /\n" in everybody.get("/robots.txt").text


def test_a_published_book_is_given_out_and_nothing_else(sample, code, tmp_path, tmp_path_factory):
    from workflow.models import Document, StoredFile

    with copied(sample, tmp_path_factory.mktemp("books")) as url:
        database = Database(url)
        with database.write() as session:
            office = session.exec(select(Office).where(Office.code == code)).one()
            plan = session.exec(select(Item).where(Item.office_id == office.id, Item.code == "AP2561")).one()
            session.merge(publication.PublicPages(office_id=office.id, is_open=True))
            for name, kind in (("a" * 64, "plan_book"), ("b" * 64, "last_year_summary")):
                session.add(StoredFile(sha256=name, size=4, media_type="application/pdf", stored_at=CLOCK))
                session.flush()
                session.add(
                    Document(
                        item_id=plan.id,
                        code=kind,
                        sha256=name,
                        filename="แผน.pdf",
                        item_version=plan.version,
                        entry_seq=1,
                        attached_by=1,
                        attached_at=CLOCK,
                    )
                )
        database.dispose()
        app = create_app(Settings(database_url=url, data_folder=tmp_path), clock=lambda: CLOCK)
        with TestClient(app) as client:
            path = path_of(tmp_path, "a" * 64)
            path.parent.mkdir(parents=True)
            path.write_bytes(b"not what was put in")
            assert client.get(f"/public/{code}/books/{'a' * 64}").status_code == 422
            assert client.get(f"/public/{code}/books/{'b' * 64}").status_code == 404
            assert "แผน.pdf" in unescape(client.get(f"/public/{code}").text)


def test_only_those_who_may_open_the_pages_and_it_is_recorded(browser, sample):
    browser.post("/settings/public", data={"is_open": "yes", "introduction": ""})
    browser.post("/settings/public", data={"introduction": ""})
    long = browser.post("/settings/public", data={"is_open": "yes", "introduction": "ก" * 2001})
    assert long.status_code == 413
    assert "ก" * 2001 in long.text
    database = Database(sample)
    with database.read() as session:
        told = session.exec(
            select(Entry.details).where(Entry.kind == "public_pages").order_by(Entry.seq)
        ).all()
    database.dispose()
    assert len(told) >= 2
    sign_in(browser, "plan1", PASSWORD)
    assert browser.get("/settings/public").status_code == 403
    assert browser.post("/settings/public", data={"is_open": "yes"}).status_code == 403


def test_the_public_plan_takes_few_statements(everybody, code):
    assert statements(everybody, f"/public/{code}/plan/2561") <= 15

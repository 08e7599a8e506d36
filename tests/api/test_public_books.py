"""Of a published plan or report everybody downloads the book it was published with, and no other file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from workflow import attest, corrections, engine, evidence, publication
from workflow.database import Database
from workflow.models import Item
from workflow.statements import Attached

TOLD = {
    "channels": "website,printed_book,circular_memo,report_to_agencies",
    "final_book_attached": "เล่มแผน",
    "publication_evidence": "เว็บไซต์",
}


class Shelf:
    """A plan that is approved, the steps it takes, and what anybody downloads of it."""

    def __init__(self, database: Database, office: SmallOffice, client: TestClient, folder: Path) -> None:
        self.database, self.client, self.folder = database, client, folder
        self.director = office.people["plan_director"]
        with database.write() as session:
            session.add(publication.PublicPages(office_id=office.id, is_open=True))
            plan = office.open(session, "annual_plan", "PLAN")
            plan.state = "approved"
            self.plan_id = plan.id

    def put(self, code: str, text: str) -> str:
        """Attaches a file without a step; its SHA-256."""
        with self.database.write() as session:
            file = self._file(session, text)
            told = {code: file}
            attest.attest(session, self.plan_id, by=self.director, at=NOW, documents=told)
            return file.sha256

    def publish(self, text: str) -> str:
        with self.database.write() as session:
            file = self._file(session, text)
            self.step = engine.advance(
                session, self.plan_id, "publish", by=self.director, at=NOW, evidence=TOLD,
                documents={"plan_book": file},
            ).entry_seq  # fmt: skip
            return file.sha256

    def undo(self) -> None:
        with self.database.write() as session:
            corrections.correct(
                session, self.plan_id, self.step, by=self.director, at=NOW, reason="เล่มผิด", undo=True
            )

    def _file(self, session, text: str) -> Attached:
        data = b"%PDF-1.7 " + text.encode()
        row = evidence.take_in(session, self.folder, data, f"{text}.pdf", at=NOW)
        return Attached(row.sha256, f"{text}.pdf")

    def gives(self, *books: str) -> list[int]:
        return [self.client.get(f"/public/T1/books/{book}").status_code for book in books]


@pytest.fixture(name="shelf")
def shelf_of_the_small_office(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[Shelf]:
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as client:
        yield Shelf(database, office, client, tmp_path)


def test_the_book_published_with_the_step_downloads_and_the_one_it_replaced_does_not(shelf):
    replaced = shelf.put("revised_plan_book", "ฉบับแก้ไข")
    assert shelf.gives(replaced) == [404]
    book = shelf.publish("ฉบับสมบูรณ์")
    assert shelf.gives(book, replaced) == [200, 404]
    assert "ฉบับสมบูรณ์.pdf" in shelf.client.get("/public/T1").text


def test_a_book_attached_after_the_step_is_nobodys_business(shelf):
    book = shelf.publish("ฉบับสมบูรณ์")
    later = shelf.put("plan_book", "ร่างใหม่ยังไม่ผ่าน")
    assert shelf.gives(later, book) == [404, 200]
    assert "ร่างใหม่ยังไม่ผ่าน" not in shelf.client.get("/public/T1").text


def test_a_document_that_is_another_kinds_book_is_not_the_plans(shelf):
    report = shelf.put("annual_report_book", "รายงานยังไม่เผยแพร่")
    book = shelf.publish("ฉบับสมบูรณ์")
    assert shelf.gives(report, book) == [404, 200]


def test_what_an_undone_step_published_gives_way_to_what_is_published_then(shelf):
    wrong = shelf.publish("เล่มผิด")
    shelf.undo()
    assert shelf.gives(wrong) == [404]
    between = shelf.put("annual_report_book", "ระหว่างนั้น")
    right = shelf.publish("เล่มถูก")
    assert shelf.gives(wrong, between, right) == [404, 404, 200]


def test_a_plan_that_no_standing_step_published_shows_no_book(shelf):
    """As one whose state came from elsewhere: what was attached was never part of a publication."""
    book = shelf.put("plan_book", "ฉบับสมบูรณ์")
    with shelf.database.write() as session:
        session.get_one(Item, shelf.plan_id).state = "published"
    assert shelf.gives(book) == [404]
    assert shelf.client.get("/public/T1").status_code == 200

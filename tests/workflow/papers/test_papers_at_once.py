"""People who draft and issue at the same moment: every paper has a code and a number of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from conftest import SmallOffice
from paper_desk import MEMO, PaperDesk
from sqlmodel import select

from workflow import history
from workflow.database import Database
from workflow.errors import NotOpenHere
from workflow.models import Item
from workflow.papers import registers
from workflow.papers.issuing import Issued

MANY = 6


def at_once(database: Database, office: SmallOffice, acts: list[Callable[[PaperDesk], Any]]) -> list[Any]:
    """Each act in a thread and a transaction of its own; what it gave, or how it was refused."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[PaperDesk], Any]) -> Any:
        start.wait(timeout=10)
        try:
            with database.write() as session:
                return act(PaperDesk(session, office))
        except NotOpenHere as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as together:
        return list(together.map(run, acts))


def test_papers_drafted_at_once_have_codes_of_their_own(database: Database, office: SmallOffice) -> None:
    made = at_once(database, office, [PaperDesk.draft] * MANY)
    with database.read() as session:
        codes = session.exec(select(Item.code).where(Item.id.in_(made))).all()  # type: ignore[attr-defined]
    assert sorted(codes) == [f"M2561-{number}" for number in range(1, MANY + 1)]


def test_one_cause_drafts_one_paper_however_many_sweeps_run(database: Database, office: SmallOffice) -> None:
    made = at_once(database, office, [lambda desk: desk.draft(MEMO, by="system", cause="entry:7")] * MANY)
    assert len(set(made)) == 1


def test_papers_issued_at_once_have_numbers_of_their_own(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        signed = [PaperDesk(session, office).signed() for _ in range(MANY)]
    acts = [lambda desk, item_id=item_id: desk.issue(item_id) for item_id in signed]
    issued = at_once(database, office, acts)
    assert sorted(each.number_text for each in issued) == [f"{n:04}/2561" for n in range(1, MANY + 1)]
    assert len({each.witness_code for each in issued}) == MANY
    with database.read() as session:
        assert registers.unexplained(session, office.id, "internal", 2561) == ()
        assert history.verify(session, office.id).holds


def test_one_paper_issued_by_many_at_once_takes_one_number(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        item_id = PaperDesk(session, office).signed()
    done = at_once(database, office, [lambda desk: desk.issue(item_id)] * MANY)
    assert [type(each) for each in done].count(Issued) == 1
    assert [type(each) for each in done].count(NotOpenHere) == MANY - 1
    with database.read() as session:
        assert len(registers.listing(session, office.id, "internal", 2561)) == 1

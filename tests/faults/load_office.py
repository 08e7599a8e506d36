"""An office under load: projects that go to and fro, proposals being written, a committee that votes."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from conftest import NOW, SmallOffice
from meeting_desk import seat_committee, tabled
from sqlmodel import Session

from states.catalogue import catalogue
from workflow import history
from workflow.items import NewItem, import_item
from workflow.models import Fund, PlannedSpending, ProjectLine
from workflow.money.lines import NewLine

FUND = "F1"
YEAR = 2561


@dataclass(frozen=True)
class LoadOffice:
    """What those who work in it need to know, as it is handed to their processes.

    Every lane has a walker, a proposal and an entry of the agenda of its own; `first_seq` is the chain's end
    before anybody worked.
    """

    office_id: int
    people: dict[str, int]
    group_id: int
    walkers: list[int]
    drafts: list[int]
    meeting_id: int
    entries: list[int]
    first_seq: int

    def keep(self, path: Path) -> Path:
        path.write_text(json.dumps(asdict(self)))
        return path

    @classmethod
    def kept(cls, path: Path) -> "LoadOffice":
        return cls(**json.loads(path.read_text()))


def furnish(session: Session, office: SmallOffice, lanes: int = 4) -> LoadOffice:
    """Writes all of it into the small office."""
    fund = Fund(office_id=office.id, code=FUND, name_th="งบดำเนินงาน")
    session.add(fund)
    session.flush()
    walkers = [project(session, office, f"W{n:03}", "in_progress", fund.id) for n in range(lanes)]
    drafts = [project(session, office, f"D{n:03}", "draft", fund.id) for n in range(lanes)]
    plan_id = imported(session, office, "annual_plan", "PLAN", "committee_review")
    papers = [project(session, office, f"S{n:03}", "under_screening", fund.id, plan_id) for n in range(lanes)]
    committee = seat_committee(session, office)
    meeting_id = tabled(committee, papers)
    entries = [committee.entry(meeting_id, each).id for each in papers]
    last = history.verify(session, office.id).entries
    return LoadOffice(
        office.id, office.people, office.groups["PLN"], walkers, drafts, meeting_id, entries, last
    )


def imported(
    session: Session, office: SmallOffice, kind: str, code: str, state: str, parent_id: int | None = None
) -> int:
    """An item that was under way elsewhere, told of by an entry."""
    group_id = office.groups["PLN"]
    new = NewItem(kind, code, f"ตัวอย่าง {code}", YEAR, parent_id=parent_id, group_id=group_id)
    return import_item(session, office.id, new, state=state, by=office.people["plan_director"], at=NOW).id


def project(
    session: Session, office: SmallOffice, code: str, state: str, fund_id: int, parent_id: int | None = None
) -> int:
    """With two lines, and quarters that make up their sum."""
    item_id = imported(session, office, "project", code, state, parent_id)
    for category, sub in _items(2):
        line = ProjectLine(item_id=item_id, fund_id=fund_id, category=category, sub=sub, original=50_000)
        line.requested = line.original
        session.add(line)
    for quarter in range(1, 5):
        session.add(PlannedSpending(item_id=item_id, fiscal_year=YEAR, quarter=quarter, amount=25_000))
    session.flush()
    return item_id


def lines_of(satang: int) -> list[NewLine]:
    """Two lines that make up the amount."""
    (first, one), (second, other) = _items(2)
    return [
        NewLine(FUND, first, one, satang // 3),
        NewLine(FUND, second, other, satang - satang // 3),
    ]


def quarters_of(satang: int) -> list[int]:
    """Four quarters that make up the amount."""
    return [satang // 4, satang // 4, satang // 4, satang - 3 * (satang // 4)]


def line_words() -> tuple[str, str, str]:
    """A fund, a category, and an item of it."""
    category, sub = _items(1)[0]
    return FUND, category, sub


def _items(number: int) -> list[tuple[str, str]]:
    known = [(name, sub) for name, each in catalogue().categories.items() for sub in each.subs]
    return sorted(known)[:number]

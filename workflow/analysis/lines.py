"""The lines of the expenditure analysis: what comes in and what goes out, by category."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.analysis.survey import KIND
from workflow.analysis.writing import paper_in_hand
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import AnalysisLine, Item
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.fields import LONGEST_TEXT, tidy

SIDES: Final = {"income": Label("รายรับ", "income"), "expense": Label("รายจ่าย", "expense")}
OPEN: Final = ("committee_analysis", "returned")
KEEPERS: Final = ("committee_secretary", *PLAN_GROUP)
_LONGEST_CATEGORY: Final = 200
_MOST: Final = 200
_LARGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `side` is income or expense, `satang` its amount; a category stands once on a side."""

    side: str
    category: str
    satang: int
    text: str = ""


def set_lines(session: Session, item: Item, lines: Sequence[Line], hand: Hand) -> Sealed | None:
    """Replaces the lines of the analysis while the committee has it, with one `analysis` entry (R-076).

    By the committee's secretary or the plan group; None where nothing is different. Raises NotOpenHere,
    NotAllowed, TooLong, and BadInput (unknown side, empty or repeated category, amount out of range).
    """
    (by, *_), now = paper_in_hand(session, item, KIND, OPEN, "submit_to_director", KEEPERS, hand)
    wanted = _checked(lines)
    before = lines_of(session, item.id)
    if wanted == before:
        return None
    for row in session.exec(select(AnalysisLine).where(AnalysisLine.item_id == item.id)):
        session.delete(row)
    session.flush()
    session.add_all(
        AnalysisLine(
            item_id=item.id, side=each.side, category=each.category, amount=each.satang, text=each.text
        )
        for each in wanted
    )
    session.flush()
    told: dict[str, Any] = {side: [total(before, side), total(wanted, side)] for side in SIDES}
    told = {"totals_satang": told, "lines": [len(before), len(wanted)]}
    return record(session, now.office_id, "analysis", [item.code], told, hand, by=by, item_id=item.id)


def lines_of(session: Session, item_id: int) -> list[Line]:
    """The lines as kept: income before expense, each side by category."""
    return lines_by_item(session, [item_id])[item_id]


def lines_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[Line]]:
    """The same of several analyses."""
    told: dict[int, list[Line]] = {item_id: [] for item_id in item_ids}
    for row in session.exec(select(AnalysisLine).where(col(AnalysisLine.item_id).in_(item_ids))):
        told[row.item_id].append(Line(row.side, row.category, row.amount, row.text))
    for lines in told.values():
        lines.sort(key=_place)
    return told


def total(lines: Sequence[Line], side: str) -> int:
    """The sum of a side, in satang."""
    return sum(each.satang for each in lines if each.side == side)


def sides_missing(lines: Sequence[Line]) -> list[Label]:
    """The sides without a line; none where both income and expense are covered (R-080, P-E std 4)."""
    have = {each.side for each in lines}
    return [label for side, label in SIDES.items() if side not in have]


def _place(line: Line) -> tuple[bool, str]:
    return line.side != "income", line.category


def _checked(lines: Sequence[Line]) -> list[Line]:
    if len(lines) > _MOST:
        raise BadInput("lines", "out_of_range", str(len(lines)))
    kept = [_tidied(each) for each in lines]
    places = [(each.side, each.category) for each in kept]
    repeated = next((each for each in places if places.count(each) > 1), None)
    if repeated:
        raise BadInput("category", "twice", repeated[1])
    return sorted(kept, key=_place)


def _tidied(line: Line) -> Line:
    if line.side not in SIDES:
        raise BadInput("side", "unknown", line.side[:80])
    category = tidy("category", line.category, _LONGEST_CATEGORY)
    if not category:
        raise BadInput("category", "empty")
    if not 0 <= line.satang <= _LARGEST:
        raise BadInput("amount", "out_of_range", str(line.satang))
    return Line(line.side, category, line.satang, tidy("text", line.text, LONGEST_TEXT))

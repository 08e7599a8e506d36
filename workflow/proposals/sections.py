"""The proposal form in parts that are saved one by one, so that it can be filled in on a phone."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.amendments.binding import change_item
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.form_drafts import base_of
from workflow.models import Fund, Item, ProjectLine
from workflow.money.lines import NewLine, set_requested
from workflow.money.planned import stored_plan
from workflow.proposals.editors import changed_by, writing
from workflow.proposals.fields import Form, tidied
from workflow.proposals.form import EDITABLE, read_form, save_form
from workflow.proposals.gaps import Gap
from workflow.proposals.naming import rename

_SAVED: Final = ("proposal", "lines", "particulars")  # kinds of entries that tell of these parts


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its names, and the fields of the paper form in it (see fields.FIELDS)."""

    label: Label
    fields: tuple[str, ...]


SECTIONS: Final[Mapping[str, Section]] = {
    "frame": Section(
        Label("ชื่อ ผู้รับผิดชอบ และระยะเวลา", "Title, owner and dates"), ("owner", "dates", "work_plan", "nature")
    ),
    "reason": Section(
        Label("หลักการ เหตุผล และวัตถุประสงค์", "Rationale and objectives"), ("rationale", "objectives")
    ),
    "targets": Section(Label("เป้าหมาย", "Targets"), ("target_group", "quantity", "quality")),
    "alignment": Section(Label("ความสอดคล้อง", "Goals it serves"), ("goals",)),
    "activities": Section(Label("กิจกรรมและเดือน", "Activities and months"), ("activities",)),
    "budget": Section(Label("งบประมาณ", "Budget"), ("lines",)),
    "indicators": Section(Label("ตัวชี้วัดความสำเร็จ", "Indicators"), ("indicators",)),
    "results": Section(
        Label("ความเสี่ยง การประเมิน และผลที่คาด", "Risks, evaluation, expected results"),
        ("risks", "evaluation", "expected"),
    ),
}
OF_FIELD: Final = {field: name for name, section in SECTIONS.items() for field in section.fields}


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a proposal says: its form, the item's own title, dates and owner, its lines and quarters."""

    form: Form
    title: str = ""
    owner_id: int | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    lines: tuple[NewLine, ...] = ()
    plan: tuple[int, ...] = ()


def read_kept(session: Session, item: Item) -> Kept:
    """The proposal as it is kept now."""
    return Kept(
        read_form(session, item.id),
        item.title,
        item.owner_id,
        item.starts_on,
        item.ends_on,
        tuple(_lines(session, item.id)),
        tuple(stored_plan(session, item)),
    )


def base(kept: Kept, name: str) -> str:
    """What the section says, in short: another text when somebody else has saved another content."""
    return base_of([name, *_content(kept, name)])


def missing_by_section(found: Iterable[Gap]) -> dict[str, tuple[Gap, ...]]:
    """What the form lacks, under the section that lacks it, every section named."""
    gaps = tuple(found)
    return {name: tuple(gap for gap in gaps if OF_FIELD[gap.field] == name) for name in SECTIONS}


def save_section(
    session: Session, item: Item, name: str, wanted: Kept, hand: Hand, *, expect: str | None = None
) -> int | None:
    """Keeps one section as in `wanted`; the others stay as they are. The entry's number, None for no change.

    `expect` is the section's `base` as this person read it. Raises ContentChanged where it was saved
    meanwhile, else what `save_form`, `change_item` and `set_requested` raise.
    """
    if name not in SECTIONS:
        raise BadInput("section", "unknown", name[:80])
    writing(session, item, hand, "submit", EDITABLE)
    session.refresh(item)
    wanted, now = replace(wanted, form=tidied(wanted.form)), read_kept(session, item)
    if _content(wanted, name) == _content(now, name):
        return None
    if expect is not None and expect != base(now, name):
        raise changed_by(session, item, _SAVED)
    if name == "budget":
        return set_requested(session, item, wanted.lines, wanted.plan or None, hand).seq
    sealed = save_form(session, item, _with(now.form, wanted.form, name), hand)
    if name == "frame":
        particulars = {field: getattr(wanted, field) for field in ("owner_id", "starts_on", "ends_on")}
        sealed = rename(session, item, wanted.title, hand) or sealed
        sealed = change_item(session, item, particulars, hand) or sealed
    return sealed.seq if sealed else None


def _with(form: Form, wanted: Form, name: str) -> Form:
    of_form = {field: getattr(wanted, field) for field in SECTIONS[name].fields if hasattr(wanted, field)}
    return replace(form, **of_form)


def _content(kept: Kept, name: str) -> list[Any]:
    if name == "budget":
        return [[(line.fund, line.category, line.sub, line.satang) for line in kept.lines], list(kept.plan)]
    texts = [getattr(kept.form, field) for field in SECTIONS[name].fields if hasattr(kept.form, field)]
    frame = [kept.title, kept.owner_id, kept.starts_on, kept.ends_on] if name == "frame" else []
    return [*(_plain(text) for text in texts), *frame]


def _plain(value: Any) -> Any:
    """Rows of the form as the values they hold."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    names = getattr(value, "__dataclass_fields__", ())
    return [_plain(getattr(value, name)) for name in names] if names else value


def _lines(session: Session, item_id: int) -> list[NewLine]:
    found = session.exec(
        select(Fund.code, ProjectLine)
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .where(ProjectLine.item_id == item_id)
        .order_by(col(ProjectLine.id))
    )
    return [
        NewLine(fund, row.category, row.sub, row.original if row.requested is None else row.requested)
        for fund, row in found
    ]

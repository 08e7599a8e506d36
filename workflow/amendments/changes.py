"""Setting what an amendment changes, while it is requested or compiled (U-C2, U-C3, R-020)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, delete, select

from states.fiscal import FiscalYear
from states.thai import money
from workflow import definitions
from workflow.amendments.balance import Whose, approved_on, faults, tranche_of
from workflow.amendments.listed import KIND, NewMoney
from workflow.amendments.standing import ENTERING, LineStanding, standing
from workflow.changes import Hand, record
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed
from workflow.history import Sealed
from workflow.models import Item, LineChange, ProjectLine
from workflow.money.checks import LARGEST
from workflow.permissions import Actor, Authority, powers
from workflow.proposals.editors import PLAN_GROUP
from workflow.situation import ItemNow, read

REQUESTERS = ("group_director", *PLAN_GROUP)
OPEN = {"requested": REQUESTERS, "compiled": PLAN_GROUP}


def set_changes(
    session: Session,
    item: Item,
    changes: Sequence[tuple[int, int]],
    hand: Hand,
    *,
    new_money: NewMoney | None = None,
    planned_on: datetime.date | None = None,
) -> Sealed:
    """Puts (line's key, signed satang) in place of what the amendment was to change; all or none.

    Lines of projects in the plan of the same parent; of a proposal that waits to be included, what it gets:
    nothing on those of its lines that are not named.
    `new_money` names what pays for more than is given up, `planned_on` the day from which it is meant to
    hold; the day of adoption decides. By the director of the requesting group or the plan group while it is
    requested; by the plan group while compiled, and then it must add up. Raises NotAllowed, NotOpenHere,
    AlreadyExists (a line named twice), BadInput.
    """
    by, now = amending(session, item, hand)
    whose = Whose(now.id, now.parent_id, now.office_id, now.fiscal_year, hand.day)
    wanted = _wanted(changes)
    lines = standing(session, now.id, wanted)
    for line_id, satang in wanted.items():
        _check(now, lines.get(line_id), line_id, satang)
    wanted |= dict.fromkeys(_left_out(session, lines), 0)
    lines = standing(session, now.id, wanted)
    _check_new_money(session, whose, new_money, hand)
    day = _planned(now, planned_on or hand.day)
    stored = {line_id: _stored(lines[line_id], satang) for line_id, satang in wanted.items()}
    told = _told(lines, wanted, stored, new_money, day)
    with session.begin_nested():
        _replace(session, now.id, stored, day)
        sealed = record(session, now.office_id, KIND, [now.code], told, hand, by=by, item_id=now.id)
        if now.state == "compiled":
            _check_adds_up(session, whose)
    return sealed


def amending(session: Session, item: Item, hand: Hand) -> tuple[Authority, ItemNow]:
    """By what this person may set the changes, and the amendment, held as it stands until the commit.

    Raises NotAllowed, NotOpenHere, BadInput where it is no amendment.
    """
    session.flush()
    reading = read(session, item.id, hand.by, hand.day)
    now = reading.item
    if now.kind != "plan_amendment":
        raise BadInput("code", "not_an_amendment", now.code)
    if now.state not in OPEN:
        raise definitions.not_open(session, now, "compile")
    return _amender(reading.actor, now), now


def _amender(actor: Actor, now: ItemNow) -> Authority:
    roles = OPEN[now.state]
    held = powers(actor, now.office_id, roles, now.kind, "compile")
    if not held:
        raise NotAllowed(Denial("no_role", roles))
    for each in held:
        if each.role in PLAN_GROUP or now.group_id in (None, each.group_id):
            return each
    raise NotAllowed(Denial("other_group", roles))


def _wanted(changes: Sequence[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line_id, satang in changes:
        if line_id in found:
            raise AlreadyExists("line", str(line_id))
        if satang == 0 or abs(satang) > LARGEST:
            raise BadInput("amount", "out_of_range", money(satang))
        found[line_id] = satang
    return found


def _check(now: ItemNow, line: LineStanding | None, line_id: int, satang: int) -> None:
    """Raises BadInput for a line that is not of this plan, or of which more is taken than is left."""
    if line is None:
        raise BadInput("line", "unknown", str(line_id))
    if now.parent_id is None or line.plan_id != now.parent_id:
        raise BadInput("line", "not_in_plan", line.code)
    if not line.in_plan and line.state != ENTERING:
        raise BadInput("line", "not_in_plan", line.code)
    before = line.others if line.in_plan else 0
    if before + satang < line.spoken_for:
        left = max(before - line.spoken_for, 0)
        raise BadInput("amount", "above_what_is_left", f"{line.code}: {money(-satang)} > {money(left)}")


def _left_out(session: Session, lines: Mapping[int, LineStanding]) -> list[int]:
    """The other lines of the proposals that come in: those get nothing."""
    entering = [line_id for line_id, line in lines.items() if not line.in_plan]
    projects = select(ProjectLine.item_id).where(col(ProjectLine.id).in_(entering))
    found = session.exec(select(ProjectLine.id).where(col(ProjectLine.item_id).in_(projects)))
    return [line_id for line_id in found if line_id not in lines]


def _check_new_money(session: Session, whose: Whose, named: NewMoney | None, hand: Hand) -> None:
    """Raises BadInput unless the tranche is there and arrived after the plan was approved."""
    if named is None:
        return
    tranche = tranche_of(session, whose, named)
    if tranche is None:
        raise BadInput("tranche", "unknown", f"{named.fund[:20]} {named.tranche}")
    approved = approved_on(session, whose.parent_id) if whose.parent_id else None
    if tranche.received_on > hand.day or (approved and tranche.received_on < approved):
        raise BadInput("tranche", "not_new_money", f"{named.fund} {named.tranche}")


def _planned(now: ItemNow, day: datetime.date) -> datetime.date:
    year = FiscalYear(now.fiscal_year)
    if not year.start <= day <= year.window_end:
        raise BadInput("effective_on", "out_of_range", day.isoformat())
    return day


def _stored(line: LineStanding, satang: int) -> int:
    """The change on the line's original amount; what a proposal gets takes the place of what it asked for."""
    return satang if line.in_plan else satang - line.original


def _replace(session: Session, amendment_id: int, stored: Mapping[int, int], day: datetime.date) -> None:
    session.exec(delete(LineChange).where(col(LineChange.amendment_id) == amendment_id))
    session.add_all(
        LineChange(line_id=line_id, amendment_id=amendment_id, change=satang, effective_on=day)
        for line_id, satang in stored.items()
    )
    session.flush()


def _told(
    lines: Mapping[int, LineStanding],
    wanted: Mapping[int, int],
    stored: Mapping[int, int],
    new_money: NewMoney | None,
    day: datetime.date,
) -> dict[str, Any]:
    shown = []
    for line_id, line in lines.items():
        before = line.others if line.in_plan else 0
        shown.append(
            {
                "line": line_id,
                "project": line.code,
                "fund": line.fund,
                "category": line.category,
                "sub": line.sub,
                "satang": [before, before + wanted[line_id]],
                "change": stored[line_id],
            }
        )
    told: dict[str, Any] = {"changes": shown, "total": sum(wanted.values()), "planned_on": day.isoformat()}
    entering = sorted({line.code for line in lines.values() if not line.in_plan})
    if entering:
        told["entering"] = entering
    if new_money is not None:
        told["new_money"] = {"fund": new_money.fund, "tranche": new_money.tranche}
    return told


def _check_adds_up(session: Session, whose: Whose) -> None:
    """A compiled list stays balanced; raises BadInput with the first fault."""
    for fault in faults(session, whose):
        raise BadInput("lines", "sum_differs", fault.th)

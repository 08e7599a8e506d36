"""Reminding those whose part of a report is not in: groups while it is gathered, listed projects after."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from workflow.changes import Hand, record
from workflow.errors import AskedAlready, BadInput
from workflow.models import Entry, Group, Item, Person
from workflow.moments import bangkok_date
from workflow.reports.acceleration import LISTERS, ORDERED, unanswered
from workflow.reports.submissions import missing
from workflow.reports.writing import PLAN_GROUP, in_hand

REMINDED: Final = "reminded"
_PREPARES: Final = {"quarterly_report": "consolidate", "annual_report": "start_compiling"}


@dataclass(frozen=True, slots=True)
class Silent:
    """Who has not answered: groups that have not sent in, or projects that have not replied."""

    groups: tuple[Group, ...] = ()
    projects: tuple[Item, ...] = ()


def remind(session: Session, report: Item, hand: Hand) -> Silent:
    """Records that the silent are reminded once more, and says who they are; telling them is another's part.

    By the plan group while the report is gathered, also by the area director while replies are waited for.
    Raises NotAllowed, NotOpenHere, AskedAlready (today), BadInput (nobody is silent).
    """
    kept = in_hand(session, report, hand, _PREPARES)
    follows = kept.item.state == ORDERED
    roles = LISTERS if follows else PLAN_GROUP
    by = kept.by(lambda each: each.role in roles, roles)
    if not follows:
        kept.require_gathering()
    last = last_reminded(session, report.id)
    if last is not None and bangkok_date(last.at) >= hand.day:
        raise AskedAlready(report.code, session.get_one(Person, last.actor_id).name_th, last.at)
    found = _silent_projects(session, report) if follows else _silent_groups(session, report, hand)
    codes = [*(each.code for each in found.groups), *(each.code for each in found.projects)]
    if not codes:
        raise BadInput("silent", "nobody")
    told = {REMINDED: codes}
    record(session, report.office_id, REMINDED, [report.code], told, hand, by=by, item_id=report.id)
    return found


def last_reminded(session: Session, report_id: int) -> Entry | None:
    """The entry by which the silent were last reminded."""
    found = select(Entry).where(Entry.item_id == report_id, Entry.kind == REMINDED)
    return session.exec(found.order_by(col(Entry.seq).desc()).limit(1)).first()


def _silent_groups(session: Session, report: Item, hand: Hand) -> Silent:
    codes = missing(session, report, hand.day)
    found = select(Group).where(Group.office_id == report.office_id, col(Group.code).in_(codes))
    return Silent(groups=tuple(session.exec(found.order_by(col(Group.code)))))


def _silent_projects(session: Session, report: Item) -> Silent:
    codes = unanswered(session, report.id)
    found = select(Item).where(Item.office_id == report.office_id, col(Item.code).in_(codes))
    return Silent(projects=tuple(session.exec(found.order_by(col(Item.code)))))

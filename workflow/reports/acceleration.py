"""The projects that a quarterly report lists as below target, and what they answer (U-C2, P-A std 7)."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, delete, select

from states.fiscal import FiscalYear
from workflow.changes import Hand, record
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Acceleration, Group, Item, Person
from workflow.money.amounts import LineNow
from workflow.money.pace import projects_behind
from workflow.permissions import Authority
from workflow.proposals.fields import LONGEST_TEXT, tidy
from workflow.reports.writing import GROUP, InHand, in_hand
from workflow.situation import ItemNow

LISTERS: Final = ("plan_officer", "plan_director", "area_director", "system")
# Once acceleration is ordered the list stands: people have been asked to answer it.
LISTED_WHILE: Final = ("consolidating", "returned", "under_review", "acknowledged")
ORDERED: Final = "follow_up"


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed project: what it had paid and should have paid at the quarter's end (0.01 %), its reply.

    `left_out` is why it is not accelerated though it is below target; empty for all others.
    """

    code: str
    title: str
    group: str
    paid_hundredths: int
    target_hundredths: int
    reply: str = ""
    replied_by: str = ""
    replied_at: datetime.datetime | None = None
    left_out: str = ""


def list_below(
    session: Session, report: Item, hand: Hand, left_out: Mapping[str, str] | None = None
) -> Sealed:
    """Lists the projects below target at the end of the report's quarter, in place of any earlier list.

    By the plan group or the area director, until acceleration is ordered. A project with nothing left to
    pay is not listed; `left_out` says why those are not to be accelerated that it names (by code). Raises
    NotAllowed, NotOpenHere, TooLong, BadInput (no reason, a project that is not below, nothing left on it).
    """
    kept = in_hand(session, report, hand, {"quarterly_report": "order_acceleration"})
    by = kept.by(lambda each: each.role in LISTERS, LISTERS)
    kept.require(*LISTED_WHILE)
    rows = below(session, report)
    why = _left_out(left_out or {}, {code for code, _, _ in rows.values()})
    session.exec(delete(Acceleration).where(col(Acceleration.report_id) == report.id))
    session.add_all(
        Acceleration(
            report_id=report.id,
            project_id=project_id,
            paid_hundredths=paid,
            target_hundredths=due,
            left_out=why.get(code, ""),
        )
        for project_id, (code, paid, due) in rows.items()
    )
    session.flush()
    told = {
        "listed": {code: [paid, due] for code, paid, due in rows.values() if code not in why},
        **({"left_out": why} if why else {}),
    }
    return record(
        session, report.office_id, "acceleration", [report.code], told, hand, by=by, item_id=report.id
    )


def reply(session: Session, report: Item, project: Item, text: str, hand: Hand) -> Sealed:
    """Keeps what a listed project answers, in place of an earlier answer, while the follow-up lasts.

    By the project's owner, whoever stands in for her, or the director of its group; where it has no owner,
    by any project owner of its group. Raises NotAllowed, NotOpenHere, TooLong, BadInput.
    """
    kept = in_hand(session, report, hand, {"quarterly_report": "close_follow_up"})
    by = _answerer(kept, project, hand.by)
    row = session.exec(
        select(Acceleration).where(
            Acceleration.report_id == report.id,
            Acceleration.project_id == project.id,
            Acceleration.left_out == "",
        )
    ).first()
    if row is None:
        raise BadInput("project", "unknown", project.code)
    kept.require(ORDERED)
    words = tidy("text", text, LONGEST_TEXT)
    if not words:
        raise BadInput("text", "empty")
    row.reply, row.replied_by, row.replied_at = words, hand.by, hand.at
    session.add(row)
    session.flush()
    told = {"project": project.code, "reply": words}
    return record(
        session, report.office_id, "acceleration", [report.code], told, hand, by=by, item_id=report.id
    )


def listed(session: Session, report_id: int) -> list[Listed]:
    """The projects that a report lists to be accelerated, by code."""
    return [each for each in weighed(session, report_id) if not each.left_out]


def weighed(session: Session, report_id: int) -> list[Listed]:
    """The projects below target as the report's list has them, those left out among them, by code."""
    return weighed_by_report(session, [report_id])[report_id]


def weighed_by_report(session: Session, report_ids: Collection[int]) -> dict[int, list[Listed]]:
    """The same of several reports."""
    found = session.exec(
        select(Acceleration, Item, Group.code, Person.name_th)
        .join(Item, col(Item.id) == col(Acceleration.project_id))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .outerjoin(Person, col(Person.id) == col(Acceleration.replied_by))
        .where(col(Acceleration.report_id).in_(report_ids))
        .order_by(col(Item.code))
    )
    told: dict[int, list[Listed]] = {report_id: [] for report_id in report_ids}
    for row, project, group, by in found:
        each = Listed(
            *(project.code, project.title, group or "", row.paid_hundredths, row.target_hundredths),
            *(row.reply, by or "", row.replied_at, row.left_out),
        )
        told[row.report_id].append(each)
    return told


def unanswered(session: Session, report_id: int) -> list[str]:
    """The listed projects that have not answered, by code."""
    return [each.code for each in listed(session, report_id) if not each.reply]


def outdated(session: Session, report: Item | ItemNow) -> list[str]:
    """The projects on which a report's list and the figures differ by now, by code.

    Finance may correct a quarter's figures after the list was made.
    """
    now = {code: (paid, due) for code, paid, due in below(session, report).values()}
    then = {each.code: (each.paid_hundredths, each.target_hundredths) for each in weighed(session, report.id)}
    return sorted(code for code in now.keys() | then.keys() if now.get(code) != then.get(code))


def below(
    session: Session, report: Item | ItemNow, lines: Sequence[LineNow] | None = None
) -> dict[int, tuple[str, int, int]]:
    """The projects below target at the end of the report's quarter, by key, in the order of their codes.

    Of each its code, and what was and should have been paid in hundredths of a per cent. `lines` are the
    year's on the quarter's last day, where they have been read.
    """
    if report.quarter is None:
        return {}
    end = FiscalYear(report.fiscal_year).quarter(report.quarter).end
    behind = projects_behind(session, report.office_id, report.fiscal_year, report.quarter, end, lines)
    return {
        each.item_id: (each.code, each.total.hundredths or 0, each.hundredths)
        for each in behind
        if each.total.left > 0
    }


def _left_out(wanted: Mapping[str, str], there: set[str]) -> dict[str, str]:
    """Why projects are left out, by code; somebody remains on the list."""
    strange = next((code for code in wanted if code not in there), None)
    if strange is not None:
        raise BadInput("project", "unknown", strange[:80])
    why = {code: tidy("reason", text, LONGEST_TEXT) for code, text in sorted(wanted.items())}
    silent = next((code for code, text in why.items() if not text), None)
    if silent is not None:
        raise BadInput("reason", "empty", silent)
    if why and len(why) == len(there):
        raise BadInput("project", "empty")
    return why


def _answerer(kept: InHand, project: Item, person_id: int) -> Authority:
    def fits(each: Authority) -> bool:
        if each.role == "group_director":
            return project.group_id in (None, each.group_id)
        if each.role != "project_owner":
            return False
        if project.owner_id is None:
            return project.group_id in (None, each.group_id)
        return project.owner_id in (person_id, each.principal_id)

    return kept.by(fits, GROUP, "other_group")

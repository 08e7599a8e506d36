"""Asking again those who have not read a paper or not sent in their part: once a day, in the system's way."""

from typing import Final

from sqlmodel import Session

from notifications.inserting import add_new
from notifications.models import Notice
from notifications.roster import Roster, Told
from states.thai import be_year
from workflow.changes import Hand
from workflow.models import Item
from workflow.papers import readers
from workflow.reports.reminding import Silent, remind

READ_AGAIN: Final = "notify_read_again"
REPORT_AGAIN: Final = "notify_report_again"
REPLY_AGAIN: Final = "notify_reply_again"
ASKED: Final = (READ_AGAIN, REPORT_AGAIN, REPLY_AGAIN)


def ask_again(session: Session, item_id: int, hand: Hand) -> int:
    """Writes a notice to everybody who still has to read the paper, and one entry; how many are asked.

    It goes out with the next morning's message. Raises UnknownItem, NotAllowed, PaperFixed, AskedAlready.
    """
    found = readers.ask_again(session, item_id, hand)
    item = session.get_one(Item, item_id)
    told = dict.fromkeys((each.person_id for each in found), "")
    return _told(session, item, READ_AGAIN, told, hand)


def remind_again(session: Session, report: Item, hand: Hand) -> int:
    """Writes a notice to whoever owes a silent group's part of a report, or a listed project's reply.

    To the group's director, to the project's owner, or to whoever stands in; how many are told. Raises as
    `workflow.reports.reminding.remind`.
    """
    silent = remind(session, report, hand)
    code = REPLY_AGAIN if silent.projects else REPORT_AGAIN
    people = _whom(silent, Roster.on(session, report.office_id, hand.day), report.kind)
    return _told(session, report, code, people, hand)


def _whom(silent: Silent, roster: Roster, kind: str) -> Told:
    found: Told = {}
    for group in silent.groups:
        found = roster.told("group_director", kind, group_id=group.id) | found
    for project in silent.projects:
        if project.owner_id is None:
            found = roster.told("project_owner", kind, group_id=project.group_id) | found
        else:
            found = roster.owner(project.owner_id, "project_owner", kind, group_id=project.group_id) | found
    return found


def _told(session: Session, item: Item, code: str, people: Told, hand: Hand) -> int:
    values = [
        {
            "office_id": item.office_id,
            "person_id": person_id,
            "code": code,
            "item_id": item.id,
            "about": f"{item.code} {be_year(hand.day.year)}-{hand.day:%m-%d}",
            "because": because,
            "written_at": hand.at,
        }
        for person_id, because in people.items()
    ]
    return add_new(session, Notice, values)

"""Who hears about what: the people behind each word of the catalogue's `recipients`."""

import datetime
from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, select

from notifications.roster import Roster, Told
from states.model import Definition
from workflow.models import AgendaItem, Item, Meeting, Member
from workflow.permissions import in_force

# Words that mean holders of these roles anywhere in the office.
_OFFICE_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "plan_group": ("plan_director", "plan_officer"),
    "plan_director": ("plan_director",),
    "area_director": ("area_director",),
    "all_schools": ("school_officer",),
    "finance_group": ("finance_officer",),
    "project_owners": ("project_owner",),
    "supervisor": ("plan_director", "deputy_director", "area_director"),
}
_SCHOOL_PEOPLE: Final = ("school_officer", "school_cluster_chair", "external_auditor", "system")
_INVITATION: Final = "letter_invite_committee"
_OF_MEETINGS: Final = (_INVITATION, "circular_minutes")
# Bodies and agencies outside the office hear by letter, which is drafted beside the notices.
OUTSIDE: Final = frozenset({"outside_board", "outside_agencies"})


def people_for(
    session: Session, words: Iterable[str], item: Item, definition: Definition, roster: Roster
) -> Told:
    """Everybody of the day's `roster` whom `words` mean for this item, and why it goes to her."""
    found: Told = {}
    for word in words:
        for person, because in _people(session, word, item, definition, roster).items():
            found[person] = "" if found.get(person) == "" else because
    return found


def told_by_its_meeting(session: Session, code: str, item: Item, day: datetime.date) -> bool:
    """Whether the meeting on whose agenda the paper stands sends this itself: nobody is told of it twice.

    The invitation as long as the meeting is still to come, its minutes always.
    """
    if code not in _OF_MEETINGS or item.kind == "meeting":
        return False
    tabled = (
        select(Meeting.item_id)
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.item_id))
        .where(AgendaItem.item_id == item.id)
    )
    if code == _INVITATION:
        tabled = tabled.where(Meeting.held_on >= day)
    return session.exec(tabled.limit(1)).first() is not None


def _people(session: Session, word: str, item: Item, definition: Definition, roster: Roster) -> Told:
    if word in OUTSIDE:
        return {}
    if word in _OFFICE_ROLES:
        return _any(roster, _OFFICE_ROLES[word], item)
    if word == "all_staff":
        return roster.everybody(except_for=_SCHOOL_PEOPLE)
    if word == "all_group_directors":
        return _group_directors(roster, item.kind)
    if word == "committee":
        return _committee(session, item, roster)
    if word == "next_actors":
        roles = {role: None for move in definition.leaving(item.state) for role in move.by}
        return roster.first_of(roles, item.kind, group_id=item.group_id, school_id=item.school_id)
    if word == "group_director":
        return roster.told("group_director", item.kind, group_id=item.group_id)
    if word == "school":
        return roster.told("school_officer", item.kind, school_id=item.school_id)
    return _owners(item, roster)  # owner, document_recipients


def _any(roster: Roster, roles: Iterable[str], item: Item) -> Told:
    return {person: why for role in roles for person, why in roster.told(role, item.kind).items()}


def _owners(item: Item, roster: Roster) -> Told:
    """The named owner; where nobody is named, the project owners of the group, or the plan group."""
    role = "project_owner" if item.kind == "project" else "plan_officer"
    if item.owner_id is not None:
        return roster.owner(item.owner_id, role, item.kind, group_id=item.group_id)
    return roster.told(role, item.kind, group_id=item.group_id) | (
        {} if item.kind == "project" else roster.told("plan_director", item.kind)
    )


def _group_directors(roster: Roster, kind: str) -> Told:
    """The director of each group, or who stands in for her; the plan group has its own."""
    groups = {post.group_id for post in roster.holding("group_director")}
    found = roster.told("plan_director", kind)
    for group in sorted(groups, key=lambda each: each or 0):
        found = roster.told("group_director", kind, group_id=group) | found
    return found


def _committee(session: Session, item: Item, roster: Roster) -> Told:
    """The members of the body that meets, as far as they have accounts; else the office's own committees."""
    meeting = session.get(Meeting, item.id)
    if meeting is None:
        return _any(roster, ("committee_secretary",), item) | dict.fromkeys(
            roster.holders_of("school_cluster_chair"), ""
        )
    members = session.exec(
        select(Member).where(Member.body_id == meeting.body_id, col(Member.person_id).is_not(None))
    )
    seated = [each for each in members if in_force(each.valid_from, each.valid_to, meeting.held_on)]
    return {each.person_id: "" for each in seated if each.person_id and roster.serves(each.person_id)}

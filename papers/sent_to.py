"""To whom a drafted paper goes, in the words of its list of distribution."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlmodel import Session, col, select

from papers.particulars import Occasion
from states.catalogue import NoticeWords
from workflow.models import Group, Item, Meeting, Member, Person, School
from workflow.money.amounts import IN_PLAN
from workflow.permissions import in_force

_SAME: Final = {
    "all_staff": "all_staff",
    "all_group_directors": "all_groups",
    "all_schools": "all_schools",
    "finance_group": "finance_group",
}


def tokens(session: Session, said: NoticeWords, occasion: Occasion) -> tuple[str, ...]:
    """The readers of the paper as `workflow.papers.addressees` reads them, from the notice's recipients.

    Superiors get it on its way to be signed, boards and agencies outside by post: none of them is listed.
    """
    found: dict[str, None] = {}
    for word in said.recipients:
        one = _FOUND.get(word)
        names = [_SAME[word]] if word in _SAME else one(session, occasion) if one else []
        found |= dict.fromkeys(names)
    return tuple(found)


def _owner(session: Session, occasion: Occasion) -> list[str]:
    item = occasion.item
    return _people(session, [item.owner_id]) or _groups(session, [item.group_id])


def _project_owners(session: Session, occasion: Occasion) -> list[str]:
    """The owners of the year's projects; the group of a project that has none."""
    item = occasion.item
    found = session.exec(
        select(Item.owner_id, Item.group_id)
        .where(
            Item.office_id == item.office_id,
            Item.kind == "project",
            Item.fiscal_year == item.fiscal_year,
            col(Item.state).in_(IN_PLAN),
        )
        .order_by(col(Item.code))
    ).all()
    owners = _people(session, (owner for owner, _ in found))
    return owners + _groups(session, (group for owner, group in found if owner is None))


def _school(session: Session, occasion: Occasion) -> list[str]:
    found = session.get(School, occasion.item.school_id) if occasion.item.school_id else None
    return [f"school:{found.code}"] if found else []


def _committee(session: Session, occasion: Occasion) -> list[str]:
    """The members, on the day of the meeting, who have accounts."""
    meeting = session.get(Meeting, occasion.item.id)
    if meeting is None:
        return []
    members = session.exec(
        select(Member).where(Member.body_id == meeting.body_id).order_by(col(Member.id))
    ).all()
    seated = [each for each in members if in_force(each.valid_from, each.valid_to, meeting.held_on)]
    return _people(session, (each.person_id for each in seated))


def _people(session: Session, ids: Iterable[int | None]) -> list[str]:
    """Accounts in the order of `ids`; the service account reads nothing."""
    wanted = list(dict.fromkeys(each for each in ids if each is not None))
    found = dict(
        session.exec(
            select(Person.id, Person.username).where(
                col(Person.id).in_(wanted), col(Person.is_service).is_(False)
            )
        ).all()
    )
    return [f"person:{found[each]}" for each in wanted if each in found]


def _groups(session: Session, ids: Iterable[int | None]) -> list[str]:
    wanted = {each for each in ids if each is not None}
    found = session.exec(select(Group.code).where(col(Group.id).in_(wanted)).order_by(col(Group.code)))
    return [f"group:{code}" for code in found]


_FOUND: Final[dict[str, Callable[[Session, Occasion], list[str]]]] = {
    "owner": _owner,
    "project_owners": _project_owners,
    "school": _school,
    "committee": _committee,
}

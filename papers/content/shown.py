"""What content papers show alike: the office, its people, sums and lines of projects, in plain values."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlmodel import Session, col, select

from papers.titles import in_full
from states.baht import plain_baht
from states.catalogue import catalogue
from workflow import definitions
from workflow.models import Fund, Group, Item, Letterhead, Occupancy, Office, Person, Position
from workflow.money.amounts import LineNow
from workflow.money.figures import Part, Sum
from workflow.queries import in_force_on

Told: TypeAlias = dict[str, Any]

ROLES: Final = {
    "chair": "ประธานกรรมการ",
    "vice_chair": "รองประธานกรรมการ",
    "member": "กรรมการ",
    "secretary": "กรรมการและเลขานุการ",
    "assistant_secretary": "ผู้ช่วยเลขานุการ",
}
NATURES: Final = {"new": "โครงการใหม่", "continuing": "โครงการต่อเนื่อง"}


def paper(session: Session, item: Item, on: datetime.date, **more: Any) -> Told:
    """The part that all content papers have: the office, the item, the Bangkok date they are made for."""
    return {
        "office": office(session, item.office_id),
        "item": {"code": item.code, "title": item.title, "fiscal_year": item.fiscal_year},
        "on": on.isoformat(),
        **more,
    }


def office(session: Session, office_id: int) -> Told:
    """The office as it stands at the head of a paper."""
    row = session.get_one(Office, office_id)
    head = session.get(Letterhead, office_id) or Letterhead(office_id=office_id)
    return {
        "name": row.name_th,
        "short": row.short_th,
        "address": head.address,
        "telephone": head.telephone,
        "email": head.email,
        "prefix": row.document_prefix,
        "website": row.website,
    }


def groups(session: Session, office_id: int) -> dict[str, str]:
    """The names of the office's groups by code."""
    found = session.exec(select(Group.code, Group.name_th).where(Group.office_id == office_id))
    return dict(found.all())


def funds(session: Session, office_id: int) -> dict[str, str]:
    """The names of the office's funds by code."""
    return dict(session.exec(select(Fund.code, Fund.name_th).where(Fund.office_id == office_id)).all())


def group_of(session: Session, item: Item) -> str:
    """The name of the item's group; empty without one."""
    return session.get_one(Group, item.group_id).name_th if item.group_id is not None else ""


def person(session: Session, person_id: int | None, title: str = "") -> Told:
    """A person as she signs: name and position; both empty where there is nobody."""
    name = session.get_one(Person, person_id).name_th if person_id is not None else ""
    return {"name": name, "title": title}


def holder(
    session: Session, office_id: int, role: str, on: datetime.date, group_id: int | None = None
) -> Told:
    """Who holds a position of `role` on a Bangkok date, in the group where one is named; empty for nobody."""
    query = (
        select(Person.name_th, Position.title_th)
        .join(Occupancy, col(Occupancy.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            Position.office_id == office_id,
            Position.role == role,
            in_force_on(Position, on),
            in_force_on(Occupancy, on),
        )
        .order_by(col(Position.id), col(Occupancy.id))
    )
    if group_id is not None:
        query = query.where(Position.group_id == group_id)
    name, title = session.exec(query.limit(1)).first() or ("", "")
    return {"name": name, "title": in_full(title, session.get_one(Office, office_id).name_th)}


def owner(session: Session, item: Item, on: datetime.date) -> Told:
    """The item's owner with the position she holds on a Bangkok date."""
    if item.owner_id is None:
        return {"name": "", "title": ""}
    return person(session, item.owner_id, title_of(session, item.owner_id, on))


def title_of(session: Session, person_id: int | None, on: datetime.date) -> str:
    """The title of the first position that a person holds on a Bangkok date; empty without one."""
    found = session.exec(
        select(Position.title_th)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(Occupancy.person_id == person_id, in_force_on(Occupancy, on))
        .order_by(col(Occupancy.id))
        .limit(1)
    ).first()
    return in_full(found or "", _office_of(session, person_id))


def _office_of(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return session.get_one(Office, person.office_id).name_th if person else ""


def state_of(session: Session, item: Item) -> str:
    """The name of the state in which the item stands now."""
    return definitions.by_hash(session, item.definition_hash).by_state[item.state].label.th


def money(of: Sum) -> Told:
    """Satang in force, paid and left, and the share that was paid in per cent."""
    return {
        "in_force": of.in_force,
        "disbursed": of.disbursed,
        "left": of.left,
        "per_cent": per_cent(of.hundredths),
    }


def part(of: Part) -> Told:
    """A group's, fund's or category's share."""
    return {"code": of.code, "name": of.name_th, "projects": of.projects, **money(of)}


def lines(found: Iterable[LineNow], names: Mapping[str, str]) -> list[Told]:
    """Lines of projects with the names of their funds (`names`), categories and sub-items."""
    return [
        {
            "fund": names.get(line.fund, line.fund),
            **_budget(line),
            "requested": line.requested,
            "original": line.original,
            "in_force": line.in_force,
            "disbursed": list(line.disbursed),
            "paid": line.paid,
        }
        for line in found
    ]


def _budget(line: LineNow) -> dict[str, str]:
    category = catalogue().categories.get(line.category)
    sub = category.subs.get(line.sub) if category else None
    return {"category": category.th if category else line.category, "sub": sub.th if sub else line.sub}


def category_names() -> dict[str, str]:
    """The names of the budget's categories by code."""
    return {code: each.th for code, each in catalogue().categories.items()}


def per_cent(hundredths: int | None) -> str | None:
    """Hundredths of a per cent as text: 9587 is "95.87"; None where there is none."""
    return None if hundredths is None else plain_baht(hundredths)


def iso(day: datetime.date | None) -> str:
    """A Bangkok date as ISO text; empty without one."""
    return day.isoformat() if day else ""


def added(rows: Sequence[Sequence[int]]) -> list[int]:
    """Columns added up."""
    return [sum(column) for column in zip(*rows, strict=True)]

"""Asks every school for its annual plan: one paper for each school of the day, by one action (P-A7)."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow.changes import Hand, authority
from workflow.items import NewItem, open_item
from workflow.models import Item, School
from workflow.proposals.editors import PLAN_GROUP

KIND = "school_plan"


@dataclass(frozen=True, slots=True)
class Opened:
    """The codes of the papers opened, and how many schools had theirs already."""

    codes: tuple[str, ...]
    there_before: int


def open_school_plans(session: Session, office_id: int, fiscal_year: int, hand: Hand) -> Opened:
    """Opens a school plan of a fiscal year (B.E.) for each school in force on the day of `hand` (R-071).

    A school that has one of that year keeps it, whatever became of it. All of them or, where one is refused,
    none: the caller's transaction ends with the refusal. By the plan group. Raises NotAllowed, BadInput,
    AlreadyExists (a code is taken by another paper), UnknownKind.
    """
    authority(session, office_id, hand, PLAN_GROUP)
    schools = schools_of(session, office_id, hand.day)
    have = set(
        session.exec(
            select(Item.school_id).where(
                Item.office_id == office_id, Item.kind == KIND, Item.fiscal_year == fiscal_year
            )
        )
    )
    asked = [each for each in schools if each.id not in have]
    new = [_paper(each, fiscal_year) for each in asked]
    codes = tuple(open_item(session, office_id, each, by=hand.by, at=hand.at).code for each in new)
    return Opened(codes, len(schools) - len(asked))


def schools_of(session: Session, office_id: int, on: datetime.date) -> list[School]:
    """The office's schools that exist on a Bangkok date, by code: neither closed before nor founded later."""
    found = session.exec(
        select(School)
        .where(
            School.office_id == office_id,
            School.valid_from <= on,
            or_(col(School.valid_to).is_(None), col(School.valid_to) >= on),
        )
        .order_by(col(School.code))
    )
    return list(found)


def _paper(school: School, fiscal_year: int) -> NewItem:
    title = f"แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {fiscal_year} {school.name_th}"
    return NewItem(KIND, f"SP{fiscal_year}-{school.code}", title[:500], fiscal_year, school_id=school.id)

"""One school as its page tells it: its plans, its answers, the papers put before it and its history."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.analysis.survey import surveys
from workflow.models import (
    Acknowledgement,
    Delegation,
    Entry,
    Item,
    Occupancy,
    Position,
    School,
    SurveyAnswer,
)
from workflow.queries import Viewer, entries_visible_to, in_force_on, items_visible_to
from workflow.schools.opening import KIND

MOST = 20


@dataclass(frozen=True, slots=True)
class Circular:
    """A paper put before somebody of the school: by which post she reads it, and when she did."""

    item: Item
    post: str
    asked_at: datetime.datetime
    read_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a school told a survey; amounts in satang, None while unknown."""

    code: str
    title: str
    fiscal_year: int
    income: int | None
    expense: int | None
    at: datetime.datetime


def plans_of(session: Session, who: Viewer, school: School) -> list[Item]:
    """The school's plans, the newest year first."""
    seen = items_visible_to(who).where(Item.kind == KIND, Item.school_id == school.id)
    return list(session.exec(seen.order_by(col(Item.fiscal_year).desc(), col(Item.id).desc())))


def circulars_to(session: Session, who: Viewer, school: School, on: datetime.date) -> list[Circular]:
    """The newest papers put before those who hold the school's posts on a Bangkok date, unread ones first."""
    posts = (
        select(Position.title_th, Occupancy.person_id)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(Position.school_id == school.id, in_force_on(Occupancy, on), in_force_on(Position, on))
        .union(
            select(Position.title_th, Delegation.person_id)
            .join(Delegation, col(Delegation.position_id) == col(Position.id))
            .where(Position.school_id == school.id, in_force_on(Delegation, on), in_force_on(Position, on))
        )
    ).subquery()
    seen = items_visible_to(who).with_only_columns(col(Item.id))
    found = session.exec(
        select(Item, posts.c.title_th, Acknowledgement.asked_at, Acknowledgement.read_at)
        .join(Acknowledgement, col(Acknowledgement.item_id) == col(Item.id))
        .join(posts, posts.c.person_id == col(Acknowledgement.person_id))
        .where(Item.kind == "memo", col(Item.id).in_(seen))
        .order_by(
            col(Acknowledgement.read_at).is_not(None),
            col(Acknowledgement.asked_at).desc(),
            col(Item.id).desc(),
        )
        .limit(MOST)
    )
    return [Circular(*told) for told in found]


def unanswered(session: Session, who: Viewer) -> list[tuple[School, Item]]:
    """The office's surveys that her own schools have yet to answer in full; nothing for anybody else."""
    if not who.school_ids:
        return []
    asked = surveys(session, who.office_id)
    own = session.exec(select(School).where(col(School.id).in_(who.school_ids)).order_by(col(School.code)))
    told = session.exec(
        select(SurveyAnswer.school_id, SurveyAnswer.item_id).where(
            col(SurveyAnswer.school_id).in_(who.school_ids),
            col(SurveyAnswer.item_id).in_([each.id for each in asked]),
            col(SurveyAnswer.income).is_not(None),
            col(SurveyAnswer.expense).is_not(None),
        )
    )
    done = set(told)
    return [(school, each) for school in own for each in asked if (school.id, each.id) not in done]


def answers_by(session: Session, school: School) -> list[Answered]:
    """What the school has told surveys, the newest year first."""
    found = session.exec(
        select(SurveyAnswer, Item)
        .join(Item, col(Item.id) == col(SurveyAnswer.item_id))
        .where(SurveyAnswer.school_id == school.id)
        .order_by(col(Item.fiscal_year).desc(), col(Item.code))
        .limit(MOST)
    )
    return [
        Answered(item.code, item.title, item.fiscal_year, row.income, row.expense, row.at)
        for row, item in found
    ]


def story_of(session: Session, who: Viewer, school: School) -> list[Entry]:
    """The newest entries of the school's papers, newest first."""
    papers = select(Item.id).where(Item.school_id == school.id)
    found = entries_visible_to(who).where(col(Entry.item_id).in_(papers))
    return list(session.exec(found.order_by(col(Entry.seq).desc()).limit(MOST)))

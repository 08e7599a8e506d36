"""The book of the expenditure analysis: the survey, income and expense, its rounds (P-E1 to P-E6)."""

import datetime
from collections.abc import Sequence

from sqlmodel import Session, col, select

from papers.content import year
from papers.content.shown import ROLES, Told, groups, holder, iso, paper
from workflow.analysis.coverage import BODY
from workflow.analysis.lines import SIDES, Line, lines_of, total
from workflow.analysis.rounds import rejections, round_of
from workflow.analysis.survey import Answer, answers_of, completeness
from workflow.meetings.standing import seats_of
from workflow.models import Item, School


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The analysis with the answers it rests on, and the plan's money of the year on the day."""
    lines, answers = lines_of(session, item.id), answers_of(session, item.id)
    income, expense = total(lines, "income"), total(lines, "expense")
    complete = completeness(session, item.id, item.office_id, on)
    return paper(
        session,
        item,
        on,
        **year.told(session, item.office_id, item.fiscal_year, on),
        sides=[_side(lines, side) for side in SIDES],
        income=income,
        expense=expense,
        difference=income - expense,
        schools=_answers(answers, _schools(session, item.office_id)),
        group_answers=_answers(answers, groups(session, item.office_id), of_groups=True),
        completeness={
            "schools": [complete.schools.answered, complete.schools.there_are],
            "groups": [complete.groups.answered, complete.groups.there_are],
        },
        rounds=round_of(session, item.id),
        rejections=[{"on": iso(each.on), "reason": each.reason} for each in rejections(session, item.id)],
        committee=[
            {"name": seat.name, "role": ROLES.get(seat.role, seat.role)}
            for seat in seats_of(session, item.office_id, BODY, on)
        ],
        director=holder(session, item.office_id, "area_director", on),
    )


def _side(lines: Sequence[Line], side: str) -> Told:
    return {
        "title": SIDES[side].th,
        "rows": [
            {"category": each.category, "amount": each.satang, "text": each.text}
            for each in lines
            if each.side == side
        ],
        "total": total(lines, side),
    }


def _answers(answers: Sequence[Answer], names: dict[str, str], *, of_groups: bool = False) -> Told:
    """The answers of schools, or of groups, with the sums of what was told."""
    mine = [each for each in answers if bool(each.group) == of_groups]
    return {
        "rows": [
            {
                "name": names.get(each.group or each.school, each.group or each.school),
                "income": each.income,
                "expense": each.expense,
                "text": each.text,
            }
            for each in mine
        ],
        "income": sum(each.income or 0 for each in mine),
        "expense": sum(each.expense or 0 for each in mine),
    }


def _schools(session: Session, office_id: int) -> dict[str, str]:
    found = session.exec(select(School.code, School.name_th).where(col(School.office_id) == office_id))
    return dict(found.all())

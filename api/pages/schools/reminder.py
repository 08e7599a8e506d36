"""Writes what the office sends a cluster on LINE: which schools have yet to hand in or answer what."""

import datetime
from collections.abc import Sequence

from api.pages.schools.asked import AskedSchools
from api.pages.words import Words
from workflow.schools.answering import Board, SchoolAsked


def reminder(
    found: Sequence[SchoolAsked],
    asked: AskedSchools,
    told: Board,
    words: Words,
    on: datetime.date,
    address: str,
) -> str:
    """The text to copy; empty where nobody of the schools shown owes anything."""
    names = {each.code: each.name_th for each in told.clusters}
    parts = [_plans(found, told, words, on)]
    for survey in told.surveys:
        lacking = [each for each in found if survey in each.unanswered]
        parts.append(_part(words("schools_line_survey", title=survey.title, count=len(lacking)), lacking))
    lines = [part for part in parts if part]
    if not lines:
        return ""
    head = words("schools_line_head", cluster=names.get(asked.cluster) or words("schools_line_all"))
    end = words("schools_line_end")
    where = words("schools_line_where", address=f"{address}/schools") if address else ""
    text = "\n\n".join([words.digits(head), *map(words.digits, lines), end, *([where] if where else [])])
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", "")


def _plans(found: Sequence[SchoolAsked], told: Board, words: Words, on: datetime.date) -> str:
    lacking = [each for each in found if each.owes_plan]
    due = min((each.now.due_on for each in lacking if each.now.due_on), default=None)
    year = words.year(told.told.fiscal_year)
    head = words("schools_line_plan", year=year, count=len(lacking))
    if due is not None:
        head += f"\n{words('schools_line_due', day=words.date(due), left=words.days_left(due, on))}"
    return _part(head, lacking)


def _part(head: str, lacking: Sequence[SchoolAsked]) -> str:
    """The heading with the schools' names numbered below it; empty where there is none."""
    if not lacking:
        return ""
    names = sorted((each.now.code, each.now.name_th) for each in lacking)
    return "\n".join([head, *(f"{number}. {name}" for number, (_, name) in enumerate(names, start=1))])

"""The list of schools as a table of a workbook."""

from collections.abc import Sequence
from typing import Any

from api.pages.tables import Table
from api.pages.words import Words
from workflow.schools.answering import Board, SchoolAsked
from workflow.schools.progress import STANDING
from workflow.sheets.tables import Column


def schools_table(found: Sequence[SchoolAsked], told: Board, words: Words) -> Table:
    """One line a school, with a column for each survey of the year."""
    names = {each.code: each.name_th for each in told.clusters}
    columns = (
        *(Column(words("schools_code")), Column(words("schools_school")), Column(words("schools_cluster"))),
        *(Column(words("schools_plan")), Column(words("schools_due"), "date")),
        *(Column(words("schools_accepted_on"), "date"), Column(words("schools_days_late"), "whole")),
        *(Column(each.title) for each in told.surveys),
        Column(words("schools_else")),
    )
    rows = [_row(each, told, names, words) for each in found]
    return Table("schools", words("schools_title", year=told.told.fiscal_year), columns, rows)


def _row(each: SchoolAsked, told: Board, names: dict[str, str], words: Words) -> tuple[Any, ...]:
    return (
        *(each.now.code, each.now.name_th, names.get(each.now.cluster, "")),
        *(words.label(STANDING[each.now.standing]), each.now.due_on, each.now.accepted_on),
        each.days_late or None,
        *(survey_told(each, survey.code, words) for survey in told.surveys),
        ", ".join(f"{one.title} ({words.date(one.due_on)})" for one in each.owed),
    )


def survey_told(each: SchoolAsked, code: str, words: Words) -> str:
    """Whether the school has answered the survey."""
    if code in each.answered:
        return words("schools_answered")
    waits = any(one.code == code for one in each.unanswered)
    return words("schools_not_answered" if waits else "schools_never_answered")

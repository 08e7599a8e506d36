"""Every table of a fiscal year that leaves as a workbook, under the name by which it is asked for."""

import datetime
from collections.abc import Callable, Mapping
from typing import Final

from sqlmodel import Session

from states.thai import medium_date
from workflow.errors import BadInput
from workflow.sheets import follow_up_tables, paper_tables
from workflow.sheets.office_tables import TABLES
from workflow.years.paste import PASTE_TABLES, PasteTable

Make = Callable[[Session, int, int, datetime.date], bytes]


def _pasted(make: Callable[[Session, int, int, datetime.date], PasteTable]) -> Make:
    return lambda session, office_id, fiscal_year, on: make(session, office_id, fiscal_year, on).workbook()


# Each of an office (its key) and a fiscal year (B.E.) as on a Bangkok date.
EXPORTS: Final[Mapping[str, Make]] = {
    **TABLES,
    **{name: _pasted(make) for name, make in PASTE_TABLES.items()},
    "schools": follow_up_tables.schools_table,
    "reconciliation": follow_up_tables.reconciliation_table,
    "acceleration": follow_up_tables.acceleration_table,
    "annual": follow_up_tables.annual_table,
    "survey": follow_up_tables.survey_table,
    "analysis": follow_up_tables.analysis_table,
    "assessment": follow_up_tables.assessment_table,
    "calendar": paper_tables.calendar_table,
    "resolutions": paper_tables.resolutions_table,
    "amendments": paper_tables.amendments_table,
}
# What stood in these before is not kept in a way that tells an earlier day.
ONLY_NOW: Final = frozenset(
    {"indicators", "base", "acceleration", "annual", "survey", "analysis", "resolutions", "amendments"}
)


def check_day(name: str, asked: datetime.date | None, today: datetime.date) -> None:
    """Raises BadInput where a table that tells only the present is asked for as on another Bangkok date."""
    if name in ONLY_NOW and asked is not None and asked != today:
        raise BadInput("on", "only_now", medium_date(asked))

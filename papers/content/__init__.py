"""What the content papers say, read from the office's rows into plain values; their templates lay it out."""

import datetime
from collections.abc import Mapping
from typing import Final, Protocol

from sqlmodel import Session

from papers.content import (
    acceleration_list,
    agenda_paper,
    annual_report_book,
    expenditure_report_book,
    meeting_agenda,
    minutes,
    plan_book,
    project_report_form,
    proposal_form,
    quarterly_report,
)
from papers.content.shown import Told
from workflow.models import Item


class Content(Protocol):
    """Reads what a paper about an item says on a Bangkok date: JSON values, dates ISO, money in satang."""

    def __call__(self, session: Session, item: Item, *, on: datetime.date) -> Told: ...


# By the paper's code in states/catalogue/papers.yaml, where `of` says from which kinds of items it is made.
CONTENTS: Final[Mapping[str, Content]] = {
    "meeting_agenda": meeting_agenda.content,
    "agenda_paper": agenda_paper.content,
    "minutes": minutes.content,
    "proposal_form": proposal_form.content,
    "project_report_form": project_report_form.content,
    "acceleration_list": acceleration_list.content,
    "plan_book": plan_book.content,
    "quarterly_report": quarterly_report.content,
    "annual_report_book": annual_report_book.content,
    "expenditure_report_book": expenditure_report_book.content,
}

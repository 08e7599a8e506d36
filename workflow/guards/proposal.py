"""What a project's own papers must say: its proposal form, what it serves, its report (U-D3, U-Q1, U-Q2)."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import col, select

from states.model import Label
from workflow.guards.particulars import named
from workflow.guards.registry import guard
from workflow.guards.stated import stated
from workflow.models import Item, ProjectReport, Proposal
from workflow.proposals.form import gaps, read_form, served
from workflow.proposals.gaps import Gap
from workflow.proposals.goals import MANDATORY, kinds_kept, unaligned
from workflow.proposals.merging import requested_by
from workflow.proposals.report import read_report, report_gaps
from workflow.situation import Situation


class _Frame(NamedTuple):
    """What the form's rule asks of the item itself."""

    fiscal_year: int
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    owner_id: int | None


@guard
def proposal_complete(situation: Situation) -> Label | bool | None:
    """The form has everything it needs; where the project has none here, a person's word counts."""
    if not _has(situation, Proposal):
        return None if stated(situation, "proposal_complete") else True
    item = situation.item
    frame = situation.session.exec(
        select(Item.fiscal_year, col(Item.starts_on), col(Item.ends_on), col(Item.owner_id)).where(
            Item.id == item.id
        )
    ).one()
    form = read_form(situation.session, item.id)
    return _lacks(gaps(form, _Frame(*frame), requested_by(situation.session, item.id)))


@guard
def indicators_aligned(situation: Situation) -> Label | bool | None:
    """The project serves a strategy and a standard, where the office keeps such goals for the year (R-034).

    Where it keeps neither, or the project has no form here, a person's word counts.
    """
    item = situation.item
    kept = kinds_kept(situation.session, item.office_id, item.fiscal_year)
    if not kept.intersection(MANDATORY) or not _has(situation, Proposal):
        return None if stated(situation, "indicators_aligned") else True
    return _lacks(unaligned(kept, [kind for kind, _ in served(situation.session, item.id)]))


@guard
def report_complete(situation: Situation) -> Label | bool | None:
    """The report has everything it needs; where it is not written here, a person's word counts."""
    if not _has(situation, ProjectReport):
        return None if stated(situation, "report_complete") else True
    return _lacks(report_gaps(read_report(situation.session, situation.item.id)))


def _has(situation: Situation, table: type[Proposal] | type[ProjectReport]) -> bool:
    found = select(table.item_id).where(table.item_id == situation.item.id)
    return situation.session.exec(found).first() is not None


def _lacks(found: Sequence[Gap]) -> Label | None:
    return named(found, "ยังขาด", "Still missing")

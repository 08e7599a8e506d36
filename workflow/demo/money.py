"""The sample's forty projects with their lines, amendments and disbursements, as they stood on a day."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session

from states.fiscal import FiscalYear
from workflow.demo.cast import Cast
from workflow.demo.sample import Project, Sample
from workflow.demo.schedule import plan_code
from workflow.items import NewItem, import_item
from workflow.models import Disbursement, LineChange, ProjectLine

_REPORT_WITHIN = datetime.timedelta(days=30)
_LAST_REPORT = (10, 15)  # of the year in which the fiscal year ends


@dataclass(frozen=True, slots=True)
class Milestones:
    """The days of the plan that decide how far its projects are."""

    call_closed: datetime.date
    screened: datetime.date
    published: datetime.date
    compiled: datetime.date
    last_report: datetime.date


def milestones(sample: Sample) -> Milestones:
    return Milestones(
        call_closed=sample.day_of("close_proposals"),
        screened=sample.day_of("record_committee_resolution"),
        published=sample.day_of("publish"),
        compiled=sample.day_of("start_compiling", "annual_report"),
        last_report=datetime.date(FiscalYear(sample.fiscal_year).end.year, *_LAST_REPORT),
    )


def state_on(project: Project, day: datetime.date, plan: Milestones) -> str:
    """Where a project stood on a Bangkok date."""
    if day < plan.call_closed:
        return "draft"
    if day < plan.screened:
        return "under_screening"
    if day < plan.published:
        return "in_plan"
    if day >= plan.compiled:
        return "closed"
    if day > min(project.end + _REPORT_WITHIN, plan.last_report):
        return "reported"
    if day > project.end:
        return "completed"
    return "in_progress" if project.start <= day else "authorised"


def split(lines: tuple[int, ...], quarters: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Each line's part of each quarter (satang): every quarter and every line adds up exactly.

    A quarter goes to the lines in proportion to what is still to be paid from each, by largest remainder;
    so no part is negative, and the last quarter takes what is left. `lines` and `quarters` have one sum.
    """
    if sum(lines) != sum(quarters):
        raise ValueError("the lines and the quarters add up differently")
    left, parts = list(lines), []
    for amount in quarters:
        part = _shares(amount, left)
        left = [each - taken for each, taken in zip(left, part, strict=True)]
        parts.append(part)
    return tuple(zip(*parts, strict=True))


def _shares(amount: int, weights: list[int]) -> list[int]:
    """`amount` divided by `weights` with the largest remainders rounded up, the first of equals first."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % total))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def load_projects(
    session: Session,
    sample: Sample,
    cast: Cast,
    ids: dict[str, int],
    at: datetime.datetime,
    day: datetime.date,
) -> int:
    """Takes the projects in, under the annual plan, as they stood on `day`; how many."""
    plan = milestones(sample) if sample.projects else None
    by = cast.person(sample.first_with("plan_director"))
    owners = {user.group: cast.person(user.username) for user in sample.users if user.role == "project_owner"}
    for project in sample.projects:
        assert plan is not None
        new = NewItem(
            kind="project",
            code=project.code,
            title=project.title,
            fiscal_year=sample.fiscal_year,
            starts_on=project.start,
            ends_on=project.end,
            parent_id=ids[plan_code(sample)],
            group_id=cast.groups[project.group],
            owner_id=owners.get(project.group),
        )
        item = import_item(session, cast.office_id, new, state=state_on(project, day, plan), by=by, at=at)
        lines = _lines(session, project, item.id, cast.funds[project.fund])
        _changes(session, sample, project, lines, ids, day)
        _disbursements(session, sample.fiscal_year, project, lines, day)
    session.flush()
    return len(sample.projects)


def _lines(session: Session, project: Project, item_id: int, fund_id: int) -> list[ProjectLine]:
    rows = [
        ProjectLine(
            item_id=item_id, fund_id=fund_id, category=line.category, sub=line.sub, original=line.original
        )
        for line in project.lines
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _changes(
    session: Session,
    sample: Sample,
    project: Project,
    lines: list[ProjectLine],
    ids: dict[str, int],
    day: datetime.date,
) -> None:
    """What the amendments adopted by `day` changed."""
    by_sub = {line.sub: line.id for line in lines}
    session.add_all(
        LineChange(
            line_id=by_sub[transfer.sub],
            amendment_id=ids[amendment.code],
            change=transfer.change,
            effective_on=amendment.day,
        )
        for amendment in sample.amendments
        if amendment.day <= day
        for transfer in amendment.transfers
        if transfer.project == project.code
    )


def _disbursements(
    session: Session, fiscal_year: int, project: Project, lines: list[ProjectLine], day: datetime.date
) -> None:
    """What was paid in the quarters that had ended by `day`."""
    parts = split(tuple(line.disbursed for line in project.lines), project.quarters)
    ended = [quarter for quarter in FiscalYear(fiscal_year).quarters if quarter.end < day]
    session.add_all(
        Disbursement(
            line_id=line.id, fiscal_year=fiscal_year, quarter=quarter.number, amount=part[quarter.number - 1]
        )
        for line, part in zip(lines, parts, strict=True)
        for quarter in ended
    )

"""What the annual plan must show until it is published, and during its year (U-P1 to U-A5, P-A1 to P-A6)."""

from sqlmodel import select

from states.fiscal import FiscalYear
from states.model import Label
from workflow import definitions
from workflow.guards.groups import groups_missing
from workflow.guards.neighbours import exists, live_projects, plan_of, projects
from workflow.guards.particulars import named, short_of
from workflow.guards.registry import attested, guard
from workflow.guards.stated import amount, stated
from workflow.meetings import standing
from workflow.models import Item
from workflow.situation import Situation

_NOT_PROPOSED = frozenset({"draft", "cancelled"})  # nobody outside the group has seen these
_UNDECIDED = frozenset({"draft", "submitted", "group_endorsed", "under_screening", "returned"})
_QUARTER_ACCEPTED = frozenset({"acknowledged", "follow_up", "closed"})


@guard
def all_groups_answered(situation: Situation) -> Label | bool | None:
    """Every group has put a project forward, or is recorded as having nothing to propose."""
    proposing = {each.group_id for each in projects(situation) if each.state not in _NOT_PROPOSED}
    return groups_missing(
        situation,
        stated(situation, "all_groups_answered"),
        Label("กลุ่มที่ยังไม่ส่งข้อเสนอหรือยืนยันว่าไม่มี", "Groups that have not answered"),
        {group for group in proposing if group is not None},
    )


@guard
def every_proposal_decided(situation: Situation) -> Label | bool | None:
    proposals = projects(situation)
    if not proposals:
        return None if stated(situation, "every_proposal_decided") else True
    waiting = [each.code for each in proposals if each.state in _UNDECIDED]
    return named(waiting, "โครงการที่ยังไม่มีผลพิจารณา", "Projects not yet decided")


@guard
def projects_have_owners(situation: Situation) -> Label | bool | None:
    in_plan = live_projects(situation)
    if not in_plan:
        return None if stated(situation, "projects_have_owners") else True
    ownerless = [each.code for each in in_plan if each.owner_id is None]
    return named(ownerless, "โครงการที่ยังไม่มีผู้รับผิดชอบ", "Projects without an owner")


@guard
def year_end_meeting_held(situation: Situation) -> Label | None:
    """The executive team has met with the cluster chairs (U-C3)."""
    return _meetings(situation, "year_end_meeting_held", "min_year_end_meetings", "executive_plus_clusters")


@guard
def min_midyear_meetings_held_or_justified(situation: Situation) -> Label | None:
    """The executive team has met on the plan often enough during the year (U-C2)."""
    return _meetings(
        situation, "min_midyear_meetings_held_or_justified", "min_midyear_meetings", "executive_team"
    )


def _meetings(situation: Situation, name: str, setting: str, body: str) -> Label | None:
    """As many meetings on the plan as the office sets at least: closed ones, where it keeps them here."""
    needed = int(str(situation.definition.settings[setting]))
    year = FiscalYear(situation.item.fiscal_year)
    kept = standing.held_on_plan(situation.session, situation.item, body, year.start, year.end)
    held = amount(stated(situation, name)) if kept is None else kept
    return short_of(held, needed, "จำนวนครั้งที่ประชุมแล้ว", "Meetings held")


@guard
def all_quarter_reports_accepted(situation: Situation) -> Label | None:
    """The plan has a report for each quarter that the area director has acknowledged."""
    found = situation.session.exec(
        select(Item.quarter, Item.state).where(
            Item.kind == "quarterly_report", Item.parent_id == plan_of(situation)
        )
    )
    accepted = {quarter for quarter, state in found if state in _QUARTER_ACCEPTED}
    missing = [str(quarter) for quarter in (1, 2, 3, 4) if quarter not in accepted]
    return named(missing, "ไตรมาสที่ยังไม่มีรายงานที่รับทราบแล้ว", "Quarters without an acknowledged report")


@guard
def annual_report_published(situation: Situation) -> bool | None:
    """The annual report of this plan, or of its fiscal year, is published."""
    of_this_plan = (Item.parent_id == situation.item.id) | (Item.fiscal_year == situation.item.fiscal_year)
    found = exists(situation, Item.kind == "annual_report", Item.state == "published", of_this_plan)
    return None if found else True


@guard
def all_projects_terminal_or_carried_over(situation: Situation) -> Label | bool | None:
    """Every project has ended under its own definition, or its money is carried over."""
    found = situation.session.exec(
        select(Item.code, Item.state, Item.definition_hash)
        .where(Item.kind == "project", Item.parent_id == plan_of(situation))
        .order_by(Item.code)
    ).all()
    if not found:
        return None if stated(situation, "all_projects_terminal_or_carried_over") else True
    running = [
        code
        for code, state, name in found
        if state != "carried_over" and not definitions.by_hash(situation.session, name).is_end(state)
    ]
    return named(running, "โครงการที่ยังไม่ปิด ยกเลิก หรือกันเงิน", "Projects neither ended nor carried over")


attested("proposal_form_ready", "proposal_form")
attested("policy_analysed")  # last year's summary shows one part of the analysis, not all of it
attested("draft_attached", "draft_plan_book", "annual_report_draft")
attested("calendar_complete", "operation_calendar")

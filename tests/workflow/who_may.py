"""The table of who may: posts, dates, orders, scope, steps already taken, and the answer to each."""
# ruff: noqa: E501  a table reads best one case to a line

import datetime
from dataclasses import dataclass

from conftest import LONG_AGO

FIRST, LAST = datetime.date(2018, 1, 1), datetime.date(2018, 3, 31)
BEFORE, AFTER = FIRST - datetime.timedelta(days=1), LAST + datetime.timedelta(days=1)
DURING = datetime.date(2018, 2, 14)


@dataclass(frozen=True)
class Post:
    """A post held from and to a day; the keys of `SmallOffice.positions`."""

    name: str
    first: datetime.date = LONG_AGO
    last: datetime.date | None = None


@dataclass(frozen=True)
class Order:
    """An order to stand in for a post, in force from FIRST to LAST unless said otherwise."""

    post: str
    capacity: str = "acting"
    subjects: str = ""
    first: datetime.date = FIRST
    last: datetime.date = LAST


@dataclass(frozen=True)
class Case:
    """One line of the table. `did` are steps taken already: trigger, by whom, for whom; "she" is herself."""

    fact: str
    step: str
    answer: str
    holds: tuple[Post, ...] = ()
    orders: tuple[Order, ...] = ()
    on: datetime.date = DURING
    group: str = "PLN"
    school: str = "S001"
    did: tuple[tuple[str, str, str], ...] = ()
    active: tuple[datetime.date, datetime.date | None] = (LONG_AGO, None)
    elsewhere: bool = False


PLAN, OWNER, HEAD = Post("plan_director"), Post("project_owner"), Post("group_director")
TERM = Post("plan_director", FIRST, LAST)
CASES = (
    # role
    Case("the role the step names may take it", "annual_plan.open_proposals", "own", (PLAN,)),
    Case("another role may not", "annual_plan.open_proposals", "no_role", (Post("clerk"),)),
    Case("nobody's holder may nothing", "annual_plan.open_proposals", "no_role"),
    Case("of two posts the fitting one counts", "annual_plan.open_proposals", "own", (Post("clerk"), PLAN)),
    Case("the director is not above the roles named", "annual_plan.open_proposals", "no_role", (Post("area_director"),)),
    Case("the service account acts as the system", "quarterly_report.open", "own", (Post("system"),)),
    Case("the system may not sign", "memo.sign", "no_role", (Post("system"),)),
    # roles that only read
    *(
        Case(f"the {role} reads only", step, "read_only", (Post(role),))
        for role in ("internal_auditor", "external_auditor", "system_admin", "school_cluster_chair")
        for step in ("annual_plan.open_proposals", "project.cancel", "memo.sign")
    ),
    Case("an auditor with a second post acts in that post", "annual_plan.open_proposals", "own", (Post("internal_auditor"), PLAN)),
    Case("an external auditor whose term is over is nobody", "annual_plan.publish", "no_role", (Post("external_auditor", FIRST, LAST),), on=AFTER),
    Case("an external auditor's account that has run out is refused", "annual_plan.publish", "not_active", (Post("external_auditor"),), on=AFTER, active=(FIRST, LAST)),
    # scope
    Case("an owner acts on her own group's project", "project.submit", "own", (OWNER,)),
    Case("an owner does not act on another group's", "project.submit", "other_group", (OWNER,), group="ADM"),
    Case("an owner acts on a project of no group", "project.submit", "own", (OWNER,), group=""),
    Case("a head of group endorses her own group's", "project.endorse", "own", (Post("group_director@ADM"),), group="ADM"),
    Case("a head of group does not endorse another's", "project.endorse", "other_group", (Post("group_director@ADM"),)),
    Case("two groups, two posts: the fitting one counts", "project.endorse", "own", (Post("group_director@ADM"), HEAD)),
    Case("a school sends its own plan", "school_plan.submit", "own", (Post("school_officer"),)),
    Case("a school does not send another's plan", "school_plan.submit", "other_school", (Post("school_officer@S002"),)),
    Case("a school does not send a plan of no school", "school_plan.submit", "other_school", (Post("school_officer"),), school=""),
    Case("office roles act on every group's items", "project.accept_report", "own", (PLAN,), group="ADM"),
    Case("another office's director is refused", "annual_plan.open_proposals", "other_office", (PLAN,), elsewhere=True),
    # dates of occupancy, both days included
    Case("the day before she takes office", "annual_plan.open_proposals", "no_role", (TERM,), on=BEFORE),
    Case("the first day in office", "annual_plan.open_proposals", "own", (TERM,), on=FIRST),
    Case("the last day in office", "annual_plan.open_proposals", "own", (TERM,), on=LAST),
    Case("the day after", "annual_plan.open_proposals", "no_role", (TERM,), on=AFTER),
    Case("an account not yet in force", "annual_plan.open_proposals", "not_active", (PLAN,), on=BEFORE, active=(FIRST, LAST)),
    Case("an account on its first day", "annual_plan.open_proposals", "own", (PLAN,), on=FIRST, active=(FIRST, LAST)),
    Case("an account on its last day", "annual_plan.open_proposals", "own", (PLAN,), on=LAST, active=(FIRST, LAST)),
    Case("an account that has run out", "annual_plan.open_proposals", "not_active", (PLAN,), on=AFTER, active=(FIRST, LAST)),
    # orders: kind, dates, subjects
    Case("an order to act in a post", "annual_plan.open_proposals", "acting", orders=(Order("plan_director"),)),
    Case("an order to act on behalf", "annual_plan.open_proposals", "on_behalf", orders=(Order("plan_director", "on_behalf"),)),
    Case("the day before the order", "annual_plan.open_proposals", "no_role", orders=(Order("plan_director"),), on=BEFORE),
    Case("the first day of the order", "annual_plan.open_proposals", "acting", orders=(Order("plan_director"),), on=FIRST),
    Case("the last day of the order", "annual_plan.open_proposals", "acting", orders=(Order("plan_director"),), on=LAST),
    Case("the day after the order", "annual_plan.open_proposals", "no_role", orders=(Order("plan_director"),), on=AFTER),
    Case("an order for this kind", "memo.sign", "on_behalf", orders=(Order("area_director", "on_behalf", "memo"),)),
    Case("an order for another kind", "memo.sign", "no_role", orders=(Order("area_director", "on_behalf", "project"),)),
    Case("an order for this step", "memo.sign", "on_behalf", orders=(Order("area_director", "on_behalf", "project.cancel, memo.sign"),)),
    Case("an order for another step of this kind", "memo.sign", "no_role", orders=(Order("area_director", "on_behalf", "memo.send_back"),)),
    Case("an order whose subject only begins alike", "memo.sign", "no_role", orders=(Order("area_director", "on_behalf", "memorandum,mem,memo.sig"),)),
    Case("an order keeps the post's group", "project.endorse", "other_group", orders=(Order("group_director@ADM"),)),
    Case("an order keeps the post's school", "school_plan.submit", "acting", orders=(Order("school_officer"),)),
    Case("her own post comes before one she stands in for", "annual_plan.open_proposals", "own", (PLAN,), (Order("plan_director"),)),
    Case("the role named first comes before her own", "memo.sign", "acting", (Post("deputy_director"),), (Order("area_director"),)),
    Case("an auditor standing in for a director acts", "annual_plan.open_proposals", "acting", (Post("internal_auditor"),), (Order("plan_director"),)),
    Case("an order does not outlive the account", "annual_plan.open_proposals", "not_active", orders=(Order("plan_director"),), on=LAST, active=(LONG_AGO, BEFORE)),
    # separation of duties: the person, her principal, both directions
    Case("nobody signs what she proposed", "memo.sign", "separated", (Post("area_director"),), did=(("propose", "she", ""),)),
    Case("others may sign it", "memo.sign", "own", (Post("area_director"),), did=(("propose", "clerk", ""),)),
    Case("steps that are not set apart do not count", "memo.sign", "own", (Post("area_director"),), did=(("issue", "she", ""),)),
    Case("standing in for who proposed it", "memo.sign", "separated", orders=(Order("area_director"),), did=(("propose", "area_director", ""),)),
    Case("who stood in for her proposed it", "memo.sign", "separated", (Post("area_director"),), did=(("propose", "clerk", "she"),)),
    Case("who stood in for her principal proposed it", "memo.sign", "separated", orders=(Order("area_director"),), did=(("propose", "clerk", "area_director"),)),
    Case("she stood in for another when she proposed it", "memo.sign", "separated", (Post("area_director"),), did=(("propose", "she", "clerk"),)),
    Case("standing in for somebody who had no part in it", "memo.sign", "acting", orders=(Order("area_director"),), did=(("propose", "clerk", "plan_officer"),)),
    Case("the second half first bars the first half too", "memo.propose", "separated", (Post("plan_officer"),), did=(("sign", "she", ""),)),
    Case("three steps apart: the first and the last", "project.authorise", "separated", (Post("area_director"),), did=(("submit", "she", ""), ("endorse", "clerk", ""))),
    Case("the same step again is no second half", "memo.propose", "own", (Post("plan_officer"),), did=(("propose", "she", ""),)),
)  # fmt: skip

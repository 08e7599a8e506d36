"""Which parts of a report are a person's to write: her group's, everybody's, replies; asked by the pages."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from workflow.changes import Hand
from workflow.errors import NotAllowed
from workflow.models import Item
from workflow.permissions import Authority, acts, covering
from workflow.proposals.editors import GROUP, PLAN_GROUP
from workflow.reports.acceleration import LISTED_WHILE, LISTERS, ORDERED
from workflow.reports.writing import GATHERED
from workflow.situation import read

_GATHERS: Final = {"quarterly_report": "consolidate", "annual_report": "start_compiling"}


def _prepares(report: Item) -> str:
    """The step that writing on the report prepares where it stands: orders may be limited to it."""
    if report.state == ORDERED:
        return "close_follow_up"
    gathering = report.state in GATHERED.get(report.kind, ())
    return _GATHERS[report.kind] if gathering else "order_acceleration"


@dataclass(frozen=True, slots=True)
class Parts:
    """What she may write of one report, on the day asked.

    `groups` are the groups (keys) whose part is hers to send in; `gathers` whether she puts the report
    together; `lists` whether she lists the projects below target; `reminds` whether she reminds the silent.
    Each only while the report stands where it can be written. `follows`: replies are waited for.
    """

    groups: frozenset[int]
    gathers: bool
    lists: bool
    follows: bool
    gathering: bool
    reminds: bool
    person_id: int
    hers: tuple[Authority, ...]

    def answers(self, project: Item) -> bool:
        """Whether she answers for a listed project, as `acceleration.reply` decides."""
        return self.follows and any(self._answers(each, project) for each in self.hers)

    def _answers(self, each: Authority, project: Item) -> bool:
        if each.role == "group_director":
            return project.group_id in (None, each.group_id)
        if each.role != "project_owner":
            return False
        if project.owner_id is None:
            return project.group_id in (None, each.group_id)
        return project.owner_id in (self.person_id, each.principal_id)

    def tells_of(self, group_id: int | None) -> bool:
        """Whether she may note a problem of a group's project, or of none."""
        return self.gathers or (self.gathering and group_id in self.groups)


def parts(session: Session, report: Item, hand: Hand) -> Parts:
    """What the person may write of the report now; nothing is held or changed."""
    reading = read(session, report.id, hand.by, hand.day, lock=False)
    roles = (*GROUP, *PLAN_GROUP, *LISTERS)
    try:
        reaching = covering(reading.actor, report.office_id, roles, report.kind, _prepares(report))
    except NotAllowed:
        reaching = []
    hers = tuple(each for each in reaching if acts(each))
    gathering = report.state in GATHERED.get(report.kind, ())
    return Parts(
        groups=frozenset(each.group_id for each in hers if gathering and each.group_id is not None),
        gathers=gathering and any(each.role in PLAN_GROUP for each in hers),
        lists=report.kind == "quarterly_report"
        and report.state in LISTED_WHILE
        and any(each.role in LISTERS for each in hers),
        follows=report.state == ORDERED,
        gathering=gathering,
        reminds=_reminds(report.state == ORDERED, gathering, hers),
        person_id=hand.by,
        hers=hers,
    )


def _reminds(follows: bool, gathering: bool, hers: tuple[Authority, ...]) -> bool:
    """As `reminding.remind` decides."""
    roles = LISTERS if follows else PLAN_GROUP if gathering else ()
    return any(each.role in roles for each in hers)

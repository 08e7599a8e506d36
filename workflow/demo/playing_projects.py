"""How the sample's projects are played: proposed with form and lines, walked, reported."""

from collections.abc import Sequence

from workflow.demo.papers import form_of, report_of
from workflow.demo.projects import Proposed, Walked, interim
from workflow.demo.sample import Project
from workflow.demo.stage import Stage, play, step
from workflow.items import NewItem, open_item
from workflow.money.lines import NewLine, set_requested
from workflow.money.planned import spread
from workflow.proposals.form import save_form
from workflow.proposals.report import save_report


@play.register
def _propose(proposed: Proposed, stage: Stage) -> str:
    """Opens the draft, fills in its form and its lines."""
    project, hand = proposed.project, stage.hand(proposed.by, proposed.at)
    new = NewItem(
        kind="project",
        code=project.code,
        title=project.title,
        fiscal_year=stage.sample.fiscal_year,
        starts_on=project.start,
        ends_on=project.end,
        parent_id=stage.ids[stage.plan],
        group_id=stage.cast.groups[project.group],
        owner_id=hand.by,
    )
    item = open_item(stage.session, stage.cast.office_id, new, by=hand.by, at=hand.at)
    stage.ids[project.code] = item.id
    save_form(stage.session, item, form_of(stage.sample, project), hand)
    set_requested(stage.session, item, _lines(project), _plan(project), hand)
    return project.code


def _plan(project: Project) -> Sequence[int]:
    """What was asked for by quarter, in the proportions of the plan; in the last where there is none."""
    asked = sum(line.requested for line in project.lines)
    return spread(asked, project.planned) if sum(project.planned) else (0, 0, 0, asked)


def _lines(project: Project) -> list[NewLine]:
    return [NewLine(project.fund, line.category, line.sub, line.requested) for line in project.lines]


@play.register
def _walk(walked: Walked, stage: Stage) -> str:
    project, hand = walked.project, stage.hand(walked.by, walked.at)
    if walked.trigger == "submit_report":
        save_report(stage.session, stage.item(project.code), report_of(project), hand)
    step(stage, project.code, walked.trigger, hand, known=_known(stage, walked))
    return f"{project.code} {walked.trigger}"


def _known(stage: Stage, walked: Walked) -> dict[str, str]:
    """What the sample tells besides: the leave to begin before the plan is endorsed."""
    if walked.trigger != "authorise" or not interim(stage.sample, walked.project):
        return {}
    assert stage.sample.additions is not None
    return {"interim_authority": stage.sample.additions.interim_authority}

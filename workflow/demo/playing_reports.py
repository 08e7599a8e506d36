"""How the sample's reports are fed: by every group, by the owners of listed projects, by schools."""

from states.catalogue import catalogue
from workflow.analysis.lines import Line, set_lines
from workflow.analysis.survey import Answer, record_answers
from workflow.demo.invented import MARK
from workflow.demo.reports import Answered, BelowListed, Gathered, Surveyed, Tested
from workflow.demo.stage import Stage, play
from workflow.models import Item
from workflow.money.queries import year_money
from workflow.reports.acceleration import list_below, listed, reply
from workflow.reports.outcomes import record_scores
from workflow.reports.problems import add_problem
from workflow.reports.submissions import submit

_PER_PUPIL = 190_000  # satang: what an invented school has and spends for each


@play.register
def _gather(gathered: Gathered, stage: Stage) -> str:
    report = stage.item(gathered.report)
    for group in stage.sample.groups:
        owner = stage.hand(_owner(stage, group), gathered.at)
        submit(stage.session, report, group, f"ผลการดำเนินงานของกลุ่มประจำไตรมาส ({MARK})", owner)
    hand = stage.hand(gathered.by, gathered.at)
    add_problem(stage.session, report, "problem", f"งบประมาณจัดสรรมาเป็นงวด ({MARK})", hand)
    return f"{gathered.report} submissions"


def _owner(stage: Stage, group: str) -> str:
    return next(
        user.username for user in stage.sample.users if user.role == "project_owner" and user.group == group
    )


@play.register
def _list(below: BelowListed, stage: Stage) -> str:
    list_below(stage.session, stage.item(below.report), stage.hand(below.by, below.at))
    return f"{below.report} below target"


@play.register
def _answer(answered: Answered, stage: Stage) -> str:
    report = stage.item(answered.report)
    for each in listed(stage.session, report.id):
        hand = stage.hand(_owner(stage, each.group), answered.at)
        project = stage.session.get_one(Item, stage.ids[each.code])
        text = f"ปรับแผนการเบิกจ่ายให้แล้วเสร็จในไตรมาสถัดไป ({MARK})"
        reply(stage.session, report, project, text, hand)
    return f"{answered.report} replies"


@play.register
def _survey(surveyed: Surveyed, stage: Stage) -> str:
    item, hand = stage.item(surveyed.paper), stage.hand(surveyed.by, surveyed.at)
    if surveyed.lines:
        set_lines(stage.session, item, _lines(stage, surveyed), hand)
        return f"{surveyed.paper} lines"
    money = year_money(stage.session, item.office_id, item.fiscal_year, hand.day)
    paid = {part.code: (part.in_force, part.disbursed) for part in money.by_group}
    schools = [
        Answer(school=each.code, income=each.students * _PER_PUPIL, expense=each.students * _PER_PUPIL)
        for each in stage.sample.schools
    ]
    groups = [Answer(group=code, income=had, expense=spent) for code, (had, spent) in paid.items()]
    record_answers(stage.session, item, [*schools, *groups], hand)
    return f"{surveyed.paper} answers"


@play.register
def _note_scores(tested: Tested, stage: Stage) -> str:
    assert stage.sample.additions is not None
    hand = stage.hand(tested.by, tested.at)
    scores = stage.sample.additions.scores
    record_scores(stage.session, stage.cast.office_id, scores, f"ผลการทดสอบระดับชาติ ({MARK})", hand)
    return "test scores"


def _lines(stage: Stage, surveyed: Surveyed) -> list[Line]:
    """What came in by fund, and what is planned by category."""
    day = stage.hand(surveyed.by, surveyed.at).day
    money = year_money(stage.session, stage.cast.office_id, stage.sample.fiscal_year, day)
    categories = catalogue().categories
    return [
        *(Line("income", stage.sample.funds[fund.code], fund.received) for fund in money.by_fund),
        *(Line("expense", categories[part.code].th, part.in_force) for part in money.by_category),
    ]

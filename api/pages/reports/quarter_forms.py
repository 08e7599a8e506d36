"""The forms of a quarter's desk: what a group sends in, excuses, problems, the list, replies, reminders."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import RedirectResponse

from api.dependencies import item_seen
from api.pages.page_route import PageRoute
from api.pages.reports.quarter import address, place_of, quarter_page
from api.pages.reports.visit import Typed, Visit, Visiting, form_of, once
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from notifications import asking
from workflow.errors import BadInput, UnknownItem
from workflow.models import Item
from workflow.reports import acceleration, problems, submissions
from workflow.reports.progress import Progress
from workflow.reports.quarter import report_of
from workflow.reports.replies import reply_text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Form = Annotated[Typed, Depends(form_of(quarter_page))]
_PROGRESS, _OUTPUTS, _PROBLEM = "progress:", "outputs:", "problem:"


def asked_report(visit: Visit) -> Item:
    """The report of the quarter in the address; raises NotAllowed, UnknownItem where there is none."""
    must_see_all(visit.who)
    year, quarter = place_of(visit.request)
    found = report_of(visit.session, visit.office_id, year, quarter)
    if found is None:
        raise UnknownItem(f"{year}/{quarter}")
    return item_seen(visit.session, visit.who, found.code)


def there(visit: Visit, anchor: str) -> str:
    return f"{address(*place_of(visit.request))}#{anchor}"


@router.post("/quarter/{year}/{quarter}/submissions")
def send_in(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what a group sends in: of each project, altogether, and the problems it met."""
    report = asked_report(visit)

    def act() -> str:
        codes = [name.removeprefix(_PROGRESS) for name in form.texts if name.startswith(_PROGRESS)]
        rows = [
            Progress(code, form.get(f"{_PROGRESS}{code}"), form.get(f"{_OUTPUTS}{code}")) for code in codes
        ]
        submissions.submit(visit.session, report, form.get("group"), form.get("text"), visit.hand, rows)
        for code in codes:
            text = form.get(f"{_PROBLEM}{code}")
            if text.strip():
                project = item_seen(visit.session, visit.who, code)
                problems.add_problem(visit.session, report, "problem", text, visit.hand, project=project)
        return "sent"

    return once(visit, form, act, there(visit, "groups"))


@router.post("/quarter/{year}/{quarter}/excuses")
def excuse(form: Form, visit: Visiting) -> RedirectResponse:
    """Excuses a group that has sent nothing in."""
    report = asked_report(visit)

    def act() -> str:
        submissions.waive(visit.session, report, form.get("group"), form.get("reason"), visit.hand)
        return "excused"

    return once(visit, form, act, there(visit, "groups"))


@router.post("/quarter/{year}/{quarter}/problems")
def add_problem(form: Form, visit: Visiting) -> RedirectResponse:
    """Notes a problem, an obstacle or a suggestion, or that there were none."""
    report = asked_report(visit)

    def act() -> str:
        note_problem(visit, report, form, form.get("project"))
        return "told"

    return once(visit, form, act, there(visit, "problems"))


def note_problem(visit: Visit, report: Item, form: Typed, code: str) -> None:
    """Adds what was typed, about the project of this code if any; raises as `problems.add_problem`."""
    try:
        project = item_seen(visit.session, visit.who, code) if code.strip() else None
    except UnknownItem as error:
        raise BadInput("project", "unknown", code[:80]) from error
    problems.add_problem(
        visit.session, report, form.get("kind"), form.get("text"), visit.hand, project=project
    )


@router.post("/quarter/{year}/{quarter}/problems/{number}/withdraw")
def withdraw(
    form: Form, visit: Visiting, number: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
) -> RedirectResponse:
    """Takes an entry back while the report is being put together."""
    report = asked_report(visit)

    def act() -> str:
        problems.withdraw_problem(visit.session, report, number, visit.hand)
        return "withdrawn"

    return once(visit, form, act, there(visit, "problems"))


@router.post("/quarter/{year}/{quarter}/acceleration")
def list_below(form: Form, visit: Visiting) -> RedirectResponse:
    """Lists the projects below target; those not ticked are left out, each with its reason."""
    report = asked_report(visit)

    def act() -> str:
        shown = [name.removeprefix("shown:") for name in form.texts if name.startswith("shown:")]
        left_out = {code: form.get(f"reason:{code}") for code in shown if f"listed:{code}" not in form.texts}
        acceleration.list_below(visit.session, report, visit.hand, left_out)
        return "listed"

    return once(visit, form, act, there(visit, "below"))


@router.post("/quarter/{year}/{quarter}/replies")
def reply(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what a listed project answers: cause, remedy, and by when."""
    report = asked_report(visit)

    def act() -> str:
        keep_reply(visit, report, form, form.get("project"))
        return "replied"

    return once(visit, form, act, there(visit, "below"))


def keep_reply(visit: Visit, report: Item, form: Typed, code: str) -> None:
    """Keeps what was typed as the project's answer; raises as `acceleration.reply`."""
    project = item_seen(visit.session, visit.who, code)
    text = reply_text(form.get("cause"), form.get("remedy"), form.day("until"))
    acceleration.reply(visit.session, report, project, text, visit.hand)


@router.post("/quarter/{year}/{quarter}/reminders")
def remind(form: Form, visit: Visiting) -> RedirectResponse:
    """Reminds those whose part is not in, once a day."""
    report = asked_report(visit)

    def act() -> str:
        asking.remind_again(visit.session, report, visit.hand)
        return "reminded"

    return once(visit, form, act, there(visit, "groups"))

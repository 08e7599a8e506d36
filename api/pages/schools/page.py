"""Shows one school: what it is to do now, its plan with the next step, its answers, papers and history."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.items.figures import due_dates
from api.pages.items.now import now_of, state_of
from api.pages.items.story import tell_all
from api.pages.page_route import PageRoute
from api.pages.plan.seat import Seat
from api.pages.schools.seat import AtSchools
from api.plain_text import PlainText
from workflow.analysis.survey import surveys
from workflow.models import Cluster, School
from workflow.proposals.editors import PLAN_GROUP
from workflow.schools.one_school import answers_by, circulars_to, plans_of, story_of
from workflow.schools.sight import school_seen

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/schools/{code}")
def show_school(place: AtSchools, code: PlainText) -> HTMLResponse:
    """One school; those she does not see answer as if there were none."""
    return school_page(place, school_seen(place.session, place.who, code))


def school_page(place: Seat, school: School) -> HTMLResponse:
    """The page; the cards on top are for the school's own people."""
    session, who, words = place.session, place.who, place.words
    plans = plans_of(session, who, school)
    circulars = circulars_to(session, who, school, place.on)
    answers = answers_by(session, school)
    complete = {each.code for each in answers if each.income is not None and each.expense is not None}
    cluster = session.get(Cluster, school.cluster_id) if school.cluster_id else None
    own = school.id in who.school_ids
    return place.page(
        "schools/school.html",
        "schools",
        school=school,
        cluster=cluster,
        own=own,
        opens=place.has(PLAN_GROUP),
        alone=who.bounded and len(who.school_ids) == 1 and not who.cluster_ids,
        plan=now_of(place, plans[0]) if plans else None,
        plans=plans[1:],
        states=[state_of(place, each) for each in plans[1:]],
        due=due_dates(session, plans[:1]),
        waiting=[each for each in surveys(session, place.office_id) if each.code not in complete],
        answers=answers,
        circulars=circulars,
        unread=[each for each in circulars if each.read_at is None],
        told=tell_all(session, story_of(session, who, school), words),
        quote=lambda code: quote(code, safe=""),
    )

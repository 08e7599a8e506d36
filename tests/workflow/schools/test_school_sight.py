"""Which schools somebody sees, and what a school owes besides its plan."""

import pytest
from conftest import LONG_AGO, NOW

from workflow.errors import NotAllowed
from workflow.models import Obligation, Person
from workflow.moments import bangkok_date
from workflow.queries import viewer
from workflow.schools.answering import _owed
from workflow.schools.sight import schools_visible_to

TODAY = bangkok_date(NOW)


def test_whoever_has_no_post_sees_no_school(session, office):
    nobody = Person(office_id=office.id, username="x.t1", name_th="ก", is_service=False, active_from=LONG_AGO)
    session.add(nobody)
    session.flush()
    with pytest.raises(NotAllowed) as caught:
        schools_visible_to(viewer(session, nobody.id, NOW))
    assert caught.value.denial.code == "not_active"


def test_a_school_is_told_what_else_it_owes(session, office):
    plan = office.open(session, "school_plan", "SP1")
    session.add(
        Obligation(
            office_id=office.id,
            item_id=plan.id,
            school_id=office.schools["S001"],
            code="D-SG-03",
            turn=1,
            owed_by="school_officer",
            due_on=TODAY,
            opened_seq=1,
            opened_at=NOW,
            formula="by",
            calendar_version="v",
        )
    )
    session.flush()
    (told,) = _owed(session, office.id, 2561)[office.schools["S001"]]
    assert (told.code, told.item, told.due_on) == ("D-SG-03", "SP1", TODAY)

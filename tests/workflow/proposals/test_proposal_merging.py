"""Which proposals were joined into which, and that no money comes or goes by it."""

import datetime
import json

import pytest
from conftest import NOW, make_office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from workflow.changes import Hand
from workflow.errors import AlreadyExists, BadInput, NotAllowed
from workflow.models import Entry, Fund, ProjectLine
from workflow.proposals.merging import leads_to, lineage, record_merger, requested_by, target_of

ON = datetime.date(2018, 1, 10)


def hand(office, name="committee_secretary"):
    return Hand(office.people[name], NOW)


def projects(session, office, *codes, state="under_screening", satang=100_00, **more):
    fund = session.exec(select(Fund).where(Fund.office_id == office.id)).first()
    if fund is None:
        fund = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        session.add(fund)
        session.flush()
    made = []
    for code in codes:
        item = office.open(session, "project", code, **more)
        item.state = state
        line = {"item_id": item.id, "fund_id": fund.id, "category": "operating", "sub": "services"}
        session.add(ProjectLine(**line, requested=satang, original=satang))
        made.append(item)
    session.flush()
    return made


def merge(session, office, merged, into, **more):
    return record_merger(session, merged, into, "กลุ่มเป้าหมายเดียวกัน", hand(office), on=ON, **more)


def test_a_merger_keeps_what_was_asked_for_and_why(session, office):
    a, b = projects(session, office, "P001", "P002")
    sealed = merge(session, office, a, b)
    (found,) = lineage(session, b.id).merged_in
    assert (
        found.code,
        found.into_id,
        found.requested,
        found.reason,
        found.effective_on,
        found.entry_seq,
    ) == (
        *("P001", b.id, 100_00, "กลุ่มเป้าหมายเดียวกัน", ON),
        sealed.seq,
    )
    entry = session.get_one(Entry, (office.id, sealed.seq))
    assert (entry.kind, entry.item_id, entry.effective_on) == ("merger", a.id, ON)
    assert json.loads(entry.details) == {
        "into": "P002",
        "requested_satang": 100_00,
        "reason": "กลุ่มเป้าหมายเดียวกัน",
    }
    assert (requested_by(session, a.id), requested_by(session, b.id)) == (100_00, 100_00)


def test_a_chain_leads_to_the_last_project_both_ways(session, office):
    a, b, c, alone = projects(session, office, "P001", "P002", "P003", "P004")
    merge(session, office, a, b)
    merge(session, office, b, c)
    assert [lineage(session, each.id).final_id for each in (a, b, c, alone)] == [c.id, c.id, c.id, alone.id]
    assert [each.code for each in lineage(session, a.id).into] == ["P001", "P002"]
    assert [each.code for each in lineage(session, c.id).merged_in] == ["P001", "P002"]
    assert lineage(session, c.id).requested_by_merged == 200_00
    assert [each.code for each in lineage(session, b.id).merged_in] == ["P001"]
    assert (lineage(session, alone.id).into, lineage(session, alone.id).merged_in) == ((), ())
    assert (leads_to(session, a.id, c.id), leads_to(session, c.id, a.id)) == (True, False)


def test_circles_are_refused(session, office):
    a, b, c = projects(session, office, "P001", "P002", "P003")
    merge(session, office, a, b)
    merge(session, office, b, c)
    for merged, into in ((a, a), (c, a), (c, b), (c, c)):
        with pytest.raises(BadInput) as refused:
            merge(session, office, merged, into)
        assert (refused.value.name, refused.value.problem) == ("merge_target", "not_live")
    assert target_of(session, c.id) is None


@pytest.mark.parametrize("state", ["merged", "not_selected", "cancelled"])
def test_nothing_is_joined_into_a_project_that_left_the_plan(session, office, state):
    (a,) = projects(session, office, "P001")
    (gone,) = projects(session, office, "P002", state=state)
    with pytest.raises(BadInput, match="merge_target"):
        merge(session, office, a, gone)


def test_only_projects_of_the_same_office_and_year_are_joined(session, office):
    (a,) = projects(session, office, "P001")
    (later,) = projects(session, office, "P002", fiscal_year=2562)
    other = make_office(session, "T2")
    (elsewhere,) = projects(session, other, "P001")
    for into in (later, elsewhere, office.open(session, "annual_plan", "AP")):
        with pytest.raises(BadInput) as refused:
            merge(session, office, a, into)
        assert (refused.value.name, refused.value.problem) == ("merge_target", "unknown")


@pytest.mark.parametrize("state", ["draft", "submitted", "in_plan", "closed"])
def test_only_what_the_committee_screens_is_joined(session, office, state):
    (a,) = projects(session, office, "P001", state=state)
    (b,) = projects(session, office, "P002")
    with pytest.raises(BadInput) as refused:
        merge(session, office, a, b)
    assert (refused.value.name, refused.value.problem) == ("code", "not_under_screening")


def test_until_the_step_another_project_may_be_named_and_then_no_more(session, office):
    a, b, c = projects(session, office, "P001", "P002", "P003")
    merge(session, office, a, b)
    again = merge(session, office, a, b)
    assert lineage(session, a.id).into[0].entry_seq == again.seq
    merge(session, office, a, c)
    assert target_of(session, a.id) == c.id
    a.state = "merged"
    with pytest.raises(AlreadyExists):
        merge(session, office, a, b)
    assert target_of(session, a.id) == c.id


def test_a_reason_is_needed_and_a_post_that_may(session, office):
    a, b = projects(session, office, "P001", "P002")
    with pytest.raises(BadInput, match="reason"):
        record_merger(session, a, b, " ", hand(office))
    with pytest.raises(NotAllowed):
        record_merger(session, a, b, "เหมือนกัน", hand(office, "project_owner"))
    assert target_of(session, a.id) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(0, 10**12), min_size=2, max_size=6),
    wishes=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12),
)
def test_no_money_is_made_or_lost_by_any_mergers(session, office, amounts, wishes):
    """What the remaining projects asked for and what was joined into them is what all had asked for."""
    with session.begin_nested() as again:
        made = [
            projects(session, office, f"P{n:03}", satang=satang)[0]
            for n, satang in enumerate(amounts, start=1)
        ]
        for one, other in wishes:
            if one < len(made) and other < len(made):
                try:
                    merge(session, office, made[one], made[other])
                except (BadInput, AlreadyExists):
                    continue
        finals = {lineage(session, each.id).final_id for each in made}
        total = sum(
            requested_by(session, each) + lineage(session, each).requested_by_merged for each in finals
        )
        assert total == sum(amounts)
        assert all(lineage(session, each).final_id == each for each in finals)
        again.rollback()

"""What projects of a fiscal year serve."""

import json

import pytest
from conftest import NOW, make_office
from sqlmodel import select

from workflow.changes import Hand
from workflow.errors import AlreadyExists, BadInput, NotAllowed, TooLong
from workflow.models import Entry
from workflow.proposals.goals import add_goal, copy_goals, goals_of, kinds_kept, unaligned


def hand(office, name="plan_officer"):
    return Hand(office.people[name], NOW)


def listed(session, office, year):
    return [(goal.kind, goal.code, goal.name_th) for goal in goals_of(session, office.id, year)]


def test_goals_are_listed_strategies_first_and_by_code(session, office):
    for kind, code in (("policy", "N1"), ("standard", "STD1"), ("strategy", "S2"), ("strategy", "S1")):
        add_goal(session, office.id, 2561, kind, code, f" ชื่อ {code} ", hand(office))
    assert listed(session, office, 2561) == [
        ("strategy", "S1", "ชื่อ S1"),
        ("strategy", "S2", "ชื่อ S2"),
        ("standard", "STD1", "ชื่อ STD1"),
        ("policy", "N1", "ชื่อ N1"),
    ]
    assert listed(session, office, 2562) == []
    assert kinds_kept(session, office.id, 2561) == {"strategy", "standard", "policy"}


def test_a_goal_is_recorded_in_history(session, office):
    sealed = add_goal(session, office.id, 2561, "strategy", "S1", "พัฒนาคุณภาพผู้เรียน", hand(office))
    entry = session.get_one(Entry, (office.id, sealed.seq))
    assert (entry.kind, entry.subject, entry.actor_id) == ("goal", "goal:S1", office.people["plan_officer"])
    assert json.loads(entry.details) == {
        "fiscal_year": 2561,
        "kind": "strategy",
        "added": "พัฒนาคุณภาพผู้เรียน",
    }


@pytest.mark.parametrize(
    "name", ["project_owner", "clerk", "area_director", "internal_auditor", "system_admin"]
)
def test_only_the_plan_group_keeps_goals(session, office, name):
    with pytest.raises(NotAllowed):
        add_goal(session, office.id, 2561, "strategy", "S1", "ก", hand(office, name))
    with pytest.raises(NotAllowed):
        copy_goals(session, office.id, 2560, 2561, hand(office, name))


@pytest.mark.parametrize(
    ("year", "kind", "code", "name", "refused"),
    [
        (2018, "strategy", "S1", "ก", BadInput("fiscal_year", "wrong_era", "2018")),
        (2561, "dream", "S1", "ก", BadInput("kind", "unknown", "dream")),
        (2561, "strategy", " ", "ก", BadInput("code", "empty")),
        (2561, "strategy", "S1", "", BadInput("name_th", "empty")),
        (2561, "strategy", "S" * 41, "ก", TooLong("code", 40, 41)),
    ],
)
def test_what_is_no_goal_is_refused(session, office, year, kind, code, name, refused):
    with pytest.raises(type(refused)) as found:
        add_goal(session, office.id, year, kind, code, name, hand(office))
    assert found.value == refused


def test_a_code_stands_once_in_a_kind_and_year(session, office):
    add_goal(session, office.id, 2561, "strategy", "S1", "ก", hand(office))
    add_goal(session, office.id, 2561, "standard", "S1", "ก", hand(office))
    add_goal(session, office.id, 2562, "strategy", "S1", "ก", hand(office))
    with pytest.raises(AlreadyExists):
        add_goal(session, office.id, 2561, "strategy", "S1", "ข", hand(office))


def test_last_years_goals_are_copied_once_and_what_is_there_stays(session, office):
    other = make_office(session, "T2")
    add_goal(session, other.id, 2560, "strategy", "S9", "ของเขตอื่น", Hand(other.people["plan_officer"], NOW))
    for kind, code in (("strategy", "S1"), ("strategy", "S2"), ("standard", "STD1")):
        add_goal(session, office.id, 2560, kind, code, f"เดิม {code}", hand(office))
    add_goal(session, office.id, 2561, "strategy", "S2", "ใหม่ S2", hand(office))
    assert copy_goals(session, office.id, 2560, 2561, hand(office)) == 2
    assert listed(session, office, 2561) == [
        ("strategy", "S1", "เดิม S1"),
        ("strategy", "S2", "ใหม่ S2"),
        ("standard", "STD1", "เดิม STD1"),
    ]
    before = len(session.exec(select(Entry.seq).where(Entry.office_id == office.id)).all())
    assert copy_goals(session, office.id, 2560, 2561, hand(office)) == 0
    assert len(session.exec(select(Entry.seq).where(Entry.office_id == office.id)).all()) == before


@pytest.mark.parametrize(
    ("kept", "served", "lacking"),
    [
        ((), (), 0),
        (("indicator", "policy"), (), 0),
        (("strategy",), (), 1),
        (("strategy", "standard"), ("strategy",), 1),
        (("strategy", "standard"), ("policy",), 2),
        (("strategy", "standard"), ("strategy", "standard"), 0),
    ],
)
def test_a_strategy_and_a_standard_are_asked_for_where_the_office_keeps_them(kept, served, lacking):
    found = unaligned(kept, served)
    assert (len(found), {gap.field for gap in found}) == (lacking, {"goals"} if lacking else set())

"""What is owed at a state of a path, and by which groups."""

from dataclasses import replace

from conftest import NOW

from states.compile import shipped_definition
from states.workdays import Calendar
from workflow.moments import bangkok_date
from workflow.paths.owing import Owed, _differs, owed_at

TODAY = bangkok_date(NOW)


def test_what_each_group_owes_is_owed_by_those_that_have_not_sent_theirs(session, office):
    item = office.open(session, "quarterly_report", "Q1")
    groups = tuple(office.groups.values())
    owed = Owed(Calendar("v", {}), TODAY, groups, frozenset({(item.id, groups[0])}))
    duty = next(iter(shipped_definition("quarterly_report", "modern_default").duties))
    assert owed.owing(replace(duty, each="group"), item) == groups[1:]
    assert owed.owing(replace(duty, each=""), item) == (item.group_id,)
    assert not _differs(duty, replace(duty, each="reader", owed_by="clerk"))
    assert not _differs(None, duty)
    assert _differs(duty, replace(duty, each="", owed_by="nobody"))


def test_where_nobody_comes_and_where_all_has_ended_nothing_is_owed():
    plan = shipped_definition("annual_plan", "modern_default")
    assert owed_at(plan, "nowhere") == frozenset()
    assert owed_at(plan, "cancelled") == frozenset()
    assert owed_at(plan, plan.initial) == frozenset(plan.opening_duties)

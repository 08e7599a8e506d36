"""What definitions make people owe: a signature is answered on every way out, a publication has a day."""

import pytest

from states.catalogue import catalogue
from states.compile import shipped_definition
from states.model import Definition
from states.source import shipped_kinds, shipped_profiles

EVERY = [(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]
# Where somebody's signature or opinion is waited for, and whose.
SIGNED = {
    ("memo", "pending_group"): ("D-SG-01", "group_director"),
    ("memo", "pending_deputy"): ("D-SG-02", "deputy_director"),
    ("memo", "pending_director"): ("D-SG-03", "area_director"),
    ("annual_plan", "director_review"): ("D-SG-03", "area_director"),
    ("annual_report", "director_review"): ("D-SG-03", "area_director"),
    ("development_plan", "director_review"): ("D-SG-03", "area_director"),
    ("expenditure_analysis", "director_review"): ("D-SG-03", "area_director"),
    ("quarterly_report", "under_review"): ("D-SG-03", "area_director"),
    ("self_assessment", "supervisor_review"): ("D-SG-01", "plan_director"),
}
# Where a paper is ready to be published, and the deadline of it.
PUBLISHED = {
    "annual_plan": ("approved", "D-AP-04"),
    "annual_report": ("ready_to_publish", "D-AR-02"),
    "development_plan": ("approved", "D-DP-02"),
    "expenditure_analysis": ("report_production", "D-EX-02"),
}


def signatures(definition: Definition) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (definition.kind, move.target): (code, definition.duty[code].owed_by)
        for move in definition.transitions
        for code in move.opens
        if code.startswith("D-SG-")
    }


@pytest.mark.parametrize("profile", shipped_profiles())
def test_every_paper_that_waits_for_a_signature_says_whose(profile: str) -> None:
    found = {}
    for kind in shipped_kinds():
        found.update(signatures(shipped_definition(kind, profile)))
    assert found == SIGNED


@pytest.mark.parametrize(("kind", "profile"), EVERY)
def test_a_signature_is_answered_on_every_way_out_and_owed_on_every_way_in(kind: str, profile: str) -> None:
    definition = shipped_definition(kind, profile)
    for (_, state), (code, owed_by) in signatures(definition).items():
        out, into = definition.leaving(state), [m for m in definition.transitions if m.target == state]
        assert [m.trigger for m in out if code not in m.settles and not definition.is_end(m.target)] == []
        assert [m.trigger for m in into if code not in m.opens] == []
        assert [m.trigger for m in into if code in m.settles] == []
        assert any(owed_by in m.by for m in out)


@pytest.mark.parametrize(("kind", "profile"), EVERY)
def test_whatever_is_published_has_a_day_for_it(kind: str, profile: str) -> None:
    definition = shipped_definition(kind, profile)
    publishing = {s: m for m in definition.transitions if m.trigger == "publish" for s in m.sources}
    assert bool(publishing) == (kind in PUBLISHED)
    for state, move in publishing.items():
        ready, code = PUBLISHED[kind]
        assert (state, code in move.settles) == (ready, True)
        entered = [m for m in definition.transitions if m.target == ready]
        assert entered
        assert all(code in m.opens for m in entered)


def test_what_waits_some_days_is_remembered_on_the_short_ladder() -> None:
    short = {code for code, each in catalogue().deadlines.items() if each.ladder == "short"}
    assert short == {"D-SG-01", "D-SG-02", "D-SG-03", "D-RD"}


@pytest.mark.parametrize("profile", shipped_profiles())
def test_who_answers_for_herself(profile: str) -> None:
    told = {
        (kind, duty.code): duty.each
        for kind in shipped_kinds()
        for duty in shipped_definition(kind, profile).duties
        if duty.each
    }
    assert told == {
        ("quarterly_report", "D-QG"): "group",
        ("annual_report", "D-AG"): "group",
        ("meeting", "D-RD"): "reader",
        ("memo", "D-RD"): "reader",
    }

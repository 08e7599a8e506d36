"""Definitions and catalogue use the same words: nothing named is missing, nothing written is unused."""

import re
from collections.abc import Iterator

import pytest

from states.catalogue import catalogue
from states.source import (
    DEFINITIONS,
    PROFILES,
    DefinitionSource,
    MoveSource,
    read_definition,
    read_profile,
    shipped_kinds,
    shipped_profiles,
)

# What no shipped definition or profile names, and why it is kept all the same.
KEPT = {
    "bodies": {
        "plan_committee": "meets inside the office; meetings name it, routes do not",
        "executive_team": "meets inside the office; meetings name it, routes do not",
        "executive_plus_clusters": "meets inside the office; meetings name it, routes do not",
        "expenditure_committee": "meets inside the office; meetings name it, routes do not",
        "school_plan_committee": "meets inside the office; meetings name it, routes do not",
        "kortorpornor": "an office may put it on its own route",
    },
    "documents": {"other_document": "is what people attach of their own accord, no step asks for it"},
    "categories": dict.fromkeys(
        ("personnel", "operating", "investment", "subsidy", "other"),
        "lines of projects name it, definitions do not",
    ),
    "notices": {
        "reminder": "is told by a due date, not by a step",
        "weekly_summary": "is told by the week, not by a step",
        "staffing_gaps": "is told by the look at posts and orders, not by a step",
        "notify_mention": "is told where a message on an item's page calls somebody, not by a step",
        "notify_read_again": "is told where somebody asks the unread again, not by a step",
        "notify_reply_again": "is told where somebody reminds listed projects, not by a step",
        "notify_report_again": "is told where somebody reminds late groups, not by a step",
        "memo_deadline": "is drafted on the morning of a date, not by a step",
    },
    "papers": {
        **dict.fromkeys(("free_memo", "free_letter", "free_circular", "free_order"), "is written by hand"),
        "memo_deadline": "is drafted on the morning of a date, not by a step",
    },
    "resolutions": {
        "approve_in_principle": "is recorded as the answer on changes during the year",
        "assign": "gives somebody work and moves nothing",
    },
    "standards": dict.fromkeys(
        ("M1", "M2", "M3", "M4", "D", "A", "E"), "the self-assessment names it, definitions do not"
    ),
    "roles": {
        "school_cluster_chair": "reads and sits in meetings",
        "internal_auditor": "reads",
        "external_auditor": "reads",
        "system_admin": "configures",
    },
}
RECIPIENTS = {
    "owner",
    "group_director",
    "plan_group",
    "plan_director",
    "area_director",
    "next_actors",
    "all_group_directors",
    "all_staff",
    "all_schools",
    "school",
    "finance_group",
    "project_owners",
    "committee",
    "supervisor",
    "outside_board",
    "outside_agencies",
    "document_recipients",
}
THAI = re.compile("[\u0e00-\u0e7f]")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
ROUTE_PLACEHOLDERS = {"{body}"}


def definitions() -> list[DefinitionSource]:
    return [read_definition(DEFINITIONS / f"{kind}.yaml") for kind in shipped_kinds()]


def moves_of(definition: DefinitionSource) -> Iterator[MoveSource]:
    yield from definition.transitions
    if definition.route:
        for step in definition.route.steps.values():
            yield step.enter
            yield from step.outcomes


def labels() -> Iterator[tuple[str, str, str]]:
    """Where a label stands, its Thai and its English."""
    words = catalogue()
    for name in type(words).model_fields:
        for key, entry in getattr(words, name).items():
            yield f"{name}#{key}", entry.th, entry.en
    for key, body in words.bodies.items():
        yield f"bodies#{key}.short", body.short_th, body.short_en
    for definition in definitions():
        yield definition.kind, definition.th, definition.en
        for name, state in definition.states.items():
            yield f"{definition.kind}.{name}", state.th, state.en
        for move in moves_of(definition):
            yield f"{definition.kind}.{move.t}", move.th, move.en
        for step in definition.route.steps.values() if definition.route else ():
            yield f"{definition.kind}.{step.state.name}", step.state.th, step.state.en


def named() -> dict[str, set[str]]:
    """Every word that a shipped definition or profile names, by the catalogue file it belongs to."""
    found: dict[str, set[str]] = {name: set() for name in type(catalogue()).model_fields}
    for definition in definitions():
        for move in moves_of(definition):
            found["roles"].update(move.by)
            found["guards"].update(move.guards)
            found["documents"].update(move.docs)
            found["notices"].update(move.notify)
            found["papers"].update(code for code in move.notify if catalogue().notices[code].kind != "notice")
            found["resolutions"].update(
                kind for kind, words in catalogue().resolutions.items() if words.fits(move.t)
            )
        found["roles"].update(duty.owed_by for duty in definition.obligations)
        found["deadlines"].update(duty.code for duty in definition.obligations)
        found["deadlines"].update(each.code for each in definition.settles_on_parent)
        found["papers"].update(
            code for code, words in catalogue().papers.items() if definition.kind in words.of
        )
    found["ladders"].update(deadline.ladder for deadline in catalogue().deadlines.values())
    for profile in shipped_profiles():
        routes = read_profile(PROFILES / f"{profile}.yaml").routes.values()
        found["bodies"].update(entry.body for route in routes for entry in route)
    found["roles"].update(role for guard in catalogue().guards.values() for role in guard.supplied_by)
    return found


@pytest.mark.parametrize("part", sorted(type(catalogue()).model_fields))
def test_the_catalogue_holds_what_is_named_and_what_is_kept_for_a_reason(part: str) -> None:
    assert set(getattr(catalogue(), part)) == named()[part] | set(KEPT.get(part, {}))


@pytest.mark.parametrize("part", sorted(KEPT))
def test_what_is_kept_for_a_reason_is_named_nowhere(part: str) -> None:
    assert named()[part] & set(KEPT[part]) == set()


def test_every_name_is_thai_in_thai_and_has_no_thai_letter_in_english() -> None:
    wrong = [where for where, th, en in labels() if not THAI.search(th) or THAI.search(en) or not en.strip()]
    assert wrong == []


def test_subjects_have_the_same_placeholders_in_both_languages() -> None:
    unequal = [
        where
        for where, th, en in labels()
        if sorted(PLACEHOLDER.findall(th)) != sorted(PLACEHOLDER.findall(en))
    ]
    assert unequal == []


def test_only_notices_and_steps_of_a_route_have_placeholders() -> None:
    used = {
        mark
        for where, th, _ in labels()
        if not where.startswith("notices#")
        for mark in PLACEHOLDER.findall(th)
    }
    assert used == ROUTE_PLACEHOLDERS


def test_a_fact_takes_one_kind_of_value_wherever_it_stands() -> None:
    kinds: dict[str, set[str]] = {}
    for guard in catalogue().guards.values():
        for key, kind in guard.facts.items():
            kinds.setdefault(key, set()).add(kind)
    assert {key: found for key, found in kinds.items() if len(found) > 1} == {}


def test_a_role_acts_exactly_where_a_transition_names_it() -> None:
    acting = {name for name, role in catalogue().roles.items() if role.acts}
    assert acting == {role for each in definitions() for move in moves_of(each) for role in move.by}


def test_every_guard_can_be_supplied_and_only_by_roles_that_act() -> None:
    acting = {name for name, role in catalogue().roles.items() if role.acts}
    wrong = [
        name
        for name, guard in catalogue().guards.items()
        if not guard.supplied_by or not set(guard.supplied_by) <= acting
    ]
    assert wrong == []


def test_every_notice_reaches_somebody_of_the_known_recipients() -> None:
    notices = catalogue().notices.values()
    assert {to for notice in notices for to in notice.recipients} == RECIPIENTS
    assert [notice for notice in notices if not notice.recipients or not THAI.search(notice.to_th)] == []


def test_official_papers_close_with_a_phrase_and_messages_do_not() -> None:
    closings = {name: bool(THAI.search(notice.closing)) for name, notice in catalogue().notices.items()}
    assert closings == {name: notice.kind != "notice" for name, notice in catalogue().notices.items()}


def test_what_a_notice_says_is_thai_in_thai_and_has_no_thai_letter_in_english() -> None:
    wrong = [
        name
        for name, notice in catalogue().notices.items()
        for label in (notice.say, notice.closing_label)
        if (label.th or label.en) and (not THAI.search(label.th) or THAI.search(label.en) or not label.en)
    ]
    assert wrong == []


def test_what_a_notice_says_holds_the_same_particulars_in_both_languages() -> None:
    says = {name: notice.say for name, notice in catalogue().notices.items()}
    assert {name: sorted(PLACEHOLDER.findall(each.th)) for name, each in says.items()} == {
        name: sorted(PLACEHOLDER.findall(each.en)) for name, each in says.items()
    }


def test_what_cannot_wait_is_few_and_named() -> None:
    urgent = {name for name, notice in catalogue().notices.items() if notice.urgent}
    assert urgent == {
        "letter_invite_committee",
        "memo_acceleration",
        "memo_returned",
        "notify_next_signer",
        "notify_owner_returned",
    }

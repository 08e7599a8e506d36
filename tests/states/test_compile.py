"""Compiling gives each office exactly its own path, under the names the sample year uses."""

import dataclasses
import json
from typing import Any

import pytest
from sample_year import STEPS

from states.canonical import canonical_json, content_hash, from_canonical
from states.compile import compile_definition, shipped_definition
from states.model import Definition, Ending, Strength
from states.source import (
    DEFINITIONS,
    PROFILES,
    ProfileSource,
    RouteEntry,
    read_definition,
    read_profile,
    shipped_kinds,
    shipped_profiles,
)
from states.verify import verify

SHIPPED = [(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]


def compiled(kind: str, *route: tuple[str, str, str]) -> Definition:
    """`kind` for an office whose route is exactly `route` (slot, body, action)."""
    default = read_profile(PROFILES / "modern_default.yaml")
    entries = tuple(RouteEntry(slot=slot, body=body, action=action) for slot, body, action in route)  # type: ignore[arg-type]
    profile = ProfileSource(profile="own", th="ของตน", en="Own", routes={kind: entries})
    return compile_definition(read_definition(DEFINITIONS / f"{kind}.yaml"), profile, fallback=default)


def path(definition: Definition, *triggers: str) -> list[str]:
    """The states stood in while these triggers are fired from the start."""
    states = [definition.initial]
    for trigger in triggers:
        states.append(definition.moves[states[-1], trigger].target)
    return states


def test_eleven_kinds_and_three_profiles_are_shipped() -> None:
    assert len(shipped_kinds()) == 11
    assert shipped_profiles() == ("modern_default", "phayao2", "uttaradit2_fy2561")


@pytest.mark.parametrize(("kind", "profile"), SHIPPED)
def test_every_shipped_definition_has_nothing_wrong_with_it(kind: str, profile: str) -> None:
    assert [finding.en for finding in verify(shipped_definition(kind, profile))] == []


@pytest.mark.parametrize(("kind", "source", "trigger", "target", "role"), STEPS)
def test_every_step_of_the_sample_year_can_be_taken(
    kind: str, source: str, trigger: str, target: str, role: str
) -> None:
    move = shipped_definition(kind, "uttaradit2_fy2561").moves[source, trigger]
    assert move.target == target
    assert role in move.by


def test_uttaradit_sends_the_annual_plan_through_the_subcommittee_to_the_board() -> None:
    definition = shipped_definition("annual_plan", "uttaradit2_fy2561")
    assert path(
        definition,
        "open_proposals",
        "close_proposals",
        "record_committee_resolution",
        "submit_to_director",
        "submit_to_subcommittee",
        "record_subcommittee_endorsed",
        "record_board_endorsed_with_changes",
        "confirm_revision",
        "publish",
        "start_execution",
        "begin_year_end",
        "close",
    ) == [
        "preparing",
        "proposals_open",
        "committee_review",
        "drafting",
        "director_review",
        "subcommittee_review",
        "board_review",
        "revising",
        "approved",
        "published",
        "in_execution",
        "year_end_summary",
        "closed",
    ]


@pytest.mark.parametrize(
    ("kind", "profile", "bodies", "routed"),
    [
        (
            "annual_plan",
            "uttaradit2_fy2561",
            ("subcommittee_review", "board_review"),
            {
                "submit_to_subcommittee",
                "record_subcommittee_endorsed",
                "record_subcommittee_revise",
                "record_subcommittee_deferred",
                "record_board_endorsed",
                "record_board_endorsed_with_changes",
                "record_board_rejected",
                "record_board_deferred",
            },
        ),
        (
            "annual_plan",
            "phayao2",
            ("board_review",),
            {
                "submit_to_board",
                "record_board_endorsed",
                "record_board_endorsed_with_changes",
                "record_board_rejected",
                "record_board_deferred",
            },
        ),
        (
            "annual_report",
            "uttaradit2_fy2561",
            ("subcommittee_ack", "board_ack"),
            {"send_to_subcommittee", "record_subcommittee_ack", "record_board_ack"},
        ),
        ("annual_report", "phayao2", ("board_ack",), {"send_to_board", "record_board_ack"}),
        ("plan_amendment", "uttaradit2_fy2561", ("reported_to_board",), {"report_to_board"}),
        ("plan_amendment", "phayao2", ("reported_to_board",), {"report_to_board"}),
        ("development_plan", "uttaradit2_fy2561", (), {"director_approve_final"}),
        (
            "development_plan",
            "phayao2",
            ("board_review",),
            {
                "submit_to_board",
                "record_board_endorsed",
                "record_board_endorsed_with_changes",
                "record_board_rejected",
                "record_board_deferred",
            },
        ),
    ],
)
def test_a_route_gives_its_bodies_names_and_no_others(
    kind: str, profile: str, bodies: tuple[str, ...], routed: set[str]
) -> None:
    definition = shipped_definition(kind, profile)
    assert tuple(state.name for state in definition.states if state.body) == bodies
    words = ("subcommittee", "board_", "_board", "approve_final")
    amendments_own = {"record_board_approved", "record_board_rejected", "refer_to_board", "close_no_board"}
    named = {trigger for trigger in definition.triggers if any(word in trigger for word in words)}
    if kind == "plan_amendment":
        named -= amendments_own
    assert named == routed


def test_phayao_sends_the_annual_plan_straight_to_the_board() -> None:
    definition = shipped_definition("annual_plan", "phayao2")
    assert definition.moves["director_review", "submit_to_board"].target == "board_review"
    assert definition.moves["board_review", "record_board_endorsed"].target == "approved"
    assert "subcommittee" not in canonical_json(definition)


@pytest.mark.parametrize(
    ("kind", "source", "trigger", "target"),
    [
        ("annual_plan", "director_review", "director_approve_final", "approved"),
        ("annual_report", "director_review", "approve_without_board", "ready_to_publish"),
        ("development_plan", "director_review", "director_approve_final", "approved"),
        ("plan_amendment", "circulated", "close_no_board", "closed"),
    ],
)
def test_without_a_route_the_paper_ends_inside_the_office(
    kind: str, source: str, trigger: str, target: str
) -> None:
    definition = compiled(kind)
    assert definition.moves[source, trigger].target == target
    assert [state.name for state in definition.states if state.body] == []
    assert not {"revising", "awaiting_board"} & set(definition.by_state)
    assert verify(definition) == ()


@pytest.mark.parametrize("kind", ["annual_plan", "annual_report", "development_plan", "plan_amendment"])
@pytest.mark.parametrize("last", ["consider", "endorse", "acknowledge"])
def test_three_bodies_follow_one_another_whatever_each_is_asked(kind: str, last: str) -> None:
    definition = compiled(
        kind,
        ("subcommittee", "quality_subcommittee", "consider"),
        ("area", "area_committee", "acknowledge"),
        ("board", "provincial_board", last),
    )
    assert verify(definition) == ()
    assert [state.body for state in definition.states if state.body] == [
        "quality_subcommittee",
        "area_committee",
        "provincial_board",
    ]
    standing = [state.name for state in definition.states if state.body]
    following = {
        state: {move.target for move in definition.leaving(state) if not move.send_back} for state in standing
    }
    assert standing[1] in following[standing[0]]
    assert standing[2] in following[standing[1]]
    assert not {standing[0], standing[1]} & following[standing[2]]


def test_a_kind_the_profile_leaves_out_takes_the_default_route() -> None:
    phayao = shipped_definition("plan_amendment", "phayao2")
    default = shipped_definition("plan_amendment", "modern_default")
    assert phayao.route == default.route
    assert phayao.transitions == default.transitions


def test_a_guard_marked_soft_in_the_file_or_the_catalogue_is_soft() -> None:
    meeting = shipped_definition("meeting", "phayao2").moves["planned", "invite"]
    assert {use.name: use.strength for use in meeting.guards} == {
        "agenda_ready": Strength.HARD,
        "notice_period_ok_or_urgent": Strength.SOFT,
    }


def test_a_profile_may_move_a_deadline() -> None:
    default = read_profile(PROFILES / "modern_default.yaml")
    profile = ProfileSource(
        profile="own", th="ของตน", en="Own", routes={}, deadlines={"D-QR": {"plus_days": 20}}
    )
    source = read_definition(DEFINITIONS / "quarterly_report.yaml")
    assert compile_definition(source, profile, fallback=default).duty["D-QR"].rule == {
        "quarter_end": "item",
        "plus_days": 20,
        "roll": "next_workday",
    }


@pytest.mark.parametrize(("kind", "profile"), SHIPPED)
def test_what_is_read_back_is_what_was_written(kind: str, profile: str) -> None:
    definition = shipped_definition(kind, profile)
    again = from_canonical(canonical_json(definition))
    assert again == definition
    assert content_hash(again) == content_hash(definition)


def test_the_same_files_give_the_same_hash_every_time() -> None:
    fallback = read_profile(PROFILES / "modern_default.yaml")
    hashes = {
        content_hash(
            compile_definition(
                read_definition(DEFINITIONS / "annual_plan.yaml"),
                read_profile(PROFILES / "uttaradit2_fy2561.yaml"),
                fallback=fallback,
            )
        )
        for _ in range(5)
    }
    assert hashes == {content_hash(shipped_definition("annual_plan", "uttaradit2_fy2561"))}


def test_no_two_shipped_definitions_share_a_hash() -> None:
    assert len({content_hash(shipped_definition(*each)) for each in SHIPPED}) == len(SHIPPED)


def _altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return {"hard": "soft", "soft": "hard", "open": "done", "done": "open", "abandoned": "done"}.get(
        value, f"{value}x"
    )


def _leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every single value in a JSON document."""
    if isinstance(value, dict):
        return [way for key in value for way in _leaves(value[key], (*at, key))]
    if isinstance(value, list):
        return [way for number, each in enumerate(value) for way in _leaves(each, (*at, number))]
    return [at]


@pytest.mark.parametrize("kind", shipped_kinds())
def test_any_single_value_changed_changes_the_hash(kind: str) -> None:
    definition = shipped_definition(kind, "uttaradit2_fy2561")
    text, name = canonical_json(definition), content_hash(definition)
    ways = _leaves(json.loads(text))
    assert len(ways) > 100
    seen = {name}
    for way in ways[:: max(1, len(ways) // 200)]:
        raw = json.loads(text)
        inside = raw
        for key in way[:-1]:
            inside = inside[key]
        inside[way[-1]] = _altered(inside[way[-1]])
        seen.add(content_hash(from_canonical(json.dumps(raw))))
    assert len(seen) == len(ways[:: max(1, len(ways) // 200)]) + 1


def test_moves_in_another_order_are_another_definition() -> None:
    definition = shipped_definition("memo", "phayao2")
    turned = dataclasses.replace(definition, transitions=definition.transitions[::-1])
    assert content_hash(turned) != content_hash(definition)


def test_every_definition_has_a_good_end_and_cites_a_source_for_every_move() -> None:
    for kind, profile in SHIPPED:
        definition = shipped_definition(kind, profile)
        assert any(state.ending is Ending.DONE for state in definition.states)
        assert all(move.sources_cited for move in definition.transitions)


@pytest.mark.parametrize(
    ("bodies", "told"),
    [((), None), (("board",), "reported_to_board"), (("board", "council"), "reported_to_council")],
)
def test_a_change_under_the_approval_in_principle_is_owed_to_the_boards_until_the_last_is_told(
    bodies: tuple[str, ...], told: str | None
) -> None:
    """U-D6: nobody owes it where the board has decided beforehand, nor where there is no board."""
    route = [(slot, "provincial_board", "acknowledge") for slot in bodies]
    definition = compiled("plan_amendment", *route)
    opened = [move.trigger for move in definition.transitions if "D-AM-03" in move.opens]
    settled = [move.target for move in definition.transitions if "D-AM-03" in move.settles]
    assert (opened, settled) == ((["adopt"], [told]) if told else ([], []))
    assert ("D-AM-03" in definition.duty) == bool(told)
    assert list(verify(definition)) == []

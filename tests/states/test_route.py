"""An office's route of bodies becomes states and moves, or is refused by name."""

import pytest
from pydantic import ValidationError

from states.catalogue import catalogue
from states.findings import Finding
from states.model import Label
from states.route import UnknownAction, expand
from states.source import DEFINITIONS, ProfileSource, RouteEntry, Settings, read_definition

PLAN = read_definition(DEFINITIONS / "annual_plan.yaml")
MEMO = read_definition(DEFINITIONS / "memo.yaml")
BOARD = RouteEntry(slot="board", body="provincial_board", action="endorse")


def test_a_body_lends_its_short_name_to_its_state_in_both_languages() -> None:
    body = catalogue().bodies["provincial_board"]
    (state,) = expand(PLAN, (BOARD,), catalogue()).states
    assert state == (
        "board_review",
        Label(f"{body.short_th} พิจารณา", f"{body.short_en} considering"),
        "provincial_board",
    )


def test_no_braces_are_left_in_any_name() -> None:
    expansion = expand(PLAN, (BOARD, BOARD.model_copy(update={"slot": "second"})), catalogue())
    for move in expansion.moves:
        assert "{" not in "".join((move.t, move.th, move.en, move.to, *move.from_states))


def test_without_a_route_the_placeholders_stand_for_nothing() -> None:
    expansion = expand(PLAN, (), catalogue())
    assert (expansion.states, expansion.moves) == ((), ())
    assert expansion.names("{route}") == expansion.names("{enter}") == expansion.names("{last}") == ()
    assert expansion.names("drafting") == ("drafting",)


def test_a_kind_without_boards_ignores_a_route() -> None:
    assert expand(MEMO, (BOARD,), catalogue()).states == ()


def test_only_the_first_body_is_entered_and_only_the_last_approves() -> None:
    second = RouteEntry(slot="second", body="area_committee", action="endorse")
    expansion = expand(PLAN, (BOARD, second), catalogue())
    assert [m.t for m in expansion.moves if m.t.startswith("submit_to")] == ["submit_to_board"]
    ends = {m.t: m.to for m in expansion.moves if m.t.endswith("_endorsed")}
    assert ends == {"record_board_endorsed": "second_review", "record_second_endorsed": "approved"}
    assert [m.t for m in expansion.moves if m.t.endswith("with_changes")] == [
        "record_second_endorsed_with_changes"
    ]


def test_an_action_the_kind_has_no_step_for_is_refused() -> None:
    assert PLAN.route is not None
    steps = {name: step for name, step in PLAN.route.steps.items() if name != "endorse"}
    source = PLAN.model_copy(update={"route": PLAN.route.model_copy(update={"steps": steps})})
    with pytest.raises(UnknownAction) as caught:
        expand(source, (BOARD,), catalogue())
    refusal = caught.value
    assert (refusal.kind, refusal.slot, refusal.action) == ("annual_plan", "board", "endorse")
    said = Finding("route_action_unknown", refusal.kind, "own", refusal.action, refusal.slot)
    assert "board" in said.en
    assert "endorse" in said.th


def test_a_slot_stands_once_in_a_route() -> None:
    with pytest.raises(ValidationError, match="a slot stands twice"):
        ProfileSource(profile="own", th="ก", en="A", routes={"annual_plan": (BOARD, BOARD)})


@pytest.mark.parametrize("slot", ["Board", "1st", "the board", "", "กศจ"])
def test_a_slot_is_a_name(slot: str) -> None:
    with pytest.raises(ValidationError):
        RouteEntry(slot=slot, body="provincial_board", action="endorse")


@pytest.mark.parametrize("quorum", ["0/2", "half", "1/0", "50%"])
def test_a_quorum_is_a_fraction(quorum: str) -> None:
    with pytest.raises(ValidationError):
        Settings(quorum=quorum)

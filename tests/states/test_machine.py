"""The machine knows the graph and nothing else, is shared, and has no way past it."""

import pytest

from states.canonical import from_canonical
from states.compile import shipped_definition
from states.machine import Graph, Token, graph
from states.model import Definition
from states.source import shipped_kinds, shipped_profiles

SHIPPED = [shipped_definition(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]
# Names that a careless machine would answer to: its own methods, and jumps to states.
WRONG = ("to_closed", "to", "state", "trigger", "is_draft", "may_submit", "__class__", "add_model", "")


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda d: f"{d.kind} {d.profile}")
def test_looking_a_move_up_answers_as_firing_it_does(definition: Definition) -> None:
    """For every state and every trigger there is, right and wrong, and for the definition's own table."""
    shared = graph(definition)
    everything = sorted({t for each in SHIPPED for t in each.triggers})[
        :: 1 if definition.kind == "memo" else 7
    ]
    for state in definition.by_state:
        for trigger in (*definition.triggers, *everything, *WRONG):
            move = definition.moves.get((state, trigger))
            expected = move.target if move else None
            assert shared.target(state, trigger) == expected
            assert shared.fire(state, trigger) == expected


def test_no_trigger_jumps_to_a_state() -> None:
    for definition in SHIPPED:
        assert set(graph(definition).machine.events) == definition.triggers
        token = Token()
        shared = Graph(definition)
        shared.machine.add_model(token)
        assert not [name for name in dir(token) if name.startswith("to_")]


def test_equal_definitions_share_one_machine() -> None:
    definition = shipped_definition("memo", "phayao2")
    again = from_canonical_twice(definition)
    assert again is not definition
    assert graph(again) is graph(definition)
    assert graph(shipped_definition("memo", "modern_default")) is not graph(definition)


def from_canonical_twice(definition: Definition) -> Definition:
    from states.canonical import canonical_json

    return from_canonical(canonical_json(definition))


def test_the_machine_keeps_no_models() -> None:
    shared = graph(shipped_definition("project", "uttaradit2_fy2561"))
    for trigger in ("submit", "nonsense", "endorse"):
        shared.fire("draft", trigger)
    assert shared.machine.models == []


def test_an_unknown_state_leads_nowhere() -> None:
    assert graph(shipped_definition("memo", "phayao2")).target("nowhere", "sign") is None

"""The drawn path is exactly the definition's: every state, every move, nothing else."""

import re
from dataclasses import replace

import pytest

from states.compile import shipped_definition
from states.diagram import dot, mermaid
from states.model import Definition, Ending, Label
from states.source import shipped_kinds, shipped_profiles

SHIPPED = [shipped_definition(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]


def edges(definition: Definition) -> list[tuple[str, str]]:
    return sorted((source, move.target) for move in definition.transitions for source in move.sources)


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda d: f"{d.kind} {d.profile}")
@pytest.mark.parametrize("language", ["th", "en"])
def test_both_drawings_have_every_state_and_every_move(definition: Definition, language: str) -> None:
    names = sorted(state.name for state in definition.states)
    graphviz, chart = dot(definition, language), mermaid(definition, language)
    assert sorted(re.findall(r"^  (\w+) \[label", graphviz, re.MULTILINE)) == names
    assert sorted(re.findall(r"^  (\w+) -> (\w+) \[", graphviz, re.MULTILINE)) == edges(definition)
    assert len(re.findall(r"^  state ", chart, re.MULTILINE)) == len(names)
    assert len(re.findall(r"^  \S+ --> \S+: ", chart, re.MULTILINE)) == len(edges(definition))
    ends = [state for state in definition.states if state.ending is not Ending.OPEN]
    assert graphviz.count("peripheries=2") == len(ends) == chart.count("--> [*]")
    for state in definition.states:
        shown = state.label.in_language(language).replace(";", " ")  # both languages end a line with it
        assert shown in graphviz
        assert shown in chart


def test_send_backs_are_dashed() -> None:
    definition = shipped_definition("memo", "phayao2")
    dashed = re.findall(r"^  (\w+) -> (\w+) \[.*style=dashed", dot(definition), re.MULTILINE)
    assert sorted(dashed) == sorted(
        (s, m.target) for m in definition.transitions if m.send_back for s in m.sources
    )


def test_an_office_without_a_subcommittee_sees_none() -> None:
    assert "subcommittee" not in mermaid(shipped_definition("annual_plan", "phayao2"), "en").lower()
    assert "subcommittee_review" in dot(shipped_definition("annual_plan", "uttaradit2_fy2561"))


def test_a_name_cannot_break_out_of_its_label() -> None:
    memo = shipped_definition("memo", "phayao2")
    evil = 'x"]; evil -> draft [label="y:z;#\n'
    states = (replace(memo.states[0], label=Label(evil, evil)), *memo.states[1:])
    definition = replace(memo, states=states)
    drawn = dot(definition)
    assert sorted(re.findall(r"^  (\w+) -> (\w+) \[", drawn, re.MULTILINE)) == edges(definition)
    assert drawn.count("\n") == dot(memo).count("\n")
    assert drawn.count('"') == dot(memo).count('"')
    assert mermaid(definition).count("\n") == mermaid(memo).count("\n")

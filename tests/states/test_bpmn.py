"""A path as BPMN 2.0 says what the definition says, holds together, and can be drawn as it is."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring

from states.bpmn import bpmn, process
from states.compile import shipped_definition
from states.model import Definition, Ending, Label
from states.source import shipped_kinds, shipped_profiles

SHIPPED = [shipped_definition(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
LINE = "{http://www.omg.org/spec/DD/20100524/DI}"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NODES = [
    f"{MODEL}{kind}" for kind in ("startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway")
]
every_path = pytest.mark.parametrize("definition", SHIPPED, ids=lambda d: f"{d.kind} {d.profile}")


def read(definition: Definition, language: str = "th") -> ET.Element:
    found: ET.Element = fromstring(bpmn(definition, language))
    return found


def the(element: ET.Element, tag: str) -> ET.Element:
    [found] = element.iter(f"{MODEL}{tag}")
    return found


def nodes(root: ET.Element) -> dict[str, ET.Element]:
    return {each.attrib["id"]: each for each in the(root, "process") if each.tag in NODES}


def flows(root: ET.Element) -> dict[str, ET.Element]:
    return {each.attrib["id"]: each for each in root.iter(f"{MODEL}sequenceFlow")}


def moves(root: ET.Element) -> list[tuple[str, str, str]]:
    """What a reader of the file takes for the steps: from which state, by what name, to which state."""
    known, found = nodes(root), []
    before = {flow.attrib["targetRef"]: flow.attrib["sourceRef"] for flow in flows(root).values()}
    for flow in flows(root).values():
        if "name" in flow.attrib:
            source = flow.attrib["sourceRef"]
            if known[source].tag == f"{MODEL}exclusiveGateway":
                source = before[source]
            names = (known[source].attrib["name"], known[flow.attrib["targetRef"]].attrib["name"])
            found.append((names[0], flow.attrib["name"], names[1]))
    return sorted(found)


@every_path
@pytest.mark.parametrize("language", ["th", "en"])
def test_its_steps_are_those_of_the_definition(definition: Definition, language: str) -> None:
    label = {state.name: state.label.in_language(language) for state in definition.states}
    wanted = sorted(
        (label[source], move.label.in_language(language), label[move.target])
        for move in definition.transitions
        for source in move.sources
    )
    assert moves(read(definition, language)) == wanted


@every_path
def test_every_state_is_a_task_or_an_end_and_can_be_reached_from_the_start(definition: Definition) -> None:
    root = read(definition)
    known = nodes(root)
    tasks = [n.attrib["name"] for n in known.values() if n.tag.endswith("Task")]
    ends = [n.attrib["name"] for n in known.values() if n.tag == f"{MODEL}endEvent"]
    by_ending = {
        done: sorted(s.label.th for s in definition.states if (s.ending is Ending.OPEN) is not done)
        for done in (True, False)
    }
    assert (sorted(tasks), sorted(ends)) == (by_ending[False], by_ending[True])
    [start] = [name for name, node in known.items() if node.tag == f"{MODEL}startEvent"]
    reached, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += [
            flow.attrib["targetRef"]
            for flow in flows(root).values()
            if flow.attrib["sourceRef"] == here and flow.attrib["targetRef"] not in reached
        ]
    assert reached == set(known)


@every_path
def test_ids_are_unique_names_and_what_refers_to_them_finds_them(definition: Definition) -> None:
    root = read(definition)
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not NCNAME.fullmatch(name)] == []
    known, lines = nodes(root), flows(root)
    for flow in lines.values():
        assert {flow.attrib["sourceRef"], flow.attrib["targetRef"]} <= known.keys()
    for name, node in known.items():
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            said = [each.text for each in node.findall(f"{MODEL}{tag}")]
            assert said == [flow for flow, each in lines.items() if each.attrib[end] == name]
    assert [each.attrib["bpmnElement"] for each in root.iter(f"{DI}BPMNEdge")] == list(lines)


@every_path
def test_who_decides_between_several_ways_does_so_at_a_gateway(definition: Definition) -> None:
    root = read(definition)
    for node in nodes(root).values():
        leaving = len(node.findall(f"{MODEL}outgoing"))
        kind = node.tag.removeprefix(MODEL)
        allowed = {"startEvent": leaving == 1, "endEvent": leaving == 0, "exclusiveGateway": leaving > 1}
        assert allowed.get(kind, leaving == 1), node.attrib["id"]


@every_path
def test_every_node_is_in_one_lane_and_every_lane_is_a_role(definition: Definition) -> None:
    root = read(definition)
    refs = [each.text for each in root.iter(f"{MODEL}flowNodeRef")]
    assert sorted(map(str, refs)) == sorted(nodes(root))
    lanes = {each.attrib["id"].removeprefix("lane_") for each in root.iter(f"{MODEL}lane")}
    assert lanes <= {role for move in definition.transitions for role in move.by}


def box(shape: ET.Element) -> tuple[float, float, float, float]:
    bounds = shape.find(f"{DC}Bounds")
    assert bounds is not None
    x, y, width, height = (float(bounds.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def shapes(root: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    return {each.attrib["bpmnElement"]: box(each) for each in root.iter(f"{DI}BPMNShape")}


@every_path
@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_in_the_picture_lies_on_something_else(definition: Definition, language: str) -> None:
    """Nodes apart from one another, each within its lane, lanes within the pool; no line through a node."""
    root = read(definition, language)
    drawn = shapes(root)
    own = {name: drawn[name] for name in nodes(root)}
    for name, (left, top, right, bottom) in own.items():
        for other, (l2, t2, r2, b2) in own.items():
            assert name == other or right <= l2 or r2 <= left or bottom <= t2 or b2 <= top, (name, other)
    for lane in root.iter(f"{MODEL}lane"):
        left, top, right, bottom = drawn[lane.attrib["id"]]
        for ref in lane.iter(f"{MODEL}flowNodeRef"):
            l2, t2, r2, b2 = own[str(ref.text)]
            assert left <= l2 < r2 <= right, ref.text
            assert top <= t2 < b2 <= bottom, ref.text
        pool = drawn["pool"]
        assert pool[0] <= left < right <= pool[2]
        assert pool[1] <= top < bottom <= pool[3]
    for edge in root.iter(f"{DI}BPMNEdge"):
        corners = [(float(p.attrib["x"]), float(p.attrib["y"])) for p in edge.iter(f"{LINE}waypoint")]
        for (x1, y1), (x2, y2) in pairwise(corners):
            assert x1 == x2 or y1 == y2, edge.attrib["id"]
            for name, (left, top, right, bottom) in own.items():
                apart = max(x1, x2) <= left or right <= min(x1, x2)
                apart = apart or max(y1, y2) <= top or bottom <= min(y1, y2)
                assert apart, (edge.attrib["id"], name)


@every_path
def test_lines_begin_and_end_at_the_nodes_they_join(definition: Definition) -> None:
    root = read(definition)
    drawn, lines = shapes(root), flows(root)
    for edge in root.iter(f"{DI}BPMNEdge"):
        flow = lines[edge.attrib["bpmnElement"]]
        corners = [(float(p.attrib["x"]), float(p.attrib["y"])) for p in edge.iter(f"{LINE}waypoint")]
        for (x, y), end in ((corners[0], "sourceRef"), (corners[-1], "targetRef")):
            left, top, right, bottom = drawn[flow.attrib[end]]
            assert left <= x <= right, flow.attrib["id"]
            assert top <= y <= bottom, flow.attrib["id"]


def test_a_step_says_who_may_take_it_and_what_it_asks_for() -> None:
    definition = shipped_definition("memo", "modern_default")
    found = process(definition)
    for flow in found.flows:
        assert bool(flow.told) == bool(flow.name)
    step = next(flow for flow in found.flows if flow.id == "step_draft_propose")
    move = definition.moves[("draft", "propose")]
    assert step.told.startswith(f"{move.label.th}: ")


def test_only_a_state_that_the_system_alone_leaves_is_the_systems_task() -> None:
    definition = shipped_definition("memo", "modern_default")
    state = next(s for s in definition.states if s.ending is Ending.OPEN)
    alone = replace(
        definition,
        transitions=tuple(
            replace(move, by=("system",)) if state.name in move.sources else move
            for move in definition.transitions
        ),
    )
    kinds = {node.state: node.kind for node in process(alone).nodes if node.kind.endswith("Task")}
    assert kinds[state.name] == "serviceTask"
    assert {each.kind for each in process(definition).nodes} & {"serviceTask"} == set()


def test_whatever_a_name_holds_the_file_is_well_formed_and_gives_it_back() -> None:
    definition = shipped_definition("memo", "modern_default")
    hostile = '<b> & "q" \' ]]> =cmd() \U0001f600\nline'
    first = replace(definition.states[0], label=Label(hostile + "\x01\ud800", "x"))
    root = read(replace(definition, states=(first, *definition.states[1:])))
    names = {node.attrib.get("name") for node in nodes(root).values()}
    assert hostile + "\ufffd\ufffd" in names


def test_the_path_s_own_name_may_hold_anything_too() -> None:
    named = replace(SHIPPED[0], label=Label("ก\x01", "A\x02"))
    assert the(read(named), "participant").attrib["name"] == "ก\ufffd"
    said = the(read(named, "en"), "process").find(f"{MODEL}documentation")
    assert said is not None
    assert str(said.text).startswith("ก\ufffd · A\ufffd")


def test_names_that_would_make_one_id_get_two() -> None:
    definition = shipped_definition("memo", "modern_default")
    old = definition.states[0].name
    other = definition.states[1].name
    renamed = {old: "a b", other: "a_b"}
    changed = replace(
        definition,
        initial=renamed.get(definition.initial, definition.initial),
        states=tuple(replace(s, name=renamed.get(s.name, s.name)) for s in definition.states),
        transitions=tuple(
            replace(
                m,
                sources=tuple(renamed.get(s, s) for s in m.sources),
                target=renamed.get(m.target, m.target),
            )
            for m in definition.transitions
        ),
        must_pass=(),
    )
    root = read(changed)
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert moves(root) == moves(read(definition))

"""The path of a definition as BPMN 2.0: states as tasks in the lanes of those who act, steps as named flows.

A state in which the item waits for somebody is a task in the lane of the role that takes it on; where several
steps lead out of it, an exclusive gateway follows. States at which the path ends are end events. The picture
(diagram interchange) comes along, so that bpmn.io and Camunda Modeler open the file as it is.
"""

import re
import xml.etree.ElementTree as ET  # it writes here and reads nothing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from states.bpmn_layout import Drawn, drawn
from states.catalogue import catalogue
from states.legible import printable
from states.main_path import Way, way
from states.model import Definition, Label, State, Transition

_BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
_LINES: Final = "http://www.omg.org/spec/DD/20100524/DI"
_PREFIXES: Final = (("", _BPMN), ("bpmndi", _DI), ("dc", _DC), ("di", _LINES))
Kind = Literal["startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway"]
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True)
class Node:
    """An event, task or gateway; `state` is the name of the state it stands for or follows."""

    id: str
    kind: Kind
    name: str
    lane: str
    state: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A way from one node to another; `name` is the step's, empty between a task and its gateway."""

    id: str
    source: str
    target: str
    name: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """What the file says, before it is written: lanes by role, in the order in which the path meets them."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    lanes: Mapping[str, str] = field(default_factory=dict)


def bpmn(definition: Definition, language: str = "th") -> str:
    """The definition as a BPMN 2.0 file (XML) with its picture, worded in `language` (th or en)."""
    found = process(definition, language)
    picture = drawn(found.nodes, found.flows, found.lanes, way(definition).path)
    root = ET.Element("definitions", _root(definition))
    _collaboration(root, definition, language)
    _process(root, definition, found)
    _diagram(root, found, picture)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def process(definition: Definition, language: str = "th") -> Process:
    """The nodes and flows of the path."""
    known = way(definition)
    lanes = {state.name: _lane(definition, known, state) for state in definition.states}
    for state in definition.states:  # an end stands with whoever leads to it
        if definition.is_end(state.name):
            into = next((m for m in definition.transitions if m.target == state.name), None)
            lanes[state.name] = lanes[into.sources[0]] if into else lanes[definition.initial]
    builder = _Builder(definition, language, lanes)
    builder.build()
    order = dict.fromkeys(lanes[name] for name in (*known.path, *definition.by_state))
    roles = catalogue().roles
    named = {role: roles[role].label.in_language(language) if role in roles else role for role in order}
    return Process(tuple(builder.nodes), tuple(builder.flows), named)


def _lane(definition: Definition, known: Way, state: State) -> str:
    """The role that takes the item on from here: the first named for the step along the way."""
    moves = definition.leaving(state.name)
    ahead = [move for move in moves if known.leads_on(state.name, move)]
    for move in (*ahead, *moves):
        people = [role for role in move.by if role != SYSTEM]
        if people:
            return people[0]
    return SYSTEM


class _Builder:
    """Puts nodes and flows together, each with a name of its own in the file."""

    def __init__(self, definition: Definition, language: str, lanes: Mapping[str, str]) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self._definition, self._language, self._lanes = definition, language, lanes
        self._used: set[str] = set()
        self._entries: dict[str, str] = {}

    def build(self) -> None:
        start = Node(self._id("start"), "startEvent", "", self._lanes[self._definition.initial], "")
        self.nodes.append(start)
        for state in self._definition.states:
            self._entries[state.name] = self._add(state)
        self._flow(start.id, self._entries[self._definition.initial])
        for state in self._definition.states:
            self._leave(state)

    def _add(self, state: State) -> str:
        moves = self._definition.leaving(state.name)
        alone = bool(moves) and all(set(move.by) == {SYSTEM} for move in moves)
        ends = self._definition.is_end(state.name)
        kind: Kind = "endEvent" if ends else "serviceTask" if alone else "userTask"
        node = Node(
            self._id(f"state_{state.name}"),
            kind,
            self._said(state.label),
            self._lanes[state.name],
            state.name,
            "\n".join(self._told(move) for move in moves),
        )
        self.nodes.append(node)
        return node.id

    def _leave(self, state: State) -> None:
        """The steps out of a state, behind a gateway where there are several."""
        moves, source = self._definition.leaving(state.name), self._entries[state.name]
        if len(moves) > 1:
            gateway = Node(
                self._id(f"choice_{state.name}"), "exclusiveGateway", "", self._lanes[state.name], state.name
            )
            self.nodes.append(gateway)
            self._flow(source, gateway.id)
            source = gateway.id
        for move in moves:
            name = f"step_{state.name}_{move.trigger}"
            self._flow(source, self._entries[move.target], name, self._said(move.label), self._told(move))

    def _flow(self, source: str, target: str, name: str = "flow", label: str = "", told: str = "") -> None:
        self.flows.append(Flow(self._id(name), source, target, label, told))

    def _told(self, move: Transition) -> str:
        """A step in words: who may take it, and what it asks for."""
        words = catalogue()
        who = ", ".join(self._named(words.roles, role) for role in move.by)
        asked = [self._named(words.guards, use.name) for use in move.guards]
        asked += [self._named(words.documents, code) for code in move.documents]
        needs = f" ({'; '.join(asked)})" if asked else ""
        return f"{self._said(move.label)}: {who}{needs}"

    def _named(self, words: Mapping[str, object], code: str) -> str:
        label = getattr(words.get(code), "label", None)
        return self._said(label) if isinstance(label, Label) else code

    def _said(self, label: Label) -> str:
        return printable(label.in_language(self._language))

    def _id(self, wanted: str) -> str:
        """A name that XML takes for an id (NCName) and that nothing else in the file has."""
        base = re.sub(r"[^A-Za-z0-9_.-]", "_", wanted)
        found, number = base, 2
        while found in self._used:
            found, number = f"{base}_{number}", number + 1
        self._used.add(found)
        return found


def _root(definition: Definition) -> dict[str, str]:
    spaces = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in _PREFIXES}
    return {
        **spaces,
        "id": "definitions",
        "name": definition.kind,
        "targetNamespace": "urn:khanton:paths",
        "exporter": "Khanton",
    }


def _collaboration(root: ET.Element, definition: Definition, language: str) -> None:
    pool = ET.SubElement(root, "collaboration", {"id": "collaboration"})
    name = printable(definition.label.in_language(language))
    ET.SubElement(pool, "participant", {"id": "pool", "name": name, "processRef": "process"})


def _process(root: ET.Element, definition: Definition, found: Process) -> None:
    made = ET.SubElement(root, "process", {"id": "process", "isExecutable": "false"})
    _say(made, f"{definition.label.th} · {definition.label.en} ({definition.kind}, {definition.profile})")
    lanes = ET.SubElement(made, "laneSet", {"id": "lanes"})
    for role, name in found.lanes.items():
        lane = ET.SubElement(lanes, "lane", {"id": f"lane_{role}", "name": name})
        for node in found.nodes:
            if node.lane == role:
                ET.SubElement(lane, "flowNodeRef").text = node.id
    for node in found.nodes:
        _node(made, node, found.flows)
    for flow in found.flows:
        ends = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        told = ET.SubElement(made, "sequenceFlow", {**ends, "name": flow.name} if flow.name else ends)
        _say(told, flow.told)


def _node(made: ET.Element, node: Node, flows: Iterable[Flow]) -> None:
    named = {"id": node.id, "name": node.name} if node.name else {"id": node.id}
    if node.kind == "exclusiveGateway":
        named["gatewayDirection"] = "Diverging"
    element = ET.SubElement(made, node.kind, named)
    _say(element, node.told)
    for flow in flows:
        if flow.target == node.id:
            ET.SubElement(element, "incoming").text = flow.id
    for flow in flows:
        if flow.source == node.id:
            ET.SubElement(element, "outgoing").text = flow.id


def _say(element: ET.Element, text: str) -> None:
    if text:
        ET.SubElement(element, "documentation").text = printable(text)


def _diagram(root: ET.Element, found: Process, picture: Drawn) -> None:
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(diagram, "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "pool", picture.pool, {"isHorizontal": "true"})
    for role in found.lanes:
        _shape(plane, f"lane_{role}", picture.lanes[role], {"isHorizontal": "true"})
    for node in found.nodes:
        marked = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        shape = _shape(plane, node.id, picture.shapes[node.id], marked)
        if node.id in picture.labels:
            _label(shape, picture.labels[node.id])
    for flow in found.flows:
        edge = ET.SubElement(plane, "bpmndi:BPMNEdge", {"id": f"{flow.id}_di", "bpmnElement": flow.id})
        for x, y in picture.edges[flow.id]:
            ET.SubElement(edge, "di:waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
        if flow.id in picture.labels:
            _label(edge, picture.labels[flow.id])


def _shape(
    plane: ET.Element, name: str, box: tuple[float, float, float, float], more: dict[str, str]
) -> ET.Element:
    shape = ET.SubElement(plane, "bpmndi:BPMNShape", {"id": f"{name}_di", "bpmnElement": name, **more})
    _bounds(shape, box)
    return shape


def _label(element: ET.Element, box: tuple[float, float, float, float]) -> None:
    _bounds(ET.SubElement(element, "bpmndi:BPMNLabel"), box)


def _bounds(element: ET.Element, box: tuple[float, float, float, float]) -> None:
    values = {name: f"{value:g}" for name, value in zip(("x", "y", "width", "height"), box, strict=True)}
    ET.SubElement(element, "dc:Bounds", values)

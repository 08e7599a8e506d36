"""Where the parts of a BPMN picture stand: lanes one below the other, states in columns along the path.

Every step out of a state has a height of its own to the right of the state, its name above its line. Lines
run only between columns and above rows, so none crosses a task, whatever the definition.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

Box = tuple[float, float, float, float]  # x, y, width, height
Point = tuple[float, float]

HEAD, TASK_WIDTH, TASK_HEIGHT, GATEWAY, EVENT = 30, 150, 80, 50, 36
SLOT, TRACK, MARGIN, STUB, SIGN = 32, 12, 24, 30, 6.6
LABEL_HEIGHT: Final = 14


class Part(Protocol):
    """What is known of a node here."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lane(self) -> str: ...
    @property
    def state(self) -> str: ...


class Line(Protocol):
    """What is known of a flow here."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """Places of the pool, of lanes by role, of nodes, of labels, and the corners of lines, by id."""

    pool: Box
    lanes: Mapping[str, Box]
    shapes: Mapping[str, Box]
    edges: Mapping[str, Sequence[Point]]
    labels: Mapping[str, Box]


@dataclass
class _Cell:
    """A state in its row and column, with its gateway where it has one and the lines that leave it."""

    entry: Part
    column: int
    gateway: Part | None = None
    leaving: list[Line] = field(default_factory=list)
    row: "_Row | None" = None

    @property
    def slots(self) -> int:
        return max(1, len(self.leaving))


@dataclass
class _Row:
    """One line of cells within a lane: its tracks above, on which lines come in, then its nodes."""

    lane: str
    cells: dict[int, _Cell] = field(default_factory=dict)
    tracks: list[str] = field(default_factory=list)
    top: float = 0

    @property
    def height(self) -> float:
        slots = max(each.slots for each in self.cells.values())
        below = (slots - 1) * SLOT + TASK_HEIGHT / 2
        return self.middle - self.top + max(TASK_HEIGHT / 2, below) + MARGIN

    @property
    def middle(self) -> float:
        return self.top + MARGIN + TRACK * len(self.tracks) + TASK_HEIGHT / 2


def drawn(nodes: Sequence[Part], flows: Sequence[Line], lanes: Iterable[str], path: Sequence[str]) -> Drawn:
    """The picture of these nodes and flows; `path` are the states along which columns are counted."""
    cells = _cells(nodes, flows, path)
    rows = _rows(cells, tuple(lanes))
    return _Picture(nodes, flows, cells, rows).drawn()


def _cells(nodes: Sequence[Part], flows: Sequence[Line], path: Sequence[str]) -> dict[str, _Cell]:
    """A cell for every state, by its name."""
    entries = {n.state: n for n in nodes if n.kind not in ("startEvent", "exclusiveGateway")}
    of_node = {n.id: n.state for n in nodes}
    steps = [(of_node[f.source], of_node[f.target]) for f in flows if f.name]
    columns = _columns(tuple(entries), steps, path)
    ends = [name for name, node in entries.items() if node.kind == "endEvent" and name not in path]
    columns |= dict.fromkeys(ends, max(columns.values()))
    cells = {name: _Cell(node, columns[name]) for name, node in entries.items()}
    for node in nodes:
        if node.kind == "exclusiveGateway":
            cells[node.state].gateway = node
    for flow in flows:
        if flow.name:
            cells[of_node[flow.source]].leaving.append(flow)
    return cells


def _columns(states: Sequence[str], steps: Sequence[tuple[str, str]], path: Sequence[str]) -> dict[str, int]:
    """The states of the path one after the other; each other one right of the first state leading to it."""
    columns = {name: number for number, name in enumerate(path)}
    while True:
        found = {
            target: min(columns[s] for s, t in steps if t == target and s in columns) + 1
            for source, target in steps
            if source in columns and target not in columns
        }
        if not found:
            break
        columns |= found
    return {name: columns.get(name, 0) for name in states}


def _rows(cells: Mapping[str, _Cell], lanes: Sequence[str]) -> list[_Row]:
    """The rows of every lane, in order; a second row where two states of a lane share a column."""
    rows: list[_Row] = []
    for lane in lanes:
        own: list[_Row] = []
        for cell in (each for each in cells.values() if each.entry.lane == lane):
            free = next((row for row in own if cell.column not in row.cells), None)
            if free is None:
                free = _Row(lane)
                own.append(free)
            free.cells[cell.column] = cell
            cell.row = free
        rows += own
    return rows


class _Picture:
    """Reckons where everything stands once rows and columns are known."""

    def __init__(
        self,
        nodes: Sequence[Part],
        flows: Sequence[Line],
        cells: Mapping[str, _Cell],
        rows: Sequence[_Row],
    ) -> None:
        self._nodes, self._flows, self._cells, self._rows = nodes, flows, cells, rows
        self._state = {node.id: node.state for node in nodes}
        self._shapes: dict[str, Box] = {}
        self._edges: dict[str, Sequence[Point]] = {}
        self._labels: dict[str, Box] = {}
        self._columns = range(max(cell.column for cell in cells.values()) + 1)
        for row in rows:
            row.tracks += [c.entry.id for c in row.cells.values() if self._around(c)]
        self._place_rows()
        self._place_columns()

    def _around(self, cell: _Cell) -> list[Line]:
        """The lines that come to a state by its row's track, because it does not stand right beside."""
        return [f for f in self._flows if f.name and f.target == cell.entry.id and not self._straight(f)]

    def _straight(self, flow: Line) -> bool:
        """Whether a flow is the first out of its state and leads to the next column of the same row."""
        source, target = self._cells[self._state[flow.source]], self._cells[self._state[flow.target]]
        beside = source.row is target.row and target.column == source.column + 1
        return beside and source.leaving[0].id == flow.id

    def _place_rows(self) -> None:
        top = float(MARGIN)
        for row in self._rows:
            row.top = top
            top += row.height
        self._bottom = top

    def _place_columns(self) -> None:
        """Each column: lines coming in, task, gateway, names of steps, lines going out."""
        self._left, self._outer = [], []
        x = float(HEAD * 2 + MARGIN + EVENT + STUB)
        for column in self._columns:
            cells = [c for c in self._cells.values() if c.column == column]
            x += TRACK * (sum(bool(self._around(c)) for c in cells) + 1)
            self._left.append(x)
            names = max((_width(f.name) for c in cells for f in c.leaving), default=0)
            self._outer.append(x + TASK_WIDTH + STUB + GATEWAY + 10 + names)
            x = self._outer[-1] + TRACK * (sum(len(c.leaving) for c in cells) + 1)
        self._right = x + MARGIN

    def drawn(self) -> Drawn:
        for cell in self._cells.values():
            self._place(cell)
        self._begin()
        for column in self._columns:
            self._draw(column)
        return Drawn(
            (MARGIN, MARGIN, self._right - MARGIN, self._bottom - MARGIN),
            self._lanes(),
            self._shapes,
            self._edges,
            self._labels,
        )

    def _lanes(self) -> dict[str, Box]:
        found: dict[str, Box] = {}
        for row in self._rows:
            top = found[row.lane][1] if row.lane in found else row.top
            x = float(MARGIN + HEAD)
            found[row.lane] = (x, top, self._right - x, row.top + row.height - top)
        return found

    def _place(self, cell: _Cell) -> None:
        assert cell.row is not None
        left, middle = self._left[cell.column], cell.row.middle
        if cell.entry.kind == "endEvent":
            self._shapes[cell.entry.id] = (left, middle - EVENT / 2, EVENT, EVENT)
            width = min(_width(cell.entry.name), TASK_WIDTH)
            label = (left + EVENT / 2 - width / 2, middle + EVENT / 2 + 4, width, LABEL_HEIGHT * 2)
            self._labels[cell.entry.id] = label
        else:
            self._shapes[cell.entry.id] = (left, middle - TASK_HEIGHT / 2, TASK_WIDTH, TASK_HEIGHT)
        if cell.gateway is not None:
            x = left + TASK_WIDTH + STUB
            self._shapes[cell.gateway.id] = (x, middle - GATEWAY / 2, GATEWAY, GATEWAY)

    def _begin(self) -> None:
        """The start, left of the first state, and the lines without a name."""
        for node in self._nodes:
            if node.kind == "startEvent":
                first = next(f for f in self._flows if f.source == node.id)
                _, y, _, height = self._shapes[first.target]
                middle = y + height / 2
                start = float(HEAD * 2 + MARGIN + 10)
                self._shapes[node.id] = (start, middle - EVENT / 2, EVENT, EVENT)
        for flow in self._flows:
            if not flow.name:
                self._edges[flow.id] = (self._right_of(flow.source), self._left_of(flow.target))

    def _draw(self, column: int) -> None:
        """The steps out of the states of a column, each in a channel of its own on the column's right."""
        channel = self._outer[column]
        for cell in (c for c in self._cells.values() if c.column == column):
            for number, flow in enumerate(cell.leaving):
                channel += TRACK
                self._edges[flow.id] = self._corners(cell, number, flow, channel)
                self._labels[flow.id] = self._name(cell, number, flow)

    def _corners(self, cell: _Cell, number: int, flow: Line, channel: float) -> list[Point]:
        x, y = self._right_of(flow.source)
        end = self._left_of(flow.target)
        level = y + number * SLOT
        if number:  # down from the gateway's lower corner
            out = [(x - GATEWAY / 2, y + GATEWAY / 2), (x - GATEWAY / 2, level)]
        else:
            out = [(x, y)]
        if self._straight(flow):
            return [*out, end]
        inlet, track = self._arrival(flow)
        return [*out, (channel, level), (channel, track), (inlet, track), (inlet, end[1]), end]

    def _arrival(self, flow: Line) -> Point:
        """The height of the track that leads to a flow's target, and where it turns down to it."""
        target = self._cells[self._state[flow.target]]
        assert target.row is not None
        number = target.row.tracks.index(target.entry.id)
        before = [c for c in self._cells.values() if c.column == target.column and self._around(c)]
        inlet = self._left[target.column] - TRACK * (before.index(target) + 1)
        return inlet, target.row.top + MARGIN / 2 + TRACK * number

    def _name(self, cell: _Cell, number: int, flow: Line) -> Box:
        x, y = self._right_of(flow.source)
        return (x + 6, y + number * SLOT - LABEL_HEIGHT - 3, _width(flow.name), LABEL_HEIGHT)

    def _right_of(self, node: str) -> Point:
        x, y, width, height = self._shapes[node]
        return (x + width, y + height / 2)

    def _left_of(self, node: str) -> Point:
        x, y, _, height = self._shapes[node]
        return (x, y + height / 2)


def _width(text: str) -> float:
    """About how wide a name is drawn, in pixels: Thai marks above and below take no room."""
    return round(SIGN * sum(unicodedata.category(sign) != "Mn" for sign in text) + 8)

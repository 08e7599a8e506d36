"""Draws an office's path for one kind of paper: the states, the way so far, where the paper stands.

Every step out of a state has a height of its own beside the state's box, and its name stands there, between
the box and the lanes. Lanes run further out, one for each state they lead to: forward on the right, back on
the left. So no two names can meet, and no lane crosses a name, whatever the definition.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from states.model import Definition, Transition

BOX, LINE, SLOT, GAP, LANE, EDGE, SIGN = 236, 44, 30, 36, 16, 12, 7.4
RISE = 8  # a name stands so far above its line that Thai vowels below it do not touch it


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn besides the definition itself; `marked` steps, by state and trigger, stand out."""

    path: tuple[str, ...]
    current: str
    visited: Collection[str]
    language: str = "th"
    title: str = ""
    marked: Collection[tuple[str, str]] = ()


@dataclass
class _Box:
    """One state in the column: its steps down to the next box, forward and back; heights in pixels."""

    name: str
    top: float = 0
    down: list[Transition] = field(default_factory=list)
    forward: list[Transition] = field(default_factory=list)
    back: list[Transition] = field(default_factory=list)
    arrives_right: bool = False
    arrives_left: bool = False

    @property
    def height(self) -> float:
        rows = max(
            len(self.forward) + self.arrives_right,
            len(self.back) + self.arrives_left,
            1,
        )
        return max(LINE, rows * SLOT + 12)

    @property
    def gap(self) -> float:
        return max(GAP, len(self.down) * 18 + 18)

    def row(self, number: int) -> float:
        """The height of the step `number` beside the box; arrivals take the first."""
        return self.top + 22 + number * SLOT


def path_svg(definition: Definition, shown: Shown) -> Markup:
    """The picture as SVG text, with a title and a description; styled by the page's own sheet."""
    boxes = _boxes(definition, shown.path)
    labels = {state.name: state.label.in_language(shown.language) for state in definition.states}
    drawing = _Drawing(boxes, labels, shown)
    return drawing.svg(definition)


def _boxes(definition: Definition, path: tuple[str, ...]) -> list[_Box]:
    """The column: the main path, then the states beside it in the definition's order."""
    rest = [state.name for state in definition.states if state.name not in path]
    boxes = [_Box(name) for name in (*path, *rest)]
    place = {box.name: number for number, box in enumerate(boxes)}
    for move in definition.transitions:
        for source in move.sources:
            box, distance = boxes[place[source]], place[move.target] - place[source]
            if distance == 1 and place[move.target] < len(path):
                box.down.append(move)
            elif distance > 0:
                box.forward.append(move)
                boxes[place[move.target]].arrives_right = True
            else:
                box.back.append(move)
                boxes[place[move.target]].arrives_left = True
    top = 14.0
    for box in boxes:
        box.top = top
        top += box.height + box.gap
    return boxes


class _Drawing:
    def __init__(self, boxes: list[_Box], labels: Mapping[str, str], shown: Shown) -> None:
        self.boxes, self.labels, self.shown = boxes, labels, shown
        self.by_name = {box.name: box for box in boxes}
        self.left_lanes = [box.name for box in boxes if box.arrives_left]
        self.right_lanes = [box.name for box in reversed(boxes) if box.arrives_right]
        self.left_words = self._widest("back")
        # Names of states are drawn larger than names of steps; the longest decides how wide all boxes are.
        self.box = max(BOX, *(text_width(label) * 15 / 13 + 24 for label in labels.values()))
        self.right_words = max(self._widest("forward"), self._widest("down") + 12 - self.box / 2)
        self.x = EDGE + LANE * len(self.left_lanes) + self.left_words + 20
        self.width = round(self.x + self.box + self.right_words + 20 + LANE * len(self.right_lanes) + EDGE)
        self.height = round(boxes[-1].top + boxes[-1].height + 14)

    def _name(self, move: Transition) -> str:
        return move.label.in_language(self.shown.language)

    def _width(self, move: Transition) -> float:
        return text_width(self._name(move))

    def _widest(self, side: str) -> float:
        return max((self._width(move) for box in self.boxes for move in getattr(box, side)), default=0)

    def svg(self, definition: Definition) -> Markup:
        parts = [part for box in self.boxes for part in (*self._downs(box), *self._beside(box))]
        parts += [self._arrival(name, -1) for name in self.left_lanes]
        parts += [self._arrival(name, 1) for name in self.right_lanes]
        parts += [self._state(box) for box in self.boxes]
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="path" viewBox="0 0 {self.width} {self.height}"'
            f' width="{self.width}" height="{self.height}" role="img" aria-labelledby="path-title path-desc">'
            f'<title id="path-title">{escape(self.shown.title)}</title>'
            f'<desc id="path-desc">{escape(self._described(definition))}</desc>'
        )
        return Markup(f"{head}{''.join(parts)}</svg>")  # noqa: S704  every name in it is escaped above and below

    def _described(self, definition: Definition) -> str:
        return "; ".join(
            f"{self.labels[source]} → {self.labels[move.target]} ({self._name(move)})"
            for move in definition.transitions
            for source in move.sources
        )

    def _downs(self, box: _Box) -> list[str]:
        """The steps along the main path, straight down, their names beside the arrow."""
        if not box.down:
            return []
        middle, bottom = self.x + self.box / 2, box.top + box.height
        mark = next((found for move in box.down if (found := self._mark(box, move))), "")
        arrow = f'<path class="way{mark}" d="M{middle} {bottom}V{bottom + box.gap - 2}"/>'
        names = [
            _word(
                middle + 12, bottom + box.gap / 2 + 4 + 18 * (n - (len(box.down) - 1) / 2), self._name(move)
            )
            for n, move in enumerate(box.down)
        ]
        return [arrow, _head(middle, bottom + box.gap, "down"), *names]

    def _beside(self, box: _Box) -> list[str]:
        """The steps to elsewhere: a line under the step's name, out to the lane of the state it leads to."""
        drawn: list[str] = []
        for side, moves, lanes, arrives in (
            (1, box.forward, self.right_lanes, box.arrives_right),
            (-1, box.back, self.left_lanes, box.arrives_left),
        ):
            for number, move in enumerate(moves, start=int(arrives)):
                y, lane, border = (
                    box.row(number),
                    self._lane(lanes.index(move.target), side),
                    self._border(side),
                )
                end = self.by_name[move.target].row(0)
                drawn.append(
                    f'<path class="way {_KIND[side]}{self._mark(box, move)}" d="M{border} {y}H{lane}V{end}"/>'
                )
                drawn.append(_word(border + side * 10, y - RISE, self._name(move), end=side < 0))
        return drawn

    def _mark(self, box: _Box, move: Transition) -> str:
        return " marked" if (box.name, move.trigger) in self.shown.marked else ""

    def _border(self, side: int) -> float:
        return self.x + self.box if side > 0 else self.x

    def _lane(self, number: int, side: int) -> float:
        words = self.right_words if side > 0 else self.left_words
        return self._border(side) + side * (words + 20 + LANE * number)

    def _arrival(self, name: str, side: int) -> str:
        """Where a lane comes in at the state it leads to."""
        lanes = self.right_lanes if side > 0 else self.left_lanes
        y, lane, border = self.by_name[name].row(0), self._lane(lanes.index(name), side), self._border(side)
        line = f'<path class="way {_KIND[side]}" d="M{lane} {y}H{border + side * 3}"/>'
        return line + _head(border, y, "left" if side > 0 else "right")

    def _state(self, box: _Box) -> str:
        shown = self.shown
        kind = "now" if box.name == shown.current else "been" if box.name in shown.visited else "ahead"
        place = f'x="{self.x}" y="{box.top}" width="{self.box}" height="{box.height}"'
        return (
            f'<g class="state {kind}"><rect {place} rx="6"/>'
            f'<text x="{self.x + self.box / 2}" y="{box.top + box.height / 2 + 5}" text-anchor="middle">'
            f"{escape(self.labels[box.name])}</text></g>"
        )


_KIND = {1: "on", -1: "back"}


def _word(x: float, y: float, text: str, *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return f'<text class="step-name" x="{x}" y="{y}"{anchor}>{escape(text)}</text>'


_HEADS = {"down": "l-5 -8h10z", "left": "l8 -5v10z", "right": "l-8 -5v10z"}


def _head(x: float, y: float, direction: str) -> str:
    return f'<path class="head" d="M{x} {y}{_HEADS[direction]}"/>'


def text_width(text: str) -> float:
    """About how wide a step's name is drawn, in pixels: Thai marks above and below take no room."""
    return SIGN * sum(unicodedata.category(sign) != "Mn" for sign in text)

"""Refuses a definition before it can run: every complaint comes with the shortest way to see it."""

import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from states.catalogue import Catalogue, catalogue
from states.discovered import is_observed
from states.findings import Finding
from states.model import Definition, Ending, Transition
from states.paths import leading_to_an_end, shortest_ways
from states.verify_duties import duty_findings

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Check:
    """One definition under verification, with what several rules need."""

    definition: Definition
    words: Catalogue

    @cached_property
    def ways(self) -> Mapping[str, tuple[str, ...]]:
        return shortest_ways(self.definition)

    @cached_property
    def order(self) -> Mapping[str, int]:
        return {state.name: place for place, state in enumerate(self.definition.states)}

    def finding(self, code: str, name: str, where: str = "", *, at: str | None = None) -> Finding:
        """A complaint whose counterexample leads to the state `at`."""
        way = self.ways.get(at, ()) if at else ()
        return Finding(code, self.definition.kind, self.definition.profile, name, where, way)

    def at_move(
        self, code: str, move: Transition, name: str, where: str = "", *, source: str | None = None
    ) -> Finding:
        """A complaint whose counterexample ends with firing `move`, from `source` where that matters."""
        possible = [self.ways[each] for each in ([source] if source else move.sources) if each in self.ways]
        way = (*min(possible, key=len, default=()), move.trigger)
        return Finding(code, self.definition.kind, self.definition.profile, name, where, way)


Rule = Callable[[Check], Iterator[Finding]]


def verify(definition: Definition, words: Catalogue | None = None) -> tuple[Finding, ...]:
    """Everything wrong with `definition`, nothing where it may be published.

    What was observed is a fact, whichever way it went: of it everything is asked but `_backward_moves`.
    """
    check = Check(definition, words or catalogue())
    first = [finding for rule in _NAMES for finding in rule(check)]
    if any(finding.code in {"unknown_state", "duplicate_state"} for finding in first):
        return tuple(first)  # the graph cannot be walked
    rules = _OBSERVED if is_observed(definition) else _GRAPH
    graph = [finding for rule in rules for finding in rule(check)]
    return (*first, *graph, *duty_findings(definition, check.words, check.ways))


def _states_exist(check: Check) -> Iterator[Finding]:
    known = check.order
    if check.definition.initial not in known:
        yield check.finding("unknown_state", check.definition.initial, "initial")
    for move in check.definition.transitions:
        for name in (*move.sources, move.target):
            if name not in known:
                yield check.at_move("unknown_state", move, name, move.trigger)
    for name in check.definition.must_pass:
        if name not in known:
            yield check.finding("unknown_state", name, "must_pass")


def _names_once(check: Check) -> Iterator[Finding]:
    seen: set[str] = set()
    for state in check.definition.states:
        if state.name in seen:
            yield check.finding("duplicate_state", state.name, at=state.name)
        seen.add(state.name)


def _names_usable(check: Check) -> Iterator[Finding]:
    """Triggers become method names of the machine: no keywords, no `to_…`, no words of its own."""
    for state in check.definition.states:
        if not _NAME.match(state.name):
            yield check.finding("bad_name", state.name, at=state.name)
        if not (state.label.th.strip() and state.label.en.strip()):
            yield check.finding("label_missing", state.name, at=state.name)
    for move in check.definition.transitions:
        if not _usable(move.trigger):
            yield check.at_move("bad_name", move, move.trigger)
        if not (move.label.th.strip() and move.label.en.strip()):
            yield check.at_move("label_missing", move, move.trigger)


def _usable(trigger: str) -> bool:
    own = keyword.iskeyword(trigger) or trigger in {"state", "trigger"} or trigger.startswith("to_")
    return bool(_NAME.match(trigger)) and not own


def _words_exist(check: Check) -> Iterator[Finding]:
    words = check.words
    for move in check.definition.transitions:
        asked = (
            ("unknown_role", move.by, words.roles),
            ("unknown_guard", tuple(use.name for use in move.guards), words.guards),
            ("unknown_document", move.documents, words.documents),
            ("unknown_notice", move.notices, words.notices),
        )
        for code, names, known in asked:
            for name in names:
                if name not in known:
                    yield check.at_move(code, move, name, move.trigger)
    for step in check.definition.route:
        if step.body not in words.bodies:
            standing = (state.name for state in check.definition.states if state.body == step.body)
            yield check.finding("unknown_body", step.body, at=next(standing, None))
    channels = check.definition.settings.get("publication_channels", [])
    assert isinstance(channels, list)
    for name in channels:
        if not str(name).strip() or channels.count(name) > 1:
            yield check.finding("unknown_channel", str(name))


def _separations_make_sense(check: Check) -> Iterator[Finding]:
    first = {move.trigger: move for move in reversed(check.definition.transitions)}
    for group in check.definition.separations:
        alone = next((first[name] for name in group if name in first), None)
        faults = [("unknown_trigger", name, "separate") for name in group if name not in first]
        if len(set(group)) < 2:
            faults.append(("separation_too_small", ", ".join(group), ""))
        for fault in faults:
            yield check.at_move(fault[0], alone, *fault[1:]) if alone else check.finding(*fault)


def _somebody_may(check: Check) -> Iterator[Finding]:
    """A role that only reads cannot move an item; a step must be open to somebody who can."""
    for move in check.definition.transitions:
        known = [check.words.roles[name] for name in move.by if name in check.words.roles]
        if not move.by or (known and not all(role.acts for role in known)):
            yield check.at_move("nobody_may", move, move.trigger)
        if not move.sources:
            yield check.at_move("no_source", move, move.trigger)


def _one_way_each(check: Check) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for move in check.definition.transitions:
        for source in move.sources:
            if (source, move.trigger) in seen:
                yield check.at_move("two_ways", move, move.trigger, source, source=source)
            seen.add((source, move.trigger))


def _every_state_lives(check: Check) -> Iterator[Finding]:
    good = leading_to_an_end(check.definition)
    for state in check.definition.states:
        if state.name not in check.ways:
            yield check.finding("unreachable", state.name)
        elif state.name not in good:
            yield check.finding("no_way_out", state.name, at=state.name)
        if state.ending is not Ending.OPEN and check.definition.leaving(state.name):
            yield check.finding("end_goes_on", state.name, at=state.name)
    if not any(state.ending is Ending.DONE for state in check.definition.states):
        yield check.finding("no_good_end", check.definition.kind)


def _nothing_bypassed(check: Check) -> Iterator[Finding]:
    """No good end without having stood in every state of `must_pass`."""
    ends = [state.name for state in check.definition.states if state.ending is Ending.DONE]
    for name in check.definition.must_pass:
        ways = shortest_ways(check.definition, without=[name])
        for end in ends:
            if end in ways:
                yield Finding(
                    "step_bypassed", check.definition.kind, check.definition.profile, name, end, ways[end]
                )


def _backward_moves(check: Check) -> Iterator[Finding]:
    """Whoever sends work back, or gives it up, says why; taking it up again follows a send-back."""
    returned_to = {move.target for move in check.definition.transitions if move.needs_reason}
    for move in check.definition.transitions:
        if move.send_back and not move.needs_reason:
            yield check.at_move("send_back_without_reason", move, move.trigger)
        ending = check.definition.by_state[move.target].ending
        if ending is Ending.ABANDONED and not move.needs_reason:
            yield check.at_move("given_up_without_reason", move, move.trigger)
        for source in move.sources:
            back = check.order[move.target] <= check.order[source]
            if back and ending is Ending.OPEN and not (move.send_back or move.rework):
                yield check.at_move("backward_undeclared", move, move.trigger, move.target, source=source)
            if move.rework and source not in returned_to:
                yield check.at_move("rework_without_send_back", move, move.trigger, source, source=source)


_NAMES: tuple[Rule, ...] = (_states_exist, _names_once, _names_usable, _words_exist, _separations_make_sense)
_GRAPH: tuple[Rule, ...] = (
    _somebody_may,
    _one_way_each,
    _every_state_lives,
    _nothing_bypassed,
    _backward_moves,
)
_OBSERVED = tuple(rule for rule in _GRAPH if rule is not _backward_moves)

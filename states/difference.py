"""What two definitions of one kind ask differently of an office, change by change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from states.due_rules import BadRule, parse_rule
from states.model import Definition, Duty, GuardUse, Label, Transition


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `what` says of which sort; `where` is the state, step or deadline concerned.

    `what`: route, state_added, state_gone, state_body, state_named, step_added, step_gone, step_named, roles,
    guards, strength, documents, notices, from, to, deadline_added, deadline_gone, deadline_rule,
    deadline_owner, deadline_opens, deadline_settles, separation, must_pass, setting. `gone` and `come` are
    names of the catalogue or of states, or plain values.
    """

    what: str
    where: Label
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    name: str = ""


_NOWHERE = Label("", "")


def difference(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Every change from `old` to `new`, the route first; none where they ask the same."""
    return (
        *_route(old, new),
        *_states(old, new),
        *_steps(old, new),
        *_duties(old, new),
        *_rest(old, new),
    )


def _route(old: Definition, new: Definition) -> Iterable[Change]:
    before, after = (tuple(f"{step.body}:{step.action}" for step in each.route) for each in (old, new))
    if before != after:
        yield Change("route", _NOWHERE, before, after)


def _states(old: Definition, new: Definition) -> Iterable[Change]:
    for state in old.states:
        if state.name not in new.by_state:
            yield Change("state_gone", state.label, name=state.name)
    for state in new.states:
        before = old.by_state.get(state.name)
        if before is None:
            yield Change("state_added", state.label, name=state.name)
            continue
        if before.label != state.label:
            yield Change("state_named", state.label, (before.label.th,), (state.label.th,), state.name)
        if before.body != state.body:
            bodies = (before.body,) if before.body else (), (state.body,) if state.body else ()
            yield Change("state_body", state.label, *bodies, state.name)


def _steps(old: Definition, new: Definition) -> Iterable[Change]:
    """Steps by their trigger; several of one trigger are compared in their order."""
    before, after = _by_trigger(old), _by_trigger(new)
    for trigger, moves in before.items():
        for move in moves[len(after.get(trigger, ())) :]:
            yield Change("step_gone", move.label, name=trigger)
    for trigger, moves in after.items():
        known = before.get(trigger, [])
        for move in moves[len(known) :]:
            yield Change("step_added", move.label, name=trigger)
        for one, other in zip(known, moves, strict=False):
            yield from _step(one, other)


def _by_trigger(definition: Definition) -> Mapping[str, list[Transition]]:
    found: dict[str, list[Transition]] = defaultdict(list)
    for move in definition.transitions:
        found[move.trigger].append(move)
    return found


def _step(old: Transition, new: Transition) -> Iterable[Change]:
    if old.label != new.label:
        yield Change("step_named", new.label, (old.label.th,), (new.label.th,), new.trigger)
    lists: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
        ("roles", old.by, new.by),
        ("guards", _guards(old), _guards(new)),
        ("documents", old.documents, new.documents),
        ("notices", old.notices, new.notices),
        ("from", old.sources, new.sources),
        ("to", (old.target,), (new.target,)),
        ("deadline_opens", old.opens, new.opens),
        ("deadline_settles", old.settles, new.settles),
    )
    for what, before, after in lists:
        gone, come = _apart(before, after)
        if gone or come:
            yield Change(what, new.label, gone, come, new.trigger)
    yield from _strengths(old.guards, new.guards, new)


def _guards(move: Transition) -> tuple[str, ...]:
    return tuple(use.name for use in move.guards)


def _strengths(old: Iterable[GuardUse], new: Iterable[GuardUse], move: Transition) -> Iterable[Change]:
    before = {use.name: use.strength for use in old}
    for use in new:
        was = before.get(use.name, use.strength)
        if was is not use.strength:
            yield Change("strength", move.label, (was.value,), (use.strength.value,), use.name)


def _apart(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(each for each in old if each not in new), tuple(each for each in new if each not in old)


def _duties(old: Definition, new: Definition) -> Iterable[Change]:
    for code, duty in old.duty.items():
        if code not in new.duty:
            yield Change("deadline_gone", duty.label, name=code)
    for code, duty in new.duty.items():
        before = old.duty.get(code)
        if before is None:
            yield Change("deadline_added", duty.label, name=code)
            continue
        yield from _duty(before, duty)


def _duty(old: Duty, new: Duty) -> Iterable[Change]:
    if not _same(old.rule, new.rule):
        yield Change("deadline_rule", new.label, (_rule(old),), (_rule(new),), new.code)
    if (old.owed_by, old.each) != (new.owed_by, new.each):
        yield Change("deadline_owner", new.label, (old.owed_by,), (new.owed_by,), new.code)


def _same(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether two rules say the same, in whatever words."""
    try:
        return parse_rule(old) == parse_rule(new)
    except BadRule:
        return dict(old) == dict(new)


def _rule(duty: Duty) -> str:
    """The rule's own words, in one order: for whoever compares."""
    return ", ".join(f"{key}: {_plain(value)}" for key, value in sorted(duty.rule.items()))


def _plain(value: object) -> str:
    return " – ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _rest(old: Definition, new: Definition) -> Iterable[Change]:
    gone, come = _apart([" + ".join(g) for g in old.separations], [" + ".join(g) for g in new.separations])
    if gone or come:
        yield Change("separation", _NOWHERE, gone, come)
    gone, come = _apart(old.must_pass, new.must_pass)
    if gone or come:
        yield Change("must_pass", _NOWHERE, gone, come)
    for name in sorted(old.settings.keys() | new.settings.keys()):
        before, after = old.settings.get(name), new.settings.get(name)
        if before != after:
            yield Change("setting", _NOWHERE, (_plain(before),), (_plain(after),), name)

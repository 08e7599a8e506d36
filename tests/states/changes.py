"""Ways to make a good definition wrong, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from states.model import Definition, Ending, GuardUse, Label, RouteStep, State, Strength, Transition

Change = Callable[[Definition], Definition]


def edit(trigger: str, /, **changes: Any) -> Change:
    """Every move of this trigger with other values."""

    def change(definition: Definition) -> Definition:
        assert trigger in definition.triggers, f"{definition.kind} has no {trigger}"
        moves = (replace(m, **changes) if m.trigger == trigger else m for m in definition.transitions)
        return replace(definition, transitions=tuple(moves))

    return change


def drop(*triggers: str) -> Change:
    def change(definition: Definition) -> Definition:
        assert set(triggers) <= definition.triggers
        kept = tuple(m for m in definition.transitions if m.trigger not in triggers)
        return replace(definition, transitions=kept)

    return change


def to(trigger: str, target: str) -> Change:
    return edit(trigger, target=target)


def starting(trigger: str, *sources: str) -> Change:
    return edit(trigger, sources=sources)


def by(trigger: str, *roles: str) -> Change:
    return edit(trigger, by=roles)


def named(trigger: str, other: str) -> Change:
    return edit(trigger, trigger=other)


def asking(trigger: str, *guards: str) -> Change:
    return edit(trigger, guards=tuple(GuardUse(name, Strength.HARD) for name in guards))


def papers(trigger: str, *codes: str) -> Change:
    return edit(trigger, documents=codes)


def telling(trigger: str, *codes: str) -> Change:
    return edit(trigger, notices=codes)


def added(trigger: str, source: str, target: str, role: str, **more: Any) -> Change:
    """One move more than the file has."""
    move = Transition(trigger, Label("เพิ่ม", "Added"), (source,), target, (role,), **more)
    return lambda d: replace(d, transitions=(*d.transitions, move))


def twice(trigger: str, target: str | None = None) -> Change:
    """The same trigger a second time from the same states, here or to another target."""

    def change(definition: Definition) -> Definition:
        again = tuple(m for m in definition.transitions if m.trigger == trigger)
        return replace(
            definition,
            transitions=(*definition.transitions, *(replace(m, target=target or m.target) for m in again)),
        )

    return change


def standing(name: str, **changes: Any) -> Change:
    """One state with other values."""

    def change(definition: Definition) -> Definition:
        assert name in definition.by_state
        return replace(
            definition,
            states=tuple(replace(s, **changes) if s.name == name else s for s in definition.states),
        )

    return change


def without(name: str) -> Change:
    return lambda d: replace(d, states=tuple(s for s in d.states if s.name != name))


def one_more(name: str) -> Change:
    return lambda d: replace(d, states=(*d.states, State(name, Label("สถานะ", "State"))))


def with_(**changes: Any) -> Change:
    """The definition itself with other values."""
    return lambda d: replace(d, **changes)


def apart(*group: str) -> Change:
    return lambda d: replace(d, separations=(*d.separations, group))


def owed(code: str, /, **changes: Any) -> Change:
    """One obligation with other values."""

    def change(definition: Definition) -> Definition:
        assert code in definition.duty
        duties = tuple(replace(u, **changes) if u.code == code else u for u in definition.duties)
        return replace(definition, duties=duties)

    return change


def never_opening(code: str) -> Change:
    def change(definition: Definition) -> Definition:
        moves = (replace(m, opens=tuple(c for c in m.opens if c != code)) for m in definition.transitions)
        opening = tuple(c for c in definition.opening_duties if c != code)
        return replace(definition, transitions=tuple(moves), opening_duties=opening)

    return change


def never_settling(code: str) -> Change:
    def change(definition: Definition) -> Definition:
        moves = (replace(m, settles=tuple(c for c in m.settles if c != code)) for m in definition.transitions)
        return replace(definition, transitions=tuple(moves))

    return change


def body(slot: str, code: str) -> Change:
    """The body of one slot of the route under another code, in its state too."""

    def change(definition: Definition) -> Definition:
        old = next(step.body for step in definition.route if step.slot == slot)
        route = tuple(
            RouteStep(s.slot, code if s.slot == slot else s.body, s.action) for s in definition.route
        )
        states = tuple(replace(s, body=code) if s.body == old else s for s in definition.states)
        return replace(definition, route=route, states=states)

    return change


def channels(*names: str) -> Change:
    return lambda d: replace(d, settings={**d.settings, "publication_channels": list(names)})


def _endings(*names: str, ending: Ending) -> Change:
    def change(definition: Definition) -> Definition:
        states = (replace(s, ending=ending) if s.name in names else s for s in definition.states)
        return replace(definition, states=tuple(states))

    return change


def given_up(*names: str) -> Change:
    return _endings(*names, ending=Ending.ABANDONED)


def ending(*names: str) -> Change:
    return _endings(*names, ending=Ending.DONE)


def going_on(*names: str) -> Change:
    return _endings(*names, ending=Ending.OPEN)

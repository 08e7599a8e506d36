"""Compiles a definition file and a profile into the exact path that one office's papers take."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from states.catalogue import Catalogue, catalogue
from states.model import (
    Cascade,
    Definition,
    Duty,
    Ending,
    GuardUse,
    Label,
    RouteStep,
    State,
    Strength,
    Transition,
)
from states.route import Expansion, expand
from states.source import (
    DEFINITIONS,
    FALLBACK_PROFILE,
    PROFILES,
    DefinitionSource,
    DutySource,
    MoveSource,
    ProfileSource,
    RouteEntry,
    StateSource,
    read_definition,
    read_profile,
)


@cache
def shipped_definition(kind: str, profile: str) -> Definition:
    """The shipped definition of `kind` for a shipped profile, compiled once; raises Unreadable if unknown."""
    return compile_definition(
        read_definition(DEFINITIONS / f"{kind}.yaml"),
        read_profile(PROFILES / f"{profile}.yaml"),
        fallback=read_profile(PROFILES / f"{FALLBACK_PROFILE}.yaml"),
    )


def compile_definition(
    source: DefinitionSource,
    profile: ProfileSource,
    *,
    fallback: ProfileSource,
    words: Catalogue | None = None,
) -> Definition:
    """`source` with the profile's route expanded into states and moves.

    A routed kind that the profile leaves out takes the fallback's route; an empty route ends inside the
    office. Unknown names are kept as written, for `states.verify` to name; raises states.route.UnknownAction.
    """
    words = words or catalogue()
    route = _route(source, profile, fallback)
    expansion = expand(source, route, words)
    owed = tuple(each for each in source.obligations if _kept(each.when, bool(route)))
    moves, states = _alive(
        tuple(_transition(source, m, expansion, words, owed) for m in _moves(source, expansion, bool(route))),
        _states(source, expansion, bool(route)),
        conditional={name for name, state in source.states.items() if state.when is not None},
    )
    duties = tuple(_duty(each, profile, words) for each in owed)
    return Definition(
        kind=source.kind,
        profile=profile.profile,
        label=Label(source.th, source.en),
        initial=source.initial,
        states=states,
        transitions=moves,
        route=tuple(RouteStep(entry.slot, entry.body, entry.action) for entry in route),
        duties=duties,
        opening_duties=tuple(each.code for each in owed if source.initial in each.opens_on),
        separations=_separations(source, expansion, bool(route)),
        must_pass=_all_names(source.must_pass, expansion),
        settings=_settings(source.kind, profile),
    )


def _route(
    source: DefinitionSource, profile: ProfileSource, fallback: ProfileSource
) -> tuple[RouteEntry, ...]:
    if source.route is None:
        return ()
    if source.kind in profile.routes:
        return profile.routes[source.kind]
    return fallback.routes.get(source.kind, ())


def _alive(
    moves: tuple[Transition, ...], states: tuple[State, ...], conditional: set[str]
) -> tuple[tuple[Transition, ...], tuple[State, ...]]:
    """Without the conditional states that this office's bodies never enter, and the moves out of them."""
    entered = {move.target for move in moves}
    dead = conditional - entered
    living = tuple(move for move in moves if not set(move.sources) <= dead)
    return living, tuple(state for state in states if state.name not in dead)


def _kept(when: str | None, routed: bool) -> bool:
    return when is None or (when == "route") == routed


def _states(source: DefinitionSource, expansion: Expansion, routed: bool) -> tuple[State, ...]:
    """The file's states in order, the route's own right after the state where it starts."""
    found: list[State] = []
    for name, state in source.states.items():
        if _kept(state.when, routed):
            found.append(_state(name, state))
        if source.route is not None and name == source.route.starts:
            found += [State(each, label, body=body) for each, label, body in expansion.states]
    return tuple(found)


def _state(name: str, state: StateSource) -> State:
    return State(name, Label(state.th, state.en), Ending(state.end or "open"))


def _moves(source: DefinitionSource, expansion: Expansion, routed: bool) -> Iterable[MoveSource]:
    """Every move this office has: the file's, then the route's."""
    for move in source.transitions:
        if _kept(move.when, routed):
            yield move
    yield from expansion.moves


def _transition(
    source: DefinitionSource,
    move: MoveSource,
    expansion: Expansion,
    words: Catalogue,
    owed: tuple[DutySource, ...],
) -> Transition:
    return Transition(
        trigger=move.t,
        label=Label(move.th, move.en),
        sources=_all_names(move.from_states, expansion),
        target=move.to,
        by=move.by,
        guards=tuple(_guard(name, move, words) for name in move.guards),
        documents=move.docs,
        notices=move.notify,
        opens=tuple(each.code for each in owed if move.to in each.opens_on or move.t in each.opens_by),
        settles=tuple(each.code for each in owed if move.to in _all_names(each.settled_on, expansion)),
        settles_on_parent=tuple(s.code for s in source.settles_on_parent if move.to in s.on),
        cascades=tuple(Cascade(c.kind, c.from_states, c.trigger) for c in move.cascade),
        send_back=move.send_back,
        rework=move.rework,
        sources_cited=move.src,
    )


def _guard(name: str, move: MoveSource, words: Catalogue) -> GuardUse:
    known = words.guards.get(name)
    strength = Strength.SOFT if name in move.soft else known.strength if known else Strength.HARD
    return GuardUse(name, strength)


def _duty(source: DutySource, profile: ProfileSource, words: Catalogue) -> Duty:
    code = source.code
    known = words.deadlines.get(code)
    rule: dict[str, Any] = {**(known.rule if known else {}), **profile.deadlines.get(code, {})}
    return Duty(
        code=code,
        label=known.label if known else Label(code, code),
        rule=rule,
        owed_by=source.owed_by,
        ladder=known.ladder if known else "standard",
        each=source.each,
    )


def _separations(source: DefinitionSource, expansion: Expansion, routed: bool) -> tuple[tuple[str, ...], ...]:
    """The separation sets with placeholders filled, less the triggers this office's path does not have."""
    absent = {move.t for move in source.transitions if not _kept(move.when, routed)}
    absent -= {move.t for move in source.transitions if _kept(move.when, routed)}
    groups = (
        tuple(name for name in _all_names(group, expansion) if name not in absent)
        for group in source.separate
    )
    return tuple(group for group in groups if len(group) > 1)


def _all_names(written: Iterable[str], expansion: Expansion) -> tuple[str, ...]:
    return tuple(name for each in written for name in expansion.names(each))


def _settings(kind: str, profile: ProfileSource) -> Mapping[str, object]:
    """The office's choices that the guards of this kind ask for."""
    channels = list(profile.publication_channels.get(kind, ()))
    return {**profile.settings.model_dump(), "publication_channels": channels}

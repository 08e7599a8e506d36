"""What was found of an office's people in names: for pages, for programs and for the command line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.model import Definition, Label
from states.staffing import Walked
from workflow.models import Group, Item, Person, School
from workflow.queries import Viewer, items_visible_to
from workflow.staffing.bodies import BodyGap
from workflow.staffing.doers import Place
from workflow.staffing.gaps import Gap, Staffing

UNTOLD: Final = "(ลับ)"
Name = tuple[str, Label]
"""What the record calls something, and what people call it."""


@dataclass(frozen=True, slots=True)
class ToldGap:
    """A state at which papers wait in vain: where, for which steps, by whom they could be taken.

    `walk` are the steps that lead there with the names of those whose taking them matters.
    """

    key: str
    kind: Name
    state: Name
    cause: str
    always: bool
    steps: tuple[Name, ...]
    roles: tuple[Name, ...]
    places: tuple[str, ...]
    codes: tuple[str, ...]
    walk: tuple[tuple[Name, str], ...]


@dataclass(frozen=True, slots=True)
class ToldBody:
    """A committee that cannot meet, for which kinds of papers, and how many of its members could come."""

    key: str
    body: Name
    lack: str
    kinds: tuple[Name, ...]
    count: str


@dataclass(frozen=True, slots=True)
class ToldStaffing:
    found: Staffing
    gaps: tuple[ToldGap, ...]
    bodies: tuple[ToldBody, ...]
    unsure: tuple[Name, ...]


def told(
    session: Session, found: Staffing, kinds: dict[str, Label], who: Viewer | None = None
) -> ToldStaffing:
    """`found` in names, read in a fixed number of statements; `kinds` names the kinds of papers.

    Papers that `who` may not see are told by no code; None is whoever keeps the machine.
    """
    places = {place for gap in found.gaps for place in gap.places}
    names = _place_names(session, places)
    people, seen = _people(session, found), _seen(session, found, who)
    return ToldStaffing(
        found,
        tuple(_gap(gap, names, people, seen) for gap in found.gaps),
        tuple(_body(gap, kinds) for gap in found.bodies),
        tuple(_kind(kind, kinds) for kind in found.unsure),
    )


def _gap(gap: Gap, names: dict[Place, str], people: dict[int, str], seen: frozenset[str]) -> ToldGap:
    roles = catalogue().roles
    return ToldGap(
        key=gap.key,
        kind=(gap.definition.kind, gap.definition.label),
        state=(gap.stuck.state, gap.definition.by_state[gap.stuck.state].label),
        cause=gap.stuck.cause,
        always=gap.stuck.always,
        steps=tuple(_labels(gap.definition, gap.stuck.triggers)),
        roles=tuple((role, roles[role].label) for role in gap.stuck.roles if role in roles),
        places=tuple(names[place] for place in gap.places if place in names),
        codes=tuple(code if code in seen else UNTOLD for code in gap.codes),
        walk=tuple(_walk(gap.definition, gap.stuck.walk, people)),
    )


def _seen(session: Session, found: Staffing, who: Viewer | None) -> frozenset[str]:
    codes = {code for gap in found.gaps for code in gap.codes}
    if who is None:
        return frozenset(codes)
    hers = items_visible_to(who).with_only_columns(col(Item.id))
    return frozenset(session.exec(select(Item.code).where(col(Item.code).in_(codes), col(Item.id).in_(hers))))


def _labels(definition: Definition, triggers: Iterable[str]) -> Iterable[Name]:
    named = {move.trigger: move.label for move in definition.transitions}
    return ((trigger, named[trigger]) for trigger in dict.fromkeys(triggers))


def _walk(
    definition: Definition, walk: Iterable[Walked], people: dict[int, str]
) -> Iterable[tuple[Name, str]]:
    named = {move.trigger: move.label for move in definition.transitions}
    for step in walk:
        yield (step.trigger, named[step.trigger]), people.get(step.doer.person, "") if step.doer else ""


def _body(gap: BodyGap, kinds: dict[str, Label]) -> ToldBody:
    return ToldBody(
        gap.key,
        (gap.body, catalogue().bodies[gap.body].label),
        gap.lack,
        tuple(_kind(kind, kinds) for kind in gap.kinds),
        str(gap.count),
    )


def _kind(kind: str, kinds: dict[str, Label]) -> Name:
    return kind, kinds.get(kind, Label(kind, kind))


def _place_names(session: Session, places: set[Place]) -> dict[Place, str]:
    groups = {place.group_id for place in places if place.group_id is not None}
    schools = {place.school_id for place in places if place.school_id is not None}
    of_group = dict(session.exec(select(Group.id, Group.name_th).where(col(Group.id).in_(groups))).all())
    of_school = dict(session.exec(select(School.id, School.name_th).where(col(School.id).in_(schools))).all())
    found = {}
    for place in places:
        name = of_group.get(place.group_id or 0) or of_school.get(place.school_id or 0)
        if name:
            found[place] = name
    return found


def _people(session: Session, found: Staffing) -> dict[int, str]:
    walked = {step.doer.person for gap in found.gaps for step in gap.stuck.walk if step.doer}
    return dict(session.exec(select(Person.id, Person.name_th).where(col(Person.id).in_(walked))).all())

"""The steps at which papers of an office will wait in vain, and for whom: proved for every path and place."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, false, or_
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from states.canonical import content_hash
from states.main_path import way_of
from states.model import Definition
from states.staffing import Doer, Soundness, Stuck, Taken, Walked, soundness
from workflow import definitions
from workflow.models import Entry, Group, Item, School
from workflow.permissions import in_force
from workflow.situation import everybody
from workflow.staffing.bodies import BodyGap, body_gaps
from workflow.staffing.doers import Place, Staff, alike, carried, doers_at, places_of


@dataclass(frozen=True, slots=True)
class Gap:
    """One state of a path at which papers wait in vain: at `places`, or those of `codes`.

    Without `codes` it was found for papers yet to be opened; `stuck.walk` is then that of the first place.
    """

    definition: Definition
    definition_hash: str
    stuck: Stuck
    places: tuple[Place, ...]
    codes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By what it is known from one day to the next."""
        where = "item" if self.codes else "new"
        return f"{self.definition.kind}:{where}:{self.stuck.state}:{self.stuck.cause}"


@dataclass(frozen=True, slots=True)
class Staffing:
    """What was found of an office on a Bangkok date, and how much was proved.

    `unsure` names the kinds whose search was given up; `paths` is how many paths, `places` how many places
    and `walks` how many different ways of walking them were gone through.
    """

    on: datetime.date
    gaps: tuple[Gap, ...]
    bodies: tuple[BodyGap, ...]
    paths: int
    places: int
    walks: int
    unsure: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.gaps and not self.bodies and not self.unsure


@dataclass(frozen=True, slots=True)
class _Office:
    """What every path of the office is held against."""

    id: int
    staff: Staff
    groups: Sequence[int]
    schools: Sequence[int]
    along: frozenset[tuple[str, str]]


def staffing(
    session: Session,
    office_id: int,
    on: datetime.date,
    at: datetime.datetime,
    *,
    instead: Definition | None = None,
) -> Staffing:
    """Every path in force at `at` and every open item, with the people of the Bangkok date `on`.

    `instead` is looked at alone, in place of its kind's path in force: what would be, were it published.
    Reads in a fixed number of statements.
    """
    known = definitions.all_in_force(session, office_id, at)
    chosen = {instead.kind: instead} if instead else known
    office = _office(session, office_id, on, {**known, **chosen}.values())
    found = [_of_path(office, each) for each in chosen.values()]
    if instead is None:
        found += _of_items(session, office)
    gaps = [gap for some, _ in found for gap in some]
    proofs = [proof for _, some in found for proof in some]
    return Staffing(
        on,
        tuple(sorted(gaps, key=lambda gap: (not gap.stuck.always, gap.key))),
        body_gaps(session, office_id, on, chosen.values()),
        paths=len(found),
        places=sum(len(places_of(each, office.groups, office.schools)) for each in chosen.values()),
        walks=sum(proof.walks for _, proof in proofs),
        unsure=tuple(sorted({kind for kind, proof in proofs if not proof.complete})),
    )


def _office(session: Session, office_id: int, on: datetime.date, known: Iterable[Definition]) -> _Office:
    groups = select(Group).where(Group.office_id == office_id).order_by(col(Group.code))
    schools = select(School).where(School.office_id == office_id).order_by(col(School.code))
    return _Office(
        office_id,
        Staff(everybody(session, office_id, on)),
        [each.id for each in session.exec(groups) if in_force(each.valid_from, each.valid_to, on)],
        [each.id for each in session.exec(schools) if in_force(each.valid_from, each.valid_to, on)],
        carried(known),
    )


_Found = tuple[list[Gap], list[tuple[str, Soundness]]]


def _of_path(office: _Office, definition: Definition) -> _Found:
    """New papers at every place; places whose people stand in the same relations are searched once."""
    name = content_hash(definition)
    way = way_of(name, definition)
    searched: dict[object, Soundness] = {}
    stops: dict[Stuck, list[Place]] = defaultdict(list)
    for place in places_of(definition, office.groups, office.schools):
        same = alike(doers_at(definition, office.staff, office.id, place, office.along))
        if same.doers not in searched:
            searched[same.doers] = soundness(definition, way, dict(same.doers))
        for stuck in searched[same.doers].stuck:
            walk = tuple(Walked(step.trigger, same.named(step.doer)) for step in stuck.walk)
            stops[replace(stuck, walk=walk)].append(place)
    gaps = [Gap(definition, name, stuck, tuple(places)) for stuck, places in _joined(stops).items()]
    return gaps, [(definition.kind, proof) for proof in searched.values()]


def _joined(stops: Mapping[Stuck, list[Place]]) -> dict[Stuck, list[Place]]:
    """One gap for each state and cause, told by the walk of its first place."""
    found: dict[tuple[str, str, bool], Stuck] = {}
    joined: dict[Stuck, list[Place]] = {}
    for stuck, places in stops.items():
        first = found.setdefault((stuck.state, stuck.cause, stuck.always), stuck)
        joined.setdefault(first, []).extend(places)
    return joined


_Starts = dict[tuple[str, frozenset[Taken]], list[str]]


def _of_items(session: Session, office: _Office) -> list[_Found]:
    """Every open item from where it stands, with who took the steps so far."""
    standing: dict[str, dict[Place, _Starts]] = defaultdict(lambda: defaultdict(dict))
    rows, performed = _open_items(session, office.id)
    for item_id, code, name, state, group_id, school_id in rows:
        apart = definitions.by_hash(session, name).separated_from
        taken = frozenset(each for each in performed[item_id] if each.trigger in apart)
        standing[name][Place(group_id, school_id)].setdefault((state, taken), []).append(code)
    return [
        _of_standing(office, name, definitions.by_hash(session, name), places)
        for name, places in standing.items()
    ]


def _of_standing(
    office: _Office,
    name: str,
    definition: Definition,
    places: Mapping[Place, _Starts],
) -> _Found:
    """Only where an item stands is told of it: what lies farther ahead is told of its path."""
    way, gaps, proofs = way_of(name, definition), [], []
    for place, starts in places.items():
        doers = doers_at(definition, office.staff, office.id, place, office.along)
        for (state, taken), codes in starts.items():
            proof = soundness(definition, way, doers, starts=[(state, taken)], most=1)
            here = [stuck for stuck in proof.stuck if stuck.state == state and not stuck.walk]
            gaps += [Gap(definition, name, stuck, (place,), tuple(codes)) for stuck in here]
            proofs.append((definition.kind, Soundness(proof.stuck, proof.walks)))
    return gaps, proofs


_Row = tuple[int, str, str, str, int | None, int | None]


def _open_items(session: Session, office_id: int) -> tuple[list[_Row], dict[int, list[Taken]]]:
    """The items still on their way, and by item the steps not undone with whom they bar."""
    asked: tuple[Any, ...] = (
        *(Item.id, Item.code, Item.definition_hash),
        *(Item.state, Item.group_id, Item.school_id),
    )
    places = session.execute(
        select(Item.definition_hash, Item.state).where(Item.office_id == office_id).distinct()
    )
    ways = [(name, state) for name, state in places if not definitions.by_hash(session, name).is_end(state)]
    going = or_(false(), *(and_(Item.definition_hash == name, Item.state == state) for name, state in ways))
    mine = and_(col(Item.office_id) == office_id, going)
    rows = session.execute(columns_of(*asked).where(mine).order_by(col(Item.code)))
    undone = select(Entry.corrects).where(
        Entry.office_id == office_id, Entry.kind == "undone", col(Entry.corrects).is_not(None)
    )
    steps = session.execute(
        select(Entry.item_id, Entry.trigger, Entry.actor_id, Entry.principal_id)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(mine, Entry.kind == "step", col(Entry.seq).not_in(undone))
    )
    found: dict[int, list[Taken]] = defaultdict(list)
    for item_id, trigger, actor_id, principal_id in steps:
        found[item_id].append(Taken(trigger, Doer(actor_id, principal_id).touches))
    return [tuple(row) for row in rows], found

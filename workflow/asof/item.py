"""One paper as it was on a day, as far as it was known: its place, particulars, duties and what was shown."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from states.model import Definition, Label
from workflow import definitions
from workflow.asof.course import Standing, Told
from workflow.asof.duties import DutyThen, counted_days, duties_then
from workflow.asof.particulars import Then
from workflow.asof.past import Past
from workflow.asof.stories import Story, take
from workflow.models import Attestation, Document, Entry, Group, Item, Person, School


@dataclass(frozen=True, slots=True)
class ShownThen:
    """A fact or document that counted: the value, or the file's name; from which entry and Bangkok date."""

    code: str
    value: str
    seq: int
    on: datetime.date
    by: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ItemThen:
    """A paper as it was; `standing` is None where it was not there on the day, or not known.

    `opened_on` is the Bangkok date of its first known entry, None where none was known. Of a particular
    whose earlier value was never recorded `known` is False. `corrected` are entries whose day was put right
    or that were undone only after the moment that counts, which is why the office believed otherwise then.
    """

    past: Past
    code: str
    kind: str
    opened_on: datetime.date | None
    opening: str
    standing: Standing | None
    label: Label | None
    definition: Definition | None
    title: Then
    owner: Then
    starts_on: Then
    ends_on: Then
    fiscal_year: int
    quarter: int | None
    group: str
    school: str
    parent: str
    duties: tuple[DutyThen, ...]
    facts: tuple[ShownThen, ...]
    documents: tuple[ShownThen, ...]
    last_step: str
    last_actor: str
    corrected: tuple[int, ...]


def item_then(session: Session, item: Item, past: Past) -> ItemThen:
    """The paper at the end of the day asked about, of what was known; a fixed number of statements.

    Whether she who asks may see the paper is asked before, of `workflow.queries`.
    """
    told, actors = _history(session, item)
    story = Story(item)
    for entry in told:
        take(story, entry, past)
    standing = story.standing(past) if story.known else None
    there = standing is not None
    facts, documents = _shown(session, item, told, past) if there else ((), ())
    changes = story.unknown
    owner = changes.before("owner_id", item.owner_id)
    group, school, parent, owner_name = _names(session, item, owner.value)
    last = next((each for each in told if standing is not None and each.seq == standing.seq), None)
    return ItemThen(
        *(past, item.code, item.kind),
        opened_on=story.opening.day if story.known else None,
        opening=story.opening.kind if story.known else "",
        standing=standing,
        label=_label(session, standing),
        definition=definitions.by_hash(session, standing.definition_hash) if standing else None,
        title=changes.before("title", item.title),
        owner=Then(owner_name, owner.known),
        starts_on=_day(changes.before("starts_on", item.starts_on)),
        ends_on=_day(changes.before("ends_on", item.ends_on)),
        fiscal_year=item.fiscal_year,
        quarter=item.quarter,
        group=group,
        school=school,
        parent=parent,
        duties=tuple(duties_then(session, item, told, past)) if there else (),
        facts=facts,
        documents=documents,
        last_step=last.trigger or last.kind if last else "",
        last_actor=actors.get(last.seq, "") if last else "",
        corrected=_put_right_later(told, past),
    )


def _label(session: Session, standing: Standing | None) -> Label | None:
    if standing is None:
        return None
    return definitions.state_label(session, standing.definition_hash, standing.state)


def _day(then: Then) -> Then:
    """A date, which entries write as text."""
    if isinstance(then.value, str):
        return Then(datetime.date.fromisoformat(then.value), then.known)
    return then


def _history(session: Session, item: Item) -> tuple[list[Told], dict[int, str]]:
    """The paper's whole history, and who wrote each entry."""
    columns: tuple[Any, ...] = (
        *(Entry.seq, Entry.kind, Entry.at, Entry.effective_on, Entry.from_state, Entry.to_state),
        *(Entry.version, Entry.definition_hash, Entry.corrects, Entry.details, Entry.trigger, Person.name_th),
    )
    rows = session.execute(
        select(*columns)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, Entry.office_id == item.office_id)
        .order_by(col(Entry.seq))
    )
    told: list[Told] = []
    actors: dict[int, str] = {}
    for *values, name in rows:
        told.append(Told(*values))
        actors[told[-1].seq] = name
    return told, actors


def _shown(
    session: Session, item: Item, told: list[Told], past: Past
) -> tuple[tuple[ShownThen, ...], tuple[ShownThen, ...]]:
    """The newest of each fact, and every document once, of entries that were known and whose day had come."""
    days = counted_days(told, past)
    counting = {each.seq for each in told if each.at <= past.known and days[each.seq] <= past.on}
    facts: dict[str, ShownThen] = {}
    rows: Any = select(Attestation, Person.name_th).join(
        Person, col(Person.id) == col(Attestation.attested_by)
    )
    mine = (Attestation.item_id == item.id, col(Attestation.entry_seq).in_(counting))
    for row, name in session.exec(rows.where(*mine).order_by(Attestation.entry_seq, Attestation.id)):
        facts[row.code] = ShownThen(row.code, row.value, row.entry_seq, days[row.entry_seq], name)
    documents: dict[tuple[str, str, int], ShownThen] = {}
    files: Any = select(Document, Person.name_th).join(Person, col(Person.id) == col(Document.attached_by))
    theirs = (Document.item_id == item.id, col(Document.entry_seq).in_(counting))
    for row, name in session.exec(files.where(*theirs).order_by(Document.entry_seq, Document.id)):
        documents[row.code, row.sha256, row.entry_seq] = ShownThen(
            *(row.code, row.filename, row.entry_seq, days[row.entry_seq], name), sha256=row.sha256
        )
    return tuple(facts[code] for code in sorted(facts)), tuple(documents.values())


def _names(session: Session, item: Item, owner_id: int | None) -> tuple[str, str, str, str]:
    """The codes of the paper's group, school and parent, which never change, and her name who owned it."""
    group = session.get(Group, item.group_id) if item.group_id else None
    school = session.get(School, item.school_id) if item.school_id else None
    parent = session.get(Item, item.parent_id) if item.parent_id else None
    owner = session.get(Person, owner_id) if owner_id else None
    return (
        group.code if group else "",
        school.code if school else "",
        parent.code if parent else "",
        owner.name_th if owner else "",
    )


def _put_right_later(told: list[Told], past: Past) -> tuple[int, ...]:
    """Entries known then that were corrected or taken back only later."""
    known = {each.seq for each in told if each.at <= past.known}
    later = {each.corrects for each in told if each.corrects is not None and each.at > past.known}
    return tuple(sorted(known & later))

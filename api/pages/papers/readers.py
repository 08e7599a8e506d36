"""To whom a paper goes and who has read it, as its desk shows it; and the choice of readers in its form."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, or_, select

from api.pages.words import Words
from workflow.errors import BadInput
from workflow.meetings.minutes import Progress, progress
from workflow.models import Acknowledgement, Cluster, Group, Person, School
from workflow.papers import addressees

EVERYBODY: Final = ("all_staff", "all_groups", "finance_group", "all_schools")
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was asked to read the paper; `read_at` where she said that she has."""

    name: str
    asked_at: datetime.datetime
    read_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Readers:
    """Who was asked and who has read, whole and by group; and what she who looks owes."""

    progress: Progress
    read: tuple[Reader, ...]
    unread: tuple[Reader, ...]
    asked: bool
    read_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of the form: the word for these readers and what they are called."""

    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everybody a paper may be sent to; `other` are those chosen whom no box stands for."""

    everybody: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    clusters: tuple[Choice, ...]
    schools: tuple[Choice, ...]
    people: tuple[Choice, ...]
    other: tuple[Choice, ...]


def readers_of(session: Session, item_id: int, person_id: int) -> Readers | None:
    """Those asked to read the paper, the latest reader first; None before anybody was."""
    rows = session.exec(
        select(Acknowledgement, Person.name_th)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(Acknowledgement.item_id == item_id)
        .order_by(col(Acknowledgement.read_at).desc(), col(Person.name_th), col(Person.id))
    ).all()
    if not rows:
        return None
    told = [Reader(name, row.asked_at, row.read_at) for row, name in rows]
    hers = next((row for row, _ in rows if row.person_id == person_id), None)
    return Readers(
        progress(session, item_id),
        tuple(each for each in told if each.read_at is not None),
        tuple(each for each in told if each.read_at is None),
        hers is not None,
        hers.read_at if hers else None,
    )


def names_of(
    session: Session, office_id: int, tokens: tuple[str, ...], words: Words
) -> tuple[list[str], int]:
    """What the readers are called, the first of them, and how many more there are."""
    named = [_name(session, office_id, token, words) for token in tokens[:_MOST_NAMED]]
    return named, max(0, len(tokens) - _MOST_NAMED)


def _name(session: Session, office_id: int, token: str, words: Words) -> str:
    try:
        return words.digits(addressees.named(session, office_id, (token,), words.language)[0])
    except BadInput:  # a group or a person that the office no longer has
        return token


def choices_of(
    session: Session, office_id: int, chosen: tuple[str, ...], on: datetime.date, words: Words
) -> Choices:
    """Everybody there is on the Bangkok date `on`, in four statements."""
    groups = session.exec(
        select(Group.code, Group.name_th)
        .where(Group.office_id == office_id, Group.valid_from <= on)
        .where(or_(col(Group.valid_to).is_(None), col(Group.valid_to) >= on))
        .order_by(col(Group.code))
    )
    clusters = session.exec(
        select(Cluster.code, Cluster.name_th)
        .where(Cluster.office_id == office_id)
        .order_by(col(Cluster.code))
    )
    schools = session.exec(
        select(School.code, School.name_th)
        .where(School.office_id == office_id, School.valid_from <= on)
        .where(or_(col(School.valid_to).is_(None), col(School.valid_to) >= on))
        .order_by(col(School.name_th), col(School.code))
    )
    people = session.exec(
        select(Person.username, Person.name_th)
        .where(Person.office_id == office_id, col(Person.is_service).is_(False), Person.active_from <= on)
        .where(or_(col(Person.active_to).is_(None), col(Person.active_to) >= on))
        .order_by(col(Person.name_th), col(Person.id))
    )

    def boxes(kind: str, rows: list[tuple[str, str]]) -> tuple[Choice, ...]:
        return tuple(Choice(f"{kind}:{code}", words.digits(name)) for code, name in rows)

    found = (
        tuple(Choice(each, words(f"to_{each}")) for each in EVERYBODY),
        boxes("group", list(groups)),
        boxes("cluster", list(clusters)),
        boxes("school", list(schools)),
        boxes("person", list(people)),
    )
    known = {each.token for part in found for each in part}
    return Choices(*found, tuple(Choice(each, each) for each in chosen if each not in known))

"""The parts of an office: its groups, its clusters and schools, its committees and boards."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from workflow.changes import Hand, applied, authority, check_span, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.models import Body, Cluster, Group, School

_NAMES = ("name_th", "name_en", "valid_to")


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group of the office; both days of validity are Bangkok dates and included."""

    code: str
    name_th: str
    name_en: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NewSchool:
    """A school; `cluster` is the code of its cluster, empty where it belongs to none."""

    code: str
    name_th: str
    cluster: str = ""
    students: int = 0
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NewBody:
    """A committee or board under the office's own name for it."""

    code: str
    name_th: str
    internal: bool
    name_en: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


def add_groups(session: Session, office_id: int, groups: Iterable[NewGroup], hand: Hand) -> dict[str, int]:
    """Adds groups; their ids by code. Raises NotAllowed, BadInput, TooLong, AlreadyExists."""
    rows = [
        Group(
            office_id=office_id,
            code=named("code", each.code),
            name_th=named("name_th", each.name_th),
            name_en=each.name_en,
            valid_from=each.valid_from or hand.day,
            valid_to=each.valid_to,
        )
        for each in groups
    ]
    return _added(session, office_id, "group", rows, hand)


def add_clusters(session: Session, office_id: int, clusters: dict[str, str], hand: Hand) -> dict[str, int]:
    """Adds school clusters by code and Thai name; their ids by code. Raises as `add_groups`."""
    rows = [
        Cluster(office_id=office_id, code=named("code", code), name_th=named("name_th", th))
        for code, th in clusters.items()
    ]
    return _added(session, office_id, "school", rows, hand, what="cluster")


def add_schools(session: Session, office_id: int, schools: Iterable[NewSchool], hand: Hand) -> dict[str, int]:
    """Adds schools, all in one entry; their ids by code. Raises as `add_groups`."""
    found = session.exec(select(Cluster).where(Cluster.office_id == office_id)).all()
    clusters = {cluster.code: cluster.id for cluster in found}
    rows = []
    for each in schools:
        if each.cluster and each.cluster not in clusters:
            raise BadInput("cluster", "unknown", each.cluster)
        rows.append(
            School(
                office_id=office_id,
                cluster_id=clusters.get(each.cluster),
                code=named("code", each.code),
                name_th=named("name_th", each.name_th),
                students=each.students,
                valid_from=each.valid_from or hand.day,
                valid_to=each.valid_to,
            )
        )
    return _added(session, office_id, "school", rows, hand)


def add_bodies(session: Session, office_id: int, bodies: Iterable[NewBody], hand: Hand) -> dict[str, int]:
    """Adds committees and boards; their ids by code. Raises as `add_groups`."""
    rows = [
        Body(
            office_id=office_id,
            code=named("code", each.code),
            name_th=named("name_th", each.name_th),
            name_en=each.name_en,
            internal=each.internal,
            valid_from=each.valid_from or hand.day,
            valid_to=each.valid_to,
        )
        for each in bodies
    ]
    return _added(session, office_id, "body", rows, hand)


def _added(
    session: Session,
    office_id: int,
    kind: str,
    rows: Sequence[Group | Cluster | School | Body],
    hand: Hand,
    *,
    what: str = "",
) -> dict[str, int]:
    """Writes the rows with one entry that names them all."""
    by = authority(session, office_id, hand)
    for place, row in enumerate(rows):
        _check_new(session, office_id, kind, row)
        if row.code in {other.code for other in rows[:place]}:
            raise AlreadyExists(kind, row.code)
    session.add_all(rows)
    session.flush()
    if rows:
        told: dict[str, Any] = {"added": what or kind}
        if len(rows) == 1:
            told["name_th"] = rows[0].name_th
        record(session, office_id, kind, [row.code for row in rows], told, hand, by=by)
    return {row.code: row.id for row in rows}


def _check_new(session: Session, office_id: int, kind: str, row: Group | Cluster | School | Body) -> None:
    table = type(row)
    same = select(table).where(table.office_id == office_id, table.code == row.code)
    if isinstance(row, Body):
        same = same.where(Body.valid_from == row.valid_from)
    if session.exec(same).first() is not None:
        raise AlreadyExists(kind, row.code)
    if not isinstance(row, Cluster):
        check_span(row.valid_from, row.valid_to)


def change_group(session: Session, group_id: int, wanted: dict[str, Any], hand: Hand) -> None:
    """Renames a group or ends it (`valid_to`). Raises NotAllowed, BadInput."""
    _changed(session, "group", session.get_one(Group, group_id), wanted, hand, _NAMES)


def change_school(session: Session, school_id: int, wanted: dict[str, Any], hand: Hand) -> None:
    """Renames a school, moves it to another cluster, counts its pupils or ends it (P-M1.1)."""
    fields = ("name_th", "cluster_id", "students", "valid_to")
    _changed(session, "school", session.get_one(School, school_id), wanted, hand, fields)


def change_body(session: Session, body_id: int, wanted: dict[str, Any], hand: Hand) -> None:
    """Renames a committee or board, or ends it (the area committees were replaced in 2559, P-D7)."""
    _changed(session, "body", session.get_one(Body, body_id), wanted, hand, _NAMES)


def _changed(
    session: Session,
    kind: str,
    row: Group | School | Body,
    wanted: dict[str, Any],
    hand: Hand,
    fields: tuple[str, ...],
) -> None:
    by = authority(session, row.office_id, hand)
    changed = applied(row, wanted, fields)
    check_span(row.valid_from, row.valid_to)
    if changed:
        session.flush()
        record(session, row.office_id, kind, [row.code], {"changed": changed}, hand, by=by)

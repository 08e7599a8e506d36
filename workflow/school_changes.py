"""Schools close and merge, groups end, a committee gives way to its successor: what ends with each."""

import datetime
from dataclasses import replace

from sqlmodel import Session, col, func, or_, select

from workflow.changes import Hand, authority, check_span, named, record
from workflow.errors import BadInput
from workflow.models import Body, Cluster, Group, Occupancy, Position, School
from workflow.people import change_position, end_occupancy
from workflow.permissions import in_force
from workflow.structure import NewBody, add_bodies, change_body, change_group, change_school

_A_DAY = datetime.timedelta(days=1)


def close_school(
    session: Session, school_id: int, last_day: datetime.date, into: int | None, hand: Hand
) -> None:
    """The school's last day; its posts end with it. `into` is the school it merges into (P-M1.1).

    Raises NotAllowed, and BadInput: it is closed already or the other school is not there the next day.
    """
    school = session.get_one(School, school_id)
    by = authority(session, school.office_id, hand)
    if school.valid_to is not None:
        raise BadInput("valid_to", "ends_already", school.valid_to.isoformat())
    check_span(school.valid_from, last_day)
    if into is not None:
        other = session.get(School, into)
        if other is None or other.office_id != school.office_id or other.id == school.id:
            raise BadInput("into", "unknown", str(into))
        if not in_force(other.valid_from, other.valid_to, last_day + _A_DAY):
            raise BadInput("into", "not_in_force", other.name_th)
        told = {"merged_into": other.code, "name_th": other.name_th}
        record(session, school.office_id, "school", [school.code], told, hand, by=by, on=last_day)
    posts = select(Position).where(Position.school_id == school_id).order_by(col(Position.id))
    for post in session.exec(posts).all():
        end_post(session, post.id, last_day, hand)
    change_school(session, school_id, {"valid_to": last_day}, hand)


def end_post(session: Session, position_id: int, last_day: datetime.date, hand: Hand) -> None:
    """The post's last day; whoever holds it leaves with it. A post that ends no later stays as it is.

    Raises NotAllowed, and BadInput where somebody is appointed to it from a later day.
    """
    post = session.get_one(Position, position_id)
    authority(session, post.office_id, hand)
    if post.valid_to is not None and post.valid_to <= last_day:
        return
    held = session.exec(
        select(Occupancy)
        .where(
            Occupancy.position_id == position_id,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) > last_day),
        )
        .order_by(col(Occupancy.id))
    ).all()
    for row in held:
        if row.valid_from > last_day:
            raise BadInput("valid_to", "holds_later", f"{post.title_th} ({row.valid_from.isoformat()})")
        end_occupancy(session, row.id, last_day, hand)
    change_position(session, position_id, {"valid_to": last_day}, hand)


def end_group(session: Session, group_id: int, last_day: datetime.date, hand: Hand) -> None:
    """The group's last day. Raises NotAllowed, and BadInput while posts of it would outlive it."""
    group = session.get_one(Group, group_id)
    authority(session, group.office_id, hand)
    if group.valid_to is not None and group.valid_to <= last_day:
        raise BadInput("valid_to", "ends_already", group.valid_to.isoformat())
    left = session.exec(
        select(func.count())
        .select_from(Position)
        .where(
            Position.group_id == group_id,
            or_(col(Position.valid_to).is_(None), col(Position.valid_to) > last_day),
        )
    ).one()
    if left:
        raise BadInput("valid_to", "posts_left", str(left))
    change_group(session, group_id, {"valid_to": last_day}, hand)


def rename_cluster(session: Session, cluster_id: int, name_th: str, hand: Hand) -> None:
    """Gives a cluster another name. Raises NotAllowed, BadInput, TooLong."""
    cluster = session.get_one(Cluster, cluster_id)
    by = authority(session, cluster.office_id, hand)
    before, cluster.name_th = cluster.name_th, named("name_th", name_th)
    if before != cluster.name_th:
        session.add(cluster)
        session.flush()
        told = {"cluster": cluster.code, "changed": {"name_th": [before, cluster.name_th]}}
        record(session, cluster.office_id, "school", [cluster.code], told, hand, by=by)


def end_body(
    session: Session, body_id: int, last_day: datetime.date, successor: NewBody | None, hand: Hand
) -> None:
    """The body's last day; `successor` begins the next day (P-D7).

    Raises NotAllowed, AlreadyExists, and BadInput where it ends no later anyhow.
    """
    body = session.get_one(Body, body_id)
    authority(session, body.office_id, hand)
    if body.valid_to is not None and body.valid_to <= last_day:
        raise BadInput("valid_to", "ends_already", body.valid_to.isoformat())
    change_body(session, body_id, {"valid_to": last_day}, hand)
    if successor is not None:
        begun = replace(successor, valid_from=last_day + _A_DAY)
        add_bodies(session, body.office_id, [begun], hand)

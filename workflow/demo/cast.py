"""Puts the sample's groups, schools and people into an office, through the same doors as any office."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session

from workflow import accounts
from workflow.changes import Hand
from workflow.demo.sample import Sample, User
from workflow.offices import NewOffice, add_funds, create_office
from workflow.people import Appointment, NewPerson, NewPosition, add_people, add_positions, appoint
from workflow.structure import NewGroup, NewSchool, add_clusters, add_groups, add_schools

_INVENTED = " (บัญชีสมมติ)"


@dataclass(frozen=True, slots=True)
class Cast:
    """The ids of everything in a sample office, by the sample's own names."""

    office_id: int
    people: dict[str, int]
    groups: dict[str, int]
    funds: dict[str, int]

    def person(self, name: str) -> int:
        """The id behind an account of the sample; `system` is the service account."""
        return self.people[name]


def set_up(
    session: Session,
    sample: Sample,
    *,
    at: datetime.datetime,
    years: tuple[int, ...],
    guests_until: datetime.date,
    password_hash: str,
) -> Cast:
    """Sets the sample's office up at the moment `at`, with the holidays of these C.E. years.

    The account of the outside auditor ends after `guests_until`.
    """
    new = NewOffice(
        code=sample.code,
        name_th=sample.office["th"],
        short_th=sample.office["short"],
        profile=sample.office["profile"],
        website=sample.office.get("website", "").partition(" ")[0],
        document_prefix=sample.office.get("doc_prefix", "").partition(" (")[0],
        holiday_years=years,
    )
    created = create_office(session, new, at=at)
    hand = Hand(created.system_id, at)
    office_id = created.office_id
    groups = add_groups(session, office_id, [NewGroup(code, th) for code, th in sample.groups.items()], hand)
    clusters = add_clusters(session, office_id, sample.clusters, hand)
    rows = [NewSchool(each.code, each.name, each.cluster, each.students) for each in sample.schools]
    schools = add_schools(session, office_id, rows, hand)
    funds = add_funds(session, office_id, sample.funds, hand) if sample.funds else {}
    people = _people(session, office_id, sample, hand, guests_until)
    _appoint(session, office_id, sample.users, people, _Places(groups, schools, clusters), hand)
    for person_id in set(people.values()):
        accounts.set_password(session, person_id, password_hash)
    return Cast(office_id, {**people, "system": created.system_id}, groups, funds)


def _people(
    session: Session, office_id: int, sample: Sample, hand: Hand, guests_until: datetime.date
) -> dict[str, int]:
    """One person per account, except where the sample says that two accounts are one person."""
    own = [user for user in sample.users if not user.same_as]
    guests = {user.username for user in own if user.role == "external_auditor"}
    new = [
        NewPerson(user.username, user.label, active_to=guests_until if user.username in guests else None)
        for user in own
    ]
    ids = add_people(session, office_id, new, hand)
    return ids | {user.username: ids[user.same_as] for user in sample.users if user.same_as}


@dataclass(frozen=True, slots=True)
class _Places:
    groups: dict[str, int]
    schools: dict[str, int]
    clusters: dict[str, int]


def _appoint(
    session: Session,
    office_id: int,
    users: tuple[User, ...],
    people: dict[str, int],
    places: _Places,
    hand: Hand,
) -> None:
    """A position for every account of the sample, held by its person from the first day."""
    codes = {user.username: user.username.partition(".")[0] for user in users}
    new = [_position(user, codes[user.username], places) for user in users]
    positions = add_positions(session, office_id, new, hand)
    held = [Appointment(positions[codes[user.username]], people[user.username]) for user in users]
    appoint(session, office_id, held, hand)


def _position(user: User, code: str, places: _Places) -> NewPosition:
    """The post behind an account; the sample has one school officer and one cluster chair, of the first."""
    first_school = next(iter(places.schools.values()), None)
    first_cluster = next(iter(places.clusters.values()), None)
    return NewPosition(
        code=code,
        role=user.role,
        title_th=user.label.removesuffix(_INVENTED),
        group_id=places.groups[user.group] if user.group else None,
        school_id=first_school if user.role == "school_officer" else None,
        cluster_id=first_cluster if user.role == "school_cluster_chair" else None,
    )

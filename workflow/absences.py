"""Days on which people are away, so that what they owe then is told to whoever stands in for them."""

import datetime

from sqlmodel import Session, col, select

from workflow.changes import ORDER_KEEPERS, Hand, check_span, record
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.facts import limited
from workflow.models import Absence, Person
from workflow.permissions import Authority, covering, empowered
from workflow.situation import who

LONGEST_REASON = 300
_A_DAY = datetime.timedelta(days=1)


def note_absence(
    session: Session,
    person_id: int,
    since: datetime.date,
    until: datetime.date,
    reason: str,
    hand: Hand,
) -> Absence:
    """Notes that a person is away from `since` to `until` (Bangkok dates, both included).

    By herself, or by those who keep orders. The reason stays out of the history, which nobody can erase: an
    illness is hers. Raises NotAllowed, TooLong, and BadInput where it ends before it begins or overlaps
    another absence of hers.
    """
    person = session.get_one(Person, person_id)
    by = _authority(session, person, hand)
    check_span(since, until)
    if _away(session, person_id, since, until):
        raise BadInput("valid_from", "overlaps", since.isoformat())
    row = Absence(
        person_id=person_id,
        valid_from=since,
        valid_to=until,
        reason=limited("reason", reason.strip(), LONGEST_REASON),
    )
    session.add(row)
    session.flush()
    _tell(session, person, {"away": [since.isoformat(), until.isoformat()]}, hand, by)
    return row


def end_absence(session: Session, absence_id: int, hand: Hand) -> Absence | None:
    """She is back: the absence ended the day before; None where it had not begun and is taken away.

    Raises NotAllowed, and BadInput where it is over or there is none.
    """
    row = session.get(Absence, absence_id)
    if row is None:
        raise BadInput("absence", "unknown", str(absence_id))
    person = session.get_one(Person, row.person_id)
    by = _authority(session, person, hand)
    if row.valid_to < hand.day:
        raise BadInput("valid_to", "not_in_force", row.valid_to.isoformat())
    begun = row.valid_from < hand.day
    told = {"away": [row.valid_from.isoformat(), row.valid_to.isoformat()]}
    if begun:
        row.valid_to = hand.day - _A_DAY
        session.add(row)
    else:
        session.delete(row)
    session.flush()
    _tell(session, person, {**told, "back_on": hand.day.isoformat()}, hand, by)
    return row if begun else None


def absences_of(session: Session, person_id: int, on: datetime.date) -> list[Absence]:
    """A person's absences that are not over on a Bangkok date, the earliest first."""
    found = session.exec(
        select(Absence)
        .where(Absence.person_id == person_id, Absence.valid_to >= on)
        .order_by(col(Absence.valid_from))
    )
    return list(found)


def _authority(session: Session, person: Person, hand: Hand) -> Authority:
    """By which post she notes her own absence, or somebody may note another's; raises NotAllowed."""
    actor = who(session, person.office_id, hand.by, hand.day)
    if hand.by != person.id:
        return empowered(actor, person.office_id, ORDER_KEEPERS)
    own = covering(actor, person.office_id, ORDER_KEEPERS)
    if not own:
        raise NotAllowed(Denial("no_role", ORDER_KEEPERS))
    return own[0]


def _away(session: Session, person_id: int, since: datetime.date, until: datetime.date) -> bool:
    clash = select(Absence.id).where(
        Absence.person_id == person_id, Absence.valid_from <= until, Absence.valid_to >= since
    )
    return session.exec(clash).first() is not None


def _tell(session: Session, person: Person, told: dict[str, object], hand: Hand, by: Authority) -> None:
    record(session, person.office_id, "absence", [person.username], told, hand, by=by)

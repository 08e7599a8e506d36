"""How a person wants to be told: by which channels of her office, where, when not, in which language.

The inbox is no channel and cannot be turned off: she is never told less than there.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from notifications.models import Contact, Preference
from states.thai import arabic_digits
from workflow.accounts.told import tell
from workflow.changes import Hand, authority, record
from workflow.errors import BadInput
from workflow.models import Person

LANGUAGES: Final = ("th", "en")
_LONGEST_EMAIL: Final = 254
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LINE_USER: Final = re.compile(r"U[0-9a-f]{32}")
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a person wants to be reached by a channel; an empty address takes it away."""

    channel: str
    address: str
    enabled: bool = True


def needs_address(channel: str) -> bool:
    """Whether she says where; webhook and folder are the installation's own, under her account's name."""
    return channel in ("email", "line")


def contacts_of(session: Session, person_id: int) -> dict[str, Contact]:
    """Where a person is reached, by channel."""
    found = session.exec(select(Contact).where(Contact.person_id == person_id).order_by(col(Contact.channel)))
    return {each.channel: each for each in found}


def set_contact(
    session: Session, person: Person, wanted: Wanted, available: tuple[str, ...], now: datetime.datetime
) -> None:
    """Sets, changes, switches or takes away how a person is reached by one channel.

    Turned on, or turned to another address, it carries what is written from `now` on: nothing old is sent.
    Raises BadInput for a channel the office has not, and for an address that cannot be one.
    """
    known = contacts_of(session, person.id).get(wanted.channel)
    if wanted.channel not in available and known is None:
        raise BadInput("channel", "unknown", wanted.channel[:20])
    address = address_of(person, wanted)
    if not address:
        if known is not None:
            session.delete(known)
        session.flush()
        return
    if known is None:
        known = Contact(
            person_id=person.id, channel=wanted.channel, address=address, enabled=False, since=now
        )
    if known.address != address:
        known.address, known.trouble, known.since = address, "", now
    if wanted.enabled and not known.enabled:
        known.since, known.trouble = now, ""
    known.enabled = wanted.enabled
    session.add(known)
    session.flush()


def set_own(
    session: Session, person: Person, wanted: Wanted, available: tuple[str, ...], now: datetime.datetime
) -> None:
    """The same by the person herself. Another e-mail address is told in the history, without the address:
    links for a new password go there. Raises as `set_contact`."""
    before = _address(session, person, "email")
    set_contact(session, person, wanted, available, now)
    after = _address(session, person, "email")
    if after != before:
        tell(session, person, "mail_address_changed", now, set=bool(after))


def _address(session: Session, person: Person, channel: str) -> str:
    known = contacts_of(session, person.id).get(channel)
    return known.address if known else ""


def set_for(session: Session, person: Person, wanted: Wanted, available: tuple[str, ...], hand: Hand) -> None:
    """The same by whoever sets the office up, told in the history without the address.

    Raises NotAllowed, and as `set_contact`.
    """
    by = authority(session, person.office_id, hand)
    before = _address(session, person, wanted.channel)
    set_contact(session, person, wanted, available, hand.at)
    after = _address(session, person, wanted.channel)
    if after != before:
        told = {"contact": wanted.channel, "set": bool(after)}
        record(session, person.office_id, "person", [person.username], told, hand, by=by)


def address_of(person: Person, wanted: Wanted) -> str:
    """The address as it is kept; empty where it is to be taken away. Raises BadInput."""
    if not needs_address(wanted.channel):
        return person.username if wanted.enabled else ""
    address = wanted.address.strip()
    if not address:
        return ""
    if wanted.channel == "line":
        if not _LINE_USER.fullmatch(address):
            raise BadInput("address", "not_line_user", address[:80])
        return address
    if not is_email(address):
        raise BadInput("address", "not_email", address[:80])
    return address


def is_email(text: str) -> bool:
    """An address a mail server takes: one @, plain letters, a domain with a dot, no more than 254 signs."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(text) <= _LONGEST_EMAIL
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )


def try_again(session: Session, contact: Contact) -> None:
    """Forgets that the channel refused the address: the next message is sent there again."""
    contact.trouble = ""
    session.add(contact)
    session.flush()


def preference_of(session: Session, person_id: int) -> Preference:
    """How a person likes to be told; Thai and at any hour where she has said nothing."""
    return session.get(Preference, person_id) or Preference(person_id=person_id)


def set_preference(
    session: Session, person_id: int, *, language: str, quiet_from: str, quiet_to: str
) -> None:
    """Keeps language and quiet hours (see `quiet_hours`); raises BadInput."""
    if language not in LANGUAGES:
        raise BadInput("language", "unknown", language[:10])
    kept = preference_of(session, person_id)
    kept.language = language
    kept.quiet_from, kept.quiet_to = quiet_hours(quiet_from, quiet_to)
    session.add(kept)
    session.flush()


def quiet_hours(begins: str, ends: str) -> tuple[str, str]:
    """From and to as kept (Bangkok, `21:30`, may cross midnight), both empty for none; raises BadInput."""
    quiet_from, quiet_to = _time("quiet_from", begins), _time("quiet_to", ends)
    if bool(quiet_from) != bool(quiet_to):
        raise BadInput("quiet_to" if quiet_from else "quiet_from", "empty")
    if quiet_from and quiet_from == quiet_to:
        raise BadInput("quiet_to", "quiet_all_day", quiet_to)
    return quiet_from, quiet_to


def _time(name: str, text: str) -> str:
    """A time of day as `07:05`; empty where nothing was typed."""
    plain = arabic_digits(text).strip().removesuffix("น.").strip()
    if not plain:
        return ""
    found = _TIME.fullmatch(plain)
    if found is None:
        raise BadInput(name, "not_time", text[:40])
    return f"{int(found[1]):02}:{found[2]}"

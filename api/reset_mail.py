"""Mails a link for a new password to whoever forgot hers, after the answer has left.

The answer says the same at the same moment for every name: whether there is such an account, and where it is
reached, is looked up afterwards.
"""

import datetime
import logging
import uuid
from html import escape
from typing import Final

from fastapi import Request
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from api.dependencies import moment_of, settings_of
from api.pages.preferences import Preferences
from api.pages.words import Words
from notifications.channels.channel import Outgoing, TransportError
from notifications.channels.settings import ChannelSet
from notifications.contacts import contacts_of, preference_of
from workflow.accounts import codes
from workflow.database import Database
from workflow.errors import UnknownPerson
from workflow.models import Office, Person
from workflow.moments import bangkok_date
from workflow.people import by_username
from workflow.permissions import in_force

_log: Final = logging.getLogger("khanton.reset")


def mail(request: Request, username: str) -> None:
    """Sends the link where the account is in force, and it and its office have e-mail; no blanks around."""
    database: Database = request.app.state.database
    channels: ChannelSet = request.app.state.channels
    at = moment_of(request)
    try:
        with database.write() as session:
            found = _written(session, username, channels, at, settings_of(request).public_url)
        if found is not None:
            office, message = found
            channel = channels.for_office(office, "email")
            if channel is not None:
                channel.send(message)
    except TransportError as error:
        # What the mail server said may hold the address.
        kind = "for good" if error.permanent else "for now"
        _log.warning("a mail for a new password was not accepted, %s", kind)
    except OperationalError:
        _log.warning("a mail for a new password was not written: the database was busy")


def _written(
    session: Session, username: str, channels: ChannelSet, at: datetime.datetime, public_url: str
) -> tuple[str, Outgoing] | None:
    try:
        person = by_username(session, username)
    except UnknownPerson:
        return None
    office = session.get_one(Office, person.office_id)
    contact = contacts_of(session, person.id).get("email")
    if (
        person.is_service
        or not in_force(person.active_from, person.active_to, bangkok_date(at))
        or contact is None
        or not contact.enabled
        or "email" not in channels.available(office.code)
    ):
        return None
    language = preference_of(session, person.id).language
    issued = codes.issue_by_mail(session, person, at)
    return office.code, _message(person, contact.address, language, issued.code, at, public_url)


def _message(
    person: Person, to: str, language: str, code: str, at: datetime.datetime, public_url: str
) -> Outgoing:
    """With a link only where the settings say how people reach this installation: what a browser claims to
    have reached may be somebody else's trap."""
    words = Words(Preferences(language, thai_digits=False))
    where = words("reset_mail_link", link=f"{public_url}/reset/{code}") if public_url else ""
    lines = [
        words("reset_mail_lead", name=person.name_th, username=person.username),
        where or words("reset_mail_code", code=code),
        words("reset_mail_until"),
        words("reset_mail_not_you"),
    ]
    subject = words("reset_mail_subject")
    return Outgoing(
        token=str(uuid.uuid4()),
        to=to,
        name=person.name_th,
        subject=subject,
        text="\n\n".join(lines) + "\n",
        html="".join(f"<p>{escape(line)}</p>" for line in lines),
        line=subject,
        told=(),
        language=language,
        at=at,
    )

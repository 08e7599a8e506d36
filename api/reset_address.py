"""Has the password typed before her e-mail address changes: links for a new password are mailed there."""

from collections.abc import Sequence

from fastapi import Request
from sqlmodel import Session

from api import signing
from api.errors import AddressNeedsPassword
from notifications.contacts import Wanted, address_of, contacts_of
from workflow.accounts.passwords import has_password
from workflow.models import Person


def check_address(
    request: Request, session: Session, person: Person, wanted: Sequence[Wanted], typed: str
) -> None:
    """Compares the password where the e-mail address would be set, changed or taken away; nothing else asks.

    Ask while only reading: comparing is slow on purpose. Who has no password cannot type one. Raises
    AddressNeedsPassword where none was typed, WrongPassword, TooManyAttempts, and BadInput for an address
    that cannot be one.
    """
    known = contacts_of(session, person.id).get("email")
    was = known.address if known else ""
    becomes = {address_of(person, each) for each in wanted if each.channel == "email"}
    if becomes <= {was} or not has_password(session, person.id):
        return
    if not typed:
        raise AddressNeedsPassword
    signing.confirm(request, session, person.id, typed)

"""The office's identity provider: what is known of it, and whose accounts there are whose here."""

import datetime
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sqlmodel import Session, col, select, update

from workflow import tenancy
from workflow.accounts import policy
from workflow.accounts.told import tell, tell_for
from workflow.accounts.vault import Vault
from workflow.changes import Hand, authority, record
from workflow.errors import BadInput, ProviderRefused
from workflow.facts import limited
from workflow.models import Identity, Office, Person, SignInPolicy
from workflow.moments import bangkok_date
from workflow.permissions import in_force

_HERE: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider (OpenID Connect) as an office names it."""

    office_id: int
    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True, slots=True)
class WantedProvider:
    """What an administrator sets; an empty issuer takes the provider away, an empty secret keeps the old."""

    issuer: str
    client_id: str = ""
    client_secret: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is, as the provider vouches for."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False


def providers(session: Session, vault: Vault) -> list[Provider]:
    """Every office's provider, by office."""
    rows = session.exec(
        select(SignInPolicy).where(SignInPolicy.issuer != "").order_by(col(SignInPolicy.office_id))
    )
    return [_provider(row, vault) for row in rows]


def provider_of(session: Session, office_id: int, vault: Vault) -> Provider | None:
    """The office's provider, if it has one."""
    row = policy.row_of(session, office_id)
    return None if row is None or not row.issuer else _provider(row, vault)


def _provider(row: SignInPolicy, vault: Vault) -> Provider:
    secret = vault.open(row.sealed_client_secret) if row.sealed_client_secret else ""
    return Provider(row.office_id, row.issuer, row.client_id, secret or "", row.provider_name)


def set_provider(session: Session, office_id: int, wanted: WantedProvider, vault: Vault, hand: Hand) -> bool:
    """Names the office's provider; whether anything changed. Links to another issuer stay and rest.

    Raises NotAllowed and BadInput.
    """
    by = authority(session, office_id, hand)
    issuer = wanted.issuer.strip().rstrip("/")
    _check_issuer(issuer)
    if issuer and not wanted.client_id.strip():
        raise BadInput("client_id", "empty")
    row = policy.ensured(session, office_id)
    values = {
        "issuer": limited("issuer", issuer, 300),
        "client_id": limited("client_id", wanted.client_id.strip(), 300) if issuer else "",
        "provider_name": limited("provider_name", wanted.name.strip(), 120) if issuer else "",
    }
    changed = {
        name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    if wanted.client_secret and issuer:
        row.sealed_client_secret = vault.seal(limited("client_secret", wanted.client_secret, 500))
        changed["client_secret"] = []
    elif not issuer:
        row.sealed_client_secret = ""
    if changed:
        session.flush()
        code = session.get_one(Office, office_id).code
        record(session, office_id, "sign_in_policy", [code], {"changed": changed}, hand, by=by)
    return bool(changed)


def _check_issuer(issuer: str) -> None:
    """An address by HTTPS; without it only on this computer."""
    if not issuer:
        return
    try:
        parts = urlsplit(issuer)
    except ValueError as error:
        raise BadInput("issuer", "not_address", issuer[:80]) from error
    if not parts.hostname or parts.query or parts.fragment or parts.username or not issuer.isprintable():
        raise BadInput("issuer", "not_address", issuer[:80])
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise BadInput("issuer", "not_https", issuer[:80])


def link(
    session: Session, person_id: int, issuer: str, hand: Hand, *, subject: str = "", email: str = ""
) -> None:
    """An administrator says which account at the provider is the person's: by its subject or its e-mail.

    Raises NotAllowed, and BadInput where neither is given or somebody has it already.
    """
    person = session.get_one(Person, person_id)
    by = authority(session, person.office_id, hand)
    subject, email = subject.strip(), email.strip().casefold()
    if person.is_service:
        raise BadInput("username", "service_account", person.username)
    if not issuer:
        raise BadInput("issuer", "empty")
    if not subject and ("@" not in email or not email.isprintable()):
        raise BadInput("identity", "subject_or_email")
    _check_free(session, issuer, subject, email)
    row = Identity(
        person_id=person_id,
        issuer=issuer,
        subject=limited("subject", subject, 255) or None,
        email=limited("email", email, 254) or None,
        linked_at=hand.at,
        linked_by=hand.by,
    )
    session.add(row)
    session.flush()
    tell_for(session, person, "identity_linked", hand, by, issuer=issuer)


def _check_free(session: Session, issuer: str, subject: str, email: str) -> None:
    for column, value in ((Identity.subject, subject), (Identity.email, email)):
        taken = select(Identity.id).where(Identity.issuer == issuer, col(column) == value)
        with tenancy.widened(session):
            found = session.exec(taken).first() if value else None
        if found is not None:
            raise BadInput("identity", "taken")


def link_own(session: Session, person: Person, claims: Claims, at: datetime.datetime) -> None:
    """Links the account at the provider that the person, signed in here, has just shown to be hers.

    Raises ProviderRefused where it is somebody else's already.
    """
    known = _known(session, claims)
    if known is not None and known.person_id != person.id:
        raise ProviderRefused("linked_elsewhere")
    if known is not None and known.subject == claims.subject:
        return
    if known is not None:
        known.subject = claims.subject
    else:
        session.add(
            Identity(
                person_id=person.id,
                issuer=claims.issuer,
                subject=claims.subject,
                linked_at=at,
                linked_by=person.id,
            )
        )
    session.flush()
    tell(session, person, "identity_linked", at, issuer=claims.issuer)


def owner(session: Session, office_id: int, claims: Claims, at: datetime.datetime) -> Person:
    """Whose account here this is; raises ProviderRefused for one that nobody linked.

    An e-mail address counts only where the provider has checked it, and only until the subject is known.
    """
    known = _known(session, claims)
    if known is None:
        raise ProviderRefused("not_linked")
    person = session.get_one(Person, known.person_id)
    on = bangkok_date(at)
    if person.office_id != office_id or not in_force(person.active_from, person.active_to, on):
        raise ProviderRefused("not_linked")
    if known.subject is None:
        _fix_subject(session, known, claims.subject)
    return person


def _known(session: Session, claims: Claims) -> Identity | None:
    here = Identity.issuer == claims.issuer
    by_subject = session.exec(select(Identity).where(here, Identity.subject == claims.subject)).first()
    if by_subject is not None or not claims.email or not claims.email_verified:
        return by_subject
    email = claims.email.strip().casefold()
    unfixed = select(Identity).where(here, Identity.email == email, col(Identity.subject).is_(None))
    return session.exec(unfixed).first()


def _fix_subject(session: Session, row: Identity, subject: str) -> None:
    """From now on the subject alone counts; addresses are given to others some day."""
    fixed = session.exec(
        update(Identity)
        .where(col(Identity.id) == row.id, col(Identity.subject).is_(None))
        .values(subject=subject)
    )
    if fixed.rowcount != 1:
        raise ProviderRefused("not_linked")
    session.refresh(row)


def linked(session: Session, office_id: int) -> list[tuple[Identity, Person]]:
    """The office's links, by the person's account."""
    rows = session.exec(
        select(Identity, Person)
        .join(Person, col(Person.id) == col(Identity.person_id))
        .where(Person.office_id == office_id)
        .order_by(Person.username, col(Identity.id))
    )
    return list(rows)


def links_of(session: Session, person_id: int) -> list[Identity]:
    """The person's accounts at providers, the oldest first."""
    rows = select(Identity).where(Identity.person_id == person_id).order_by(col(Identity.id))
    return list(session.exec(rows))


def unlink(session: Session, identity_id: int, hand: Hand) -> None:
    """Takes a link away; raises NotAllowed, and BadInput where there is none."""
    row = session.get(Identity, identity_id)
    if row is None:
        raise BadInput("identity", "unknown", str(identity_id))
    person = session.get_one(Person, row.person_id)
    by = authority(session, person.office_id, hand)
    session.delete(row)
    session.flush()
    tell_for(session, person, "identity_unlinked", hand, by, issuer=row.issuer)


def unlink_own(session: Session, person: Person, identity_id: int, at: datetime.datetime) -> None:
    """Takes one of the person's own links away; raises BadInput where she has no such link."""
    row = session.get(Identity, identity_id)
    if row is None or row.person_id != person.id:
        raise BadInput("identity", "unknown", str(identity_id))
    session.delete(row)
    session.flush()
    tell(session, person, "identity_unlinked", at, issuer=row.issuer)

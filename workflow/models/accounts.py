"""Accounts: passwords, sessions, second factors, one-time codes, and the office's rules of sign-in."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.models.base import When, key, moment


class Credential(SQLModel, table=True):
    """A password's Argon2 hash, apart from the person so that it is never read with her."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    password_hash: str


class SignIn(SQLModel, table=True):
    """A server-side session: the SHA-256 of its token, never the token.

    `stage` is `full`, or what is still asked of her who knew the password: `second_factor` or `enrolment`.
    It ends at `expires_at` whatever happens, and where `idle_minutes` is set that long after `last_seen_at`.
    """

    __tablename__ = "sign_in"
    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    started_at: When = moment()
    expires_at: When = moment()
    ended_at: When | None = moment(default=None)
    stage: str = Field(default="full", max_length=16)
    idle_minutes: int | None = None
    last_seen_at: When | None = moment(default=None)
    device: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=64)
    failures: int = 0


class KnownDevice(SQLModel, table=True):
    """A browser from which this person has signed in before, by the SHA-256 of what its cookie holds."""

    __tablename__ = "known_device"
    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    known_since: When = moment()


class OneTimeCode(SQLModel, table=True):
    """A code that sets a password once, by its SHA-256. `purpose` is `first`, `reset` or `mail`."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_person_id", "person_id"),)
    code_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    purpose: str = Field(max_length=8)
    made_at: When = moment()
    expires_at: When = moment()
    ended_at: When | None = moment(default=None)


class SecondFactor(SQLModel, table=True):
    """The sealed secret that a person's telephone makes her six digits from; in force once confirmed.

    `last_step` is the half minute of the last code taken: none is taken twice.
    """

    __tablename__ = "second_factor"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sealed: str
    made_at: When = moment()
    confirmed_at: When | None = moment(default=None)
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    """One of the codes that stand in for a lost telephone, by its SHA-256; each is taken once."""

    __tablename__ = "recovery_code"
    code_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    used_at: When | None = moment(default=None)


class Identity(SQLModel, table=True):
    """A person's account at the office's identity provider.

    Linked by an administrator with the provider's `subject` or a checked e-mail address, or by the person
    herself after she signed in with her password. `subject` is empty until the first sign-in by e-mail.
    """

    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("issuer", "email"),
    )
    id: int = key()
    person_id: int = Field(foreign_key="person.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str | None = Field(default=None, max_length=255)
    email: str | None = Field(default=None, max_length=254)
    linked_at: When = moment()
    linked_by: int = Field(foreign_key="person.id")


class SignInPolicy(SQLModel, table=True):
    """What an office asks of those who sign in; without a row nothing but a password is asked.

    `second_factor_roles` lists roles, comma-separated. `issuer`, `client_id` and the sealed secret name the
    office's identity provider.
    """

    __tablename__ = "sign_in_policy"
    office_id: int = Field(foreign_key="office.id", primary_key=True)
    idle_minutes: int
    absolute_hours: int
    second_factor_roles: str = ""
    retype_for_final: bool = False
    issuer: str = Field(default="", max_length=300)
    client_id: str = Field(default="", max_length=300)
    sealed_client_secret: str = ""
    provider_name: str = Field(default="", max_length=120)

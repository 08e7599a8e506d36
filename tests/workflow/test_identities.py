"""Whose account at the identity provider is whose here: who may say so, and what nobody may."""

import datetime
import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from workflow.accounts import codes, identities, second_factor, sessions
from workflow.accounts.identities import Claims, WantedProvider
from workflow.accounts.tokens import code_digest, digest
from workflow.accounts.vault import NAME, Vault
from workflow.changes import Hand
from workflow.errors import BadInput, CodeRefused, NotAllowed, ProviderRefused, SecondFactorRefused
from workflow.models import Entry, Identity, OneTimeCode, Person, SignIn

ISSUER = "https://idp.example"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


@pytest.fixture
def admin(office, now) -> Hand:
    return Hand(office.people["system_admin"], now)


@pytest.fixture
def clerk(session: Session, office) -> Person:
    return session.get_one(Person, office.people["clerk"])


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def provider(session, office, vault, admin, **more) -> bool:
    values = {"issuer": f"{ISSUER}/", "client_id": "khanton", "client_secret": "hush", "name": "กรม", **more}
    return identities.set_provider(session, office.id, WantedProvider(**values), vault, admin)


def test_a_provider_is_named_kept_and_taken_away(session, office, vault, admin):
    assert provider(session, office, vault, admin)
    found = identities.provider_of(session, office.id, vault)
    assert (found.issuer, found.client_id, found.client_secret, found.name) == (
        ISSUER,
        "khanton",
        "hush",
        "กรม",
    )
    assert not provider(session, office, vault, admin, client_secret="")  # the same, the secret kept
    assert identities.provider_of(session, office.id, vault).client_secret == "hush"
    assert provider(session, office, vault, admin, issuer=" ")
    assert identities.provider_of(session, office.id, vault) is None
    sealed = (
        session.connection().execute(text("SELECT sealed_client_secret FROM sign_in_policy")).scalar_one()
    )
    assert sealed == ""


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"client_id": " "}, ("client_id", "empty")),
        ({"issuer": "https://[::1"}, ("issuer", "not_address")),
        ({"issuer": "https://user@idp.example"}, ("issuer", "not_address")),
        ({"issuer": "https://idp.example/?next=1"}, ("issuer", "not_address")),
        ({"issuer": "http://idp.example"}, ("issuer", "not_https")),
        ({"issuer": "ftp://localhost"}, ("issuer", "not_https")),
    ],
)
def test_an_address_that_could_lead_anywhere_else_is_refused(session, office, vault, admin, wanted, problem):
    assert refused(provider, session, office, vault, admin, **wanted) == problem
    assert identities.provider_of(session, office.id, vault) is None


def test_a_link_names_one_living_person_and_one_account(session, office, admin, clerk):
    def link(person: int = clerk.id, issuer: str = ISSUER, **given: str) -> None:
        identities.link(session, person, issuer, admin, **given)

    assert refused(link, office.people["system"], subject="s") == ("username", "service_account")
    assert refused(link, issuer="", subject="s") == ("issuer", "empty")
    for email in ("", "clerk", "a@b\u0007"):
        assert refused(link, email=email) == ("identity", "subject_or_email")
    link(subject="s-1")
    link(office.people["plan_officer"], email="Plan@Area.example")
    assert refused(link, office.people["plan_officer"], subject="s-1") == ("identity", "taken")
    assert refused(link, email="plan@area.example") == ("identity", "taken")
    assert [
        (row.subject, row.email, person.username) for row, person in identities.linked(session, office.id)
    ] == [
        ("s-1", None, "clerk.t1"),
        (None, "plan@area.example", "plan_officer.t1"),
    ]


def test_an_administrator_takes_a_link_away_and_nobody_else(session, office, admin, clerk, now):
    identities.link(session, clerk.id, ISSUER, admin, subject="s-1")
    (row,) = identities.links_of(session, clerk.id)
    assert refused(identities.unlink, session, row.id + 1, admin) == ("identity", "unknown")
    with pytest.raises(NotAllowed):
        identities.unlink(session, row.id, Hand(office.people["plan_officer"], now))
    identities.unlink(session, row.id, admin)
    assert identities.links_of(session, clerk.id) == []
    last = session.exec(select(Entry.details).order_by(col(Entry.seq).desc())).first()
    assert "identity_unlinked" in last


def test_her_own_link_is_hers_to_take_away(session, office, admin, clerk, now):
    identities.link(session, clerk.id, ISSUER, admin, subject="s-1")
    (row,) = identities.links_of(session, clerk.id)
    other = session.get_one(Person, office.people["plan_officer"])
    assert refused(identities.unlink_own, session, other, row.id, now) == ("identity", "unknown")
    identities.unlink_own(session, clerk, row.id, now)
    assert refused(identities.unlink_own, session, clerk, row.id, now) == ("identity", "unknown")


def test_who_shows_an_account_that_an_administrator_named_by_address_fixes_it(
    session, office, admin, clerk, now
):
    """Shown twice it stays one link; somebody else's it never becomes."""
    identities.link(session, clerk.id, ISSUER, admin, email="clerk@area.example")
    claims = Claims(ISSUER, "s-9", "Clerk@area.example", email_verified=True)
    identities.link_own(session, clerk, claims, now)
    identities.link_own(session, clerk, claims, now)
    assert [each.subject for each in identities.links_of(session, clerk.id)] == ["s-9"]
    other = session.get_one(Person, office.people["plan_officer"])
    with pytest.raises(ProviderRefused):
        identities.link_own(session, other, claims, now)


def test_of_two_who_are_fixed_to_one_address_at_once_one_comes_in(session, office, admin, clerk, now):
    """The other server wrote first: what this one read a moment ago holds no more."""
    identities.link(session, clerk.id, ISSUER, admin, email="clerk@area.example")
    (row,) = identities.links_of(session, clerk.id)
    session.connection().execute(text("UPDATE identity SET subject = 'other' WHERE id = :id"), {"id": row.id})
    with pytest.raises(ProviderRefused):
        identities._fix_subject(session, row, "s-9")
    session.expire_all()
    assert session.get_one(Identity, row.id).subject == "other"


def test_of_two_who_send_one_code_at_once_the_second_is_refused(session, office, admin, clerk, now):
    code = codes.issue_code(session, clerk.id, codes.RESET, admin).code
    row = session.get(OneTimeCode, code_digest(code))  # as it was read before the other one came
    assert row is not None
    session.connection().execute(text("UPDATE one_time_code SET ended_at = made_at"))
    with pytest.raises(CodeRefused):
        codes.redeem(session, code, "no hash", now)


def test_a_second_factor_that_was_sealed_by_another_key_lets_nobody_in(
    session, office, vault, admin, clerk, now, tmp_path
):
    """As after a restore without the key: an administrator takes it away, and she makes a new one."""
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, clerk, "123456", vault, now)
    assert refused(second_factor.take_away, session, clerk.id, admin) == ("second_factor", "not_on")
    second_factor.begin(session, clerk, vault, now)
    with pytest.raises(SecondFactorRefused):  # begun, and never confirmed
        second_factor.verify(session, clerk, "123456", vault, now)
    with pytest.raises(SecondFactorRefused):
        second_factor.confirm(session, clerk, "123456", Vault(tmp_path / "elsewhere"), now)
    assert not second_factor.is_on(session, clerk.id)


def test_whoever_leaves_before_her_second_factor_was_never_in(session, office, now):
    """Her half of a sign-in ends, and no entry says that she left."""
    row = SignIn(
        token_hash=digest("half"),
        person_id=office.people["clerk"],
        started_at=now,
        expires_at=now + datetime.timedelta(hours=1),
        stage="second_factor",
    )
    session.add(row)
    session.flush()
    before = len(session.exec(select(Entry.seq)).all())
    sessions.sign_out(session, "half", at=now)
    assert (row.ended_at, len(session.exec(select(Entry.seq)).all())) == (now, before)


def test_a_session_of_nobody_ends_nothing(session, office, now):
    sessions.sign_out(session, "no such token", at=now)
    assert refused(sessions.end_pending, session, "no such token", now) == ("session", "unknown")


def test_of_two_servers_that_start_at_once_the_key_of_the_first_counts(tmp_path, monkeypatch):
    first, link = Vault(tmp_path), os.link

    def too_late(draft: Path, path: Path) -> None:
        sealed.append(first.seal("ลับ"))
        link(draft, path)

    sealed: list[str] = []
    monkeypatch.setattr(os, "link", lambda *given: (monkeypatch.undo(), too_late(*given)))
    second = Vault(tmp_path)
    again = second.seal("ลับ")
    assert [second.open(each) for each in (*sealed, again)] == ["ลับ", "ลับ"]
    assert [each.name for each in tmp_path.iterdir()] == [NAME]

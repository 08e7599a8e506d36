"""Every action has a real person behind it: passwords, sessions, and who may not sign in."""

import datetime

import pytest
from conftest import make_office
from sqlmodel import col, select

from workflow import accounts, queries
from workflow.errors import AccountEnded, BadInput, SignInFailed
from workflow.models import Credential, Entry, Occupancy, Person, SignIn

PASSWORD = "รหัสผ่าน-ตัวอย่าง"


@pytest.fixture
def clerk(session, office) -> Person:
    person = session.get_one(Person, office.people["clerk"])
    accounts.set_password(session, person.id, accounts.hash_password(PASSWORD))
    return person


def test_a_right_password_opens_a_session_that_names_the_person_until_it_ends(session, clerk, now):
    assert accounts.check_password(session, clerk.username, PASSWORD, now) == clerk
    token = accounts.start(session, clerk.id, at=now, hours=1)
    assert accounts.caller_of(session, token, now).person_id == clerk.id
    assert accounts.caller_of(session, token, now + datetime.timedelta(hours=1)) is None
    assert accounts.caller_of(session, token + "x", now) is None
    accounts.sign_out(session, token, at=now)
    assert accounts.caller_of(session, token, now) is None
    found = session.exec(select(Entry.kind).where(Entry.actor_id == clerk.id).order_by(col(Entry.seq)))
    assert list(found) == ["sign_in", "sign_out"]


def test_a_post_of_another_office_shows_nobody_more_of_her_own(session, clerk, now):
    """No door makes such a row; one that was brought in by hand clears nobody for secret papers."""
    elsewhere = make_office(session, "T2").positions["area_director"]
    session.add(Occupancy(position_id=elsewhere, person_id=clerk.id, valid_from=now.date()))
    session.flush()
    caller = accounts.caller_of(session, accounts.start(session, clerk.id, at=now), now)
    assert caller.viewer == queries.viewer(session, clerk.id, now)
    assert caller.viewer.roles == {"clerk"}


def test_neither_the_token_nor_the_password_is_kept(session, clerk, now):
    token = accounts.start(session, clerk.id, at=now)
    assert token not in session.exec(select(SignIn.token_hash)).all()
    assert session.get_one(Credential, clerk.id).password_hash.startswith("$argon2id$")


def test_every_failure_says_the_same(session, office, clerk, now):
    expired = session.get_one(Person, office.people["external_auditor"])
    accounts.set_password(session, expired.id, accounts.hash_password(PASSWORD))
    expired.active_to = now.date() - datetime.timedelta(days=1)
    session.flush()
    no_password = session.get_one(Person, office.people["plan_director"])
    for username, password in [
        (clerk.username, "ผิด-ผิด-ผิด"),
        ("nobody", PASSWORD),
        (expired.username, PASSWORD + "ผิด"),
        (no_password.username, ""),
        (clerk.username, PASSWORD * 100),
    ]:
        with pytest.raises(SignInFailed) as refused:
            accounts.check_password(session, username, password, now)
        assert refused.value.args == ()


def test_only_who_knows_the_password_learns_that_the_account_has_ended(session, office, now):
    auditor = session.get_one(Person, office.people["external_auditor"])
    accounts.set_password(session, auditor.id, accounts.hash_password(PASSWORD))
    auditor.active_to = now.date() - datetime.timedelta(days=1)
    session.flush()
    with pytest.raises(AccountEnded) as refused:
        accounts.check_password(session, auditor.username, PASSWORD, now)
    assert refused.value.last_day == auditor.active_to
    auditor.active_from, auditor.active_to = now.date() + datetime.timedelta(days=1), None
    session.flush()
    with pytest.raises(SignInFailed):
        accounts.check_password(session, auditor.username, PASSWORD, now)


def test_a_session_ends_with_the_account(session, clerk, now):
    token = accounts.start(session, clerk.id, at=now, hours=48)
    clerk.active_to = now.date()
    session.flush()
    assert accounts.caller_of(session, token, now).person_id == clerk.id
    assert accounts.caller_of(session, token, now + datetime.timedelta(days=1)) is None


def test_a_service_account_gets_no_password(session, office):
    with pytest.raises(BadInput):
        accounts.set_password(session, office.people["system"], accounts.hash_password(PASSWORD))


@pytest.mark.parametrize("password", ["1234567", "ก" * 201])
def test_a_password_has_8_to_200_characters(password: str):
    with pytest.raises(BadInput):
        accounts.hash_password(password)

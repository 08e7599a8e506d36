"""One-time codes set a password once, for as long as they last, and stand nowhere in the record."""

import datetime
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from workflow import accounts
from workflow.accounts import codes
from workflow.accounts.passwords import change_password
from workflow.changes import Hand
from workflow.errors import BadInput, CodeRefused, NotAllowed
from workflow.models import Entry, OneTimeCode, Person

HASH = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def clerk(session, office) -> Person:
    return session.get_one(Person, office.people["clerk"])


@pytest.fixture
def admin(office, now) -> Hand:
    return Hand(office.people["system_admin"], now)


def test_a_code_sets_a_password_once_and_ends_every_session(session, clerk, admin, now):
    accounts.set_password(session, clerk.id, HASH)
    token = accounts.start(session, clerk.id, at=now)
    issued = accounts.issue_code(session, clerk.id, "first", admin)
    assert issued.expires_at == now + datetime.timedelta(days=7)
    typed = issued.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.redeem(session, typed, HASH, now) == clerk
    assert accounts.caller_of(session, token, now) is None
    with pytest.raises(CodeRefused):
        codes.redeem(session, issued.code, HASH, now)


def test_a_code_ends_with_its_time_and_with_the_next_one(session, clerk, admin, now):
    first = accounts.issue_code(session, clerk.id, "reset", admin)
    with pytest.raises(CodeRefused):
        codes.owner(session, first.code, now + datetime.timedelta(hours=24))
    assert codes.owner(session, first.code, now + datetime.timedelta(hours=23, minutes=59)) == clerk
    second = accounts.issue_code(session, clerk.id, "reset", admin)
    with pytest.raises(CodeRefused):
        codes.owner(session, first.code, now)
    assert codes.owner(session, second.code, now) == clerk
    mailed = codes.issue_by_mail(session, clerk, now)
    with pytest.raises(CodeRefused):
        codes.owner(session, mailed.code, now + datetime.timedelta(minutes=30))


def test_asking_for_a_mail_ends_earlier_mails_and_no_code_that_was_handed_over(session, clerk, admin, now):
    handed = accounts.issue_code(session, clerk.id, "first", admin)
    mailed = codes.issue_by_mail(session, clerk, now)
    again = codes.issue_by_mail(session, clerk, now)
    with pytest.raises(CodeRefused):
        codes.owner(session, mailed.code, now)
    assert codes.owner(session, handed.code, now) == clerk
    assert codes.redeem(session, again.code, HASH, now) == clerk
    with pytest.raises(CodeRefused):  # once her password is set, nothing that was open sets it once more
        codes.owner(session, handed.code, now)


def test_a_code_by_hand_ends_those_that_were_mailed(session, clerk, admin, now):
    mailed = codes.issue_by_mail(session, clerk, now)
    accounts.issue_code(session, clerk.id, "reset", admin)
    with pytest.raises(CodeRefused):
        codes.owner(session, mailed.code, now)


def test_a_new_password_ends_every_code_that_still_waits(session, clerk, admin, now):
    issued = accounts.issue_code(session, clerk.id, "reset", admin), codes.issue_by_mail(session, clerk, now)
    change_password(session, clerk, HASH, now)
    for each in issued:
        with pytest.raises(CodeRefused):
            codes.owner(session, each.code, now)


def test_a_code_of_an_account_that_has_ended_sets_nothing(session, clerk, admin, now):
    issued = accounts.issue_code(session, clerk.id, "reset", admin)
    clerk.active_to = now.date() - datetime.timedelta(days=1)
    session.flush()
    with pytest.raises(CodeRefused):
        codes.redeem(session, issued.code, HASH, now)
    with pytest.raises(BadInput):
        accounts.issue_code(session, clerk.id, "reset", admin)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA", "ก" * 16, "x" * 5000])
def test_what_is_no_code_is_refused_like_one_that_was_used(session, code, now):
    with pytest.raises(CodeRefused):
        codes.owner(session, code, now)


def test_only_who_sets_the_office_up_issues_codes_and_none_for_the_service_account(session, office, now):
    hand = Hand(office.people["plan_director"], now)
    with pytest.raises(NotAllowed):
        accounts.issue_code(session, office.people["clerk"], "reset", hand)
    admin = Hand(office.people["system_admin"], now)
    for person, purpose in (("system", "reset"), ("clerk", "another")):
        with pytest.raises(BadInput):
            accounts.issue_code(session, office.people[person], purpose, admin)


def test_the_record_tells_of_codes_and_holds_none(session, clerk, admin, now):
    issued = accounts.issue_code(session, clerk.id, "first", admin)
    codes.redeem(session, issued.code, HASH, now)
    entries = session.exec(select(Entry).where(Entry.kind == "account").order_by(col(Entry.seq))).all()
    assert [json.loads(entry.details)["did"] for entry in entries] == ["code_issued", "password_set_by_code"]
    assert [entry.actor_id for entry in entries] == [admin.by, clerk.id]
    assert {entry.subject for entry in entries} == {f"person:{clerk.username}"}
    kept = [*(entry.details for entry in entries), *session.exec(select(OneTimeCode.code_hash))]
    plain = issued.code.replace("-", "")
    assert not [text for text in kept if issued.code in text or plain in text or HASH in text]


def test_of_two_who_redeem_one_code_at_the_same_moment_one_is_refused(database, office, now):
    with database.write() as session:
        hand = Hand(office.people["system_admin"], now)
        issued = accounts.issue_code(session, office.people["clerk"], "first", hand)
    together = threading.Barrier(2)

    def bring(_: int) -> str:
        together.wait()
        try:
            with database.write() as session:
                codes.redeem(session, issued.code, HASH, now)
        except CodeRefused:
            return "refused"
        return "set"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(bring, range(2))) == ["refused", "set"]

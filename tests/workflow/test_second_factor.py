"""Six digits are taken once each, recovery codes too, and neither the secret nor a code stands anywhere."""

import datetime
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import text
from sqlmodel import col, select

from workflow import accounts
from workflow.accounts import second_factor
from workflow.accounts.vault import NAME, Vault
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed, SecondFactorRefused
from workflow.models import Entry, Person

HALF_MINUTE = datetime.timedelta(seconds=30)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


@pytest.fixture
def director(session, office) -> Person:
    return session.get_one(Person, office.people["area_director"])


def enrolled(session, person, vault, now) -> tuple[pyotp.TOTP, list[str]]:
    """Her telephone, and her recovery codes."""
    second_factor.begin(session, person, vault, now)
    phone = pyotp.TOTP(second_factor.enrolment(session, person, vault).secret)
    return phone, second_factor.confirm(session, person, phone.at(now), vault, now)


def test_it_is_in_force_once_its_first_code_was_shown(session, director, vault, now):
    second_factor.begin(session, director, vault, now)
    told = second_factor.enrolment(session, director, vault)
    assert told.address.startswith("otpauth://totp/Khanton:area_director.t1?secret=")
    assert told.grouped.replace(" ", "") == told.secret
    with pytest.raises(SecondFactorRefused):
        second_factor.confirm(session, director, "000000", vault, now)
    assert second_factor.is_on(session, director.id) is False
    codes = second_factor.confirm(session, director, pyotp.TOTP(told.secret).at(now), vault, now)
    assert second_factor.is_on(session, director.id) is True
    assert len(set(codes)) == second_factor.left(session, director.id) == 10
    assert second_factor.enrolment(session, director, vault) is None
    for again in (
        second_factor.begin,
        lambda *given: second_factor.confirm(session, director, "1", *given[2:]),
    ):
        with pytest.raises(BadInput):
            again(session, director, vault, now)


def test_a_code_is_taken_once_and_none_before_it_afterwards(session, director, vault, now):
    phone, _ = enrolled(session, director, vault, now)
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, director, phone.at(now), vault, now)
    later = now + 4 * HALF_MINUTE
    code = phone.at(later)
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert (
        second_factor.verify(session, director, f" {thai[:3]} {thai[3:]} ", vault, later) == "second_factor"
    )
    for old in (code, phone.at(later - HALF_MINUTE)):
        with pytest.raises(SecondFactorRefused):
            second_factor.verify(session, director, old, vault, later + HALF_MINUTE)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off(session, director, vault, now, steps, taken):
    phone, _ = enrolled(session, director, vault, now - 10 * HALF_MINUTE)
    code = phone.at(now + steps * HALF_MINUTE)
    if taken:
        assert second_factor.verify(session, director, code, vault, now) == "second_factor"
    else:
        with pytest.raises(SecondFactorRefused):
            second_factor.verify(session, director, code, vault, now)


def test_a_recovery_code_stands_in_for_the_telephone_once(session, office, director, vault, now):
    _, codes = enrolled(session, director, vault, now)
    other = session.get_one(Person, office.people["deputy_director"])
    enrolled(session, other, vault, now)
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, other, codes[0], vault, now)
    assert second_factor.verify(session, director, codes[0].lower(), vault, now) == "recovery_code"
    assert second_factor.left(session, director.id) == 9
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, director, codes[0], vault, now)
    fresh = second_factor.new_recovery_codes(session, director, now)
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, director, codes[1], vault, now)
    assert second_factor.verify(session, director, fresh[1], vault, now) == "recovery_code"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "๑๒๓", "ไม่มี", "x" * 5000, "12 34 5a"])
def test_what_is_no_code_is_refused(session, director, vault, now, typed):
    enrolled(session, director, vault, now)
    with pytest.raises(SecondFactorRefused):
        second_factor.verify(session, director, typed, vault, now)


def test_the_secret_stands_nowhere_but_sealed(session, director, vault, now, tmp_path):
    phone, codes = enrolled(session, director, vault, now)
    kept = session.exec(text("SELECT sealed FROM second_factor")).all()
    entries = session.exec(select(Entry.details).where(Entry.kind == "account")).all()
    everything = " ".join([str(kept), *entries])
    assert phone.secret not in everything
    assert not [code for code in codes if code in everything]
    assert oct((tmp_path / NAME).stat().st_mode & 0o777) == "0o600"
    assert Vault(tmp_path).open(kept[0][0]) == phone.secret
    assert Vault(tmp_path / "other").open(kept[0][0]) is None


def test_an_administrator_takes_it_away_from_who_lost_it_and_her_sessions_end(
    session, office, director, vault, now
):
    enrolled(session, director, vault, now)
    token = accounts.start(session, director.id, at=now)
    with pytest.raises(NotAllowed):
        second_factor.take_away(session, director.id, Hand(office.people["clerk"], now))
    second_factor.take_away(session, director.id, Hand(office.people["system_admin"], now))
    assert second_factor.is_on(session, director.id) is False
    assert second_factor.left(session, director.id) == 0
    assert accounts.caller_of(session, token, now) is None
    found = session.exec(select(Entry).where(Entry.kind == "account").order_by(col(Entry.seq))).all()
    assert [json.loads(entry.details)["did"] for entry in found] == [
        "second_factor_on",
        "second_factor_taken_away",
    ]


def test_of_two_who_show_one_code_at_the_same_moment_one_comes_in(database, office, vault, now):
    with database.write() as session:
        person = session.get_one(Person, office.people["area_director"])
        phone, _ = enrolled(session, person, vault, now)
    later = now + 4 * HALF_MINUTE
    code, together = phone.at(later), threading.Barrier(2)

    def show(_: int) -> str:
        together.wait()
        try:
            with database.write() as session:
                person = session.get_one(Person, office.people["area_director"])
                return second_factor.verify(session, person, code, vault, later)
        except SecondFactorRefused:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(show, range(2))) == ["refused", "second_factor"]

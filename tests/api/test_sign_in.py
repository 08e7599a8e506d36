"""Who may come in: names and passwords, tokens and cookies, and orders sent from other sites."""

import datetime
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from conftest import make_office
from fastapi import Request
from json_desk import PASSWORD, desk_at_the_json_door, give_passwords  # noqa: F401  a fixture
from plan_call import CALL

from api import signing
from api.attempts import PER_ACCOUNT, PER_ADDRESS, Attempts
from api.errors import TooManyAttempts
from workflow.errors import Refused, SignInFailed

API = "/api/v1"


def test_signing_in_tells_who_one_is_and_signing_out_ends_it(desk):
    client = desk.visitor()
    assert client.get(f"{API}/me").status_code == 401
    answer = client.post(f"{API}/sign-in", json=desk.account("plan_director"))
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    me = client.get(f"{API}/me").json()
    assert (me["username"], me["office"]["code"]) == ("plan_director.t1", "T1")
    assert [role["code"] for role in me["roles"]] == ["plan_director"]
    assert me["sees_whole_office"] is True
    token = answer.json()["token"]
    assert client.post(f"{API}/sign-out").status_code == 200
    bearer = {"Authorization": f"Bearer {token}"}
    refused = desk.visitor().get(f"{API}/me", headers=bearer)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_over_https_the_cookie_is_secure(desk):
    client = desk.visitor()
    client.base_url = "https://testserver"
    assert "Secure" in client.post(f"{API}/sign-in", json=desk.account("clerk")).headers["set-cookie"]


def test_a_session_ends_by_itself(desk):
    client = desk.person("clerk")
    desk.at += datetime.timedelta(hours=9, minutes=59)
    assert client.get(f"{API}/me").status_code == 200
    desk.at += datetime.timedelta(minutes=2)
    assert client.get(f"{API}/me").status_code == 401


@pytest.mark.parametrize("account", ["plan_director.t1", "system.t1", "nobody"])
def test_a_wrong_password_a_service_account_and_no_account_sound_the_same(desk, account):
    password = PASSWORD if account == "system.t1" else "ผิดแน่นอน"
    answer = desk.visitor().post(f"{API}/sign-in", json={"username": account, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")
    assert answer.json()["detail_en"] == (
        "The name or the password is wrong, or the account is not in force."
    )


def test_after_ten_failures_even_the_right_password_waits(desk):
    desk.app.state.attempts = Attempts()
    for _ in range(PER_ACCOUNT):
        desk.app.state.attempts.failed("clerk.t1", "testclient", desk.at)
    desk.at += datetime.timedelta(minutes=5)
    answer = desk.visitor().post(f"{API}/sign-in", json=desk.account("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert answer.headers["Retry-After"] == "601"
    assert desk.visitor().post(f"{API}/sign-in", json=desk.account("plan_officer")).status_code == 200
    desk.at += datetime.timedelta(minutes=10)
    assert desk.visitor().post(f"{API}/sign-in", json=desk.account("clerk")).status_code == 200


def test_failures_count_through_the_door_and_a_success_starts_afresh(desk):
    wrong = desk.account("clerk") | {"password": "ผิดแน่นอน"}
    assert desk.visitor().post(f"{API}/sign-in", json=wrong).status_code == 401
    for _ in range(PER_ACCOUNT - 2):
        desk.app.state.attempts.failed("CLERK.t1", "testclient", desk.at)
    desk.token("clerk")
    for _ in range(PER_ACCOUNT - 1):
        desk.app.state.attempts.failed("clerk.t1", "testclient", desk.at)
    desk.token("clerk")


def test_of_many_guesses_at_once_only_the_allowed_are_compared(desk, monkeypatch):
    """Each waits in its comparison until the others had their chance to pass the same check."""
    desk.app.state.attempts = Attempts()
    compared, everybody = [], threading.Barrier(PER_ACCOUNT)

    def slow(session, username, password, at):
        compared.append(password)
        with suppress(threading.BrokenBarrierError):
            everybody.wait(timeout=5)
        raise SignInFailed

    monkeypatch.setattr(signing.accounts, "check_password", slow)

    def guess(number):
        asked = {"type": "http", "path": "/", "headers": [], "client": ("10.0.0.5", 50000), "app": desk.app}
        request = Request(asked | {"scheme": "http", "server": ("testserver", 80), "query_string": b""})
        try:
            signing.start(request, "clerk.t1", f"guess {number}")
        except Refused as error:
            return type(error)
        return None

    with ThreadPoolExecutor(3 * PER_ACCOUNT) as pool:
        told = Counter(pool.map(guess, range(3 * PER_ACCOUNT)))
    assert told == {SignInFailed: PER_ACCOUNT, TooManyAttempts: 2 * PER_ACCOUNT}
    assert len(compared) == PER_ACCOUNT


def test_a_try_that_was_no_failure_is_given_back_at_the_address_too(now):
    attempts = Attempts()
    for number in range(2 * PER_ADDRESS):
        attempts.take(f"person{number % 50}", "10.0.0.1", now)
        attempts.give_back(f"person{number % 50}", "10.0.0.1", now)
    for _ in range(PER_ACCOUNT):
        attempts.take("clerk.t1", "10.0.0.1", now)
    with pytest.raises(TooManyAttempts):
        attempts.take("clerk.t1", "10.0.0.1", now)


def test_guessing_over_many_accounts_from_one_address_is_slowed_too(now):
    attempts = Attempts()
    for number in range(PER_ADDRESS):
        attempts.check(f"person{number}", "10.0.0.1", now)
        attempts.failed(f"person{number}", "10.0.0.1", now)
    with pytest.raises(TooManyAttempts) as slowed:
        attempts.check("another", "10.0.0.1", now)
    assert slowed.value.seconds == 901
    attempts.check("another", "10.0.0.2", now)


def test_another_office_is_403_and_its_items_are_404(desk, database):
    with database.write() as session:
        second = make_office(session, "T2")
        give_passwords(session, second)
        second.open(session, "annual_plan", "AP-T2")
    clerk = desk.person("clerk")
    refused = clerk.get(f"{API}/items", params={"office": "T2"})
    assert (refused.status_code, refused.json()["code"]) == (403, "other_office")
    assert clerk.get(f"{API}/items/AP-T2", params={"office": "T2"}).status_code == 403
    absent = clerk.get(f"{API}/items/AP-T2")
    assert (absent.status_code, absent.json()["code"]) == (404, "unknown_item")
    unknown = clerk.get(f"{API}/items", params={"office": "T9"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_office")
    theirs = desk.person("clerk", second).get(f"{API}/items").json()["items"]
    assert [item["code"] for item in theirs] == ["AP-T2"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_orders_by_cookie_are_taken_from_our_own_pages_only(desk, headers, status):
    desk.open("annual_plan", "AP2561")
    browser = desk.visitor()
    browser.post(f"{API}/sign-in", json=desk.account("plan_director"))
    step = {"trigger": "open_proposals", "evidence": CALL}
    answer = browser.post(f"{API}/items/AP2561/advance", json=step, headers=headers)
    assert answer.status_code == status
    version = browser.get(f"{API}/items/AP2561", headers=headers).json()["version"]
    assert version == (2 if status == 200 else 1)


def test_a_program_with_a_token_needs_no_origin(desk):
    desk.open("annual_plan", "AP2561")
    step = {"trigger": "open_proposals", "evidence": CALL}
    answer = desk.person("plan_director").post(
        f"{API}/items/AP2561/advance", json=step, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200

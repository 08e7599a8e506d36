"""Coming in by password, telephone and recovery code; what is refused, and what nobody learns by it."""

import datetime
import json

import pytest
from account_desk import HALF_MINUTE, NEW, PASSWORD, Accounts, account_desk, text  # noqa: F401  a fixture
from sqlmodel import col, select

from api.attempts import PER_ACCOUNT, PER_ADDRESS, Attempts, SecondSteps
from workflow import accounts
from workflow.accounts import codes
from workflow.changes import Hand
from workflow.models import Entry, OneTimeCode, Person, SignIn

TOLD = select(Entry).where(col(Entry.kind).in_(("sign_in", "sign_out", "account"))).order_by(col(Entry.seq))


def told(desk: Accounts) -> list[str]:
    """What the record says of accounts, in order."""
    with desk.database.read() as session:
        return [json.loads(entry.details).get("did", entry.kind) for entry in session.exec(TOLD)]


def test_a_role_with_a_second_factor_sets_it_up_on_the_way_in_and_shows_it_ever_after(desk):
    desk.rules(second_factor_roles=("area_director",))
    client, phone, spare = desk.enrol("area_director")
    assert len(spare) == 10
    assert text(client.get("/account"))
    desk.later()
    second = desk.browser()
    answer = desk.sign_in(second, "area_director")
    assert answer.headers["location"] == "/sign-in/second-factor?to=/"
    assert "khanton_session" not in second.cookies
    pending = second.cookies["khanton_pending"]
    assert second.get("/account").headers["location"].startswith("/sign-in")
    assert "account-qr" not in text(second.get("/sign-in/second-factor"))
    came = second.post("/sign-in/second-factor", data={"code": phone.at(desk.at), "to": "/account"})
    assert came.headers["location"] == "/account"
    assert second.cookies["khanton_session"] not in ("", pending)
    assert "khanton_pending" not in second.cookies
    assert text(second.get("/account"))
    assert told(desk) == ["second_factor_on", "sign_in", "sign_in"]


def test_a_half_way_token_opens_no_page(desk):
    """The token of the first step is no session, wherever it is put."""
    desk.rules(second_factor_roles=("area_director",))
    client = desk.browser()
    desk.sign_in(client, "area_director")
    thief = desk.browser()
    thief.cookies.set("khanton_session", client.cookies["khanton_pending"])
    assert thief.get("/").status_code == 303
    bearer = {"Authorization": f"Bearer {client.cookies['khanton_pending']}"}
    assert thief.get("/api/v1/me", headers=bearer).status_code == 401


def test_the_same_code_lets_in_once(desk):
    desk.rules(second_factor_roles=("area_director",))
    _, phone, _ = desk.enrol("area_director")
    desk.later()
    one, two = desk.browser(), desk.browser()
    for client in (one, two):
        desk.sign_in(client, "area_director")
    code = phone.at(desk.at)
    assert one.post("/sign-in/second-factor", data={"code": code}).status_code == 303
    page = text(two.post("/sign-in/second-factor", data={"code": code}), 401)
    assert "รหัสยืนยันไม่ถูกต้อง" in page
    assert "khanton_session" not in two.cookies
    assert told(desk)[-1] == "second_factor_refused"


def test_a_recovery_code_lets_in_once_and_the_record_says_so(desk):
    desk.rules(second_factor_roles=("area_director",))
    _, _, spare = desk.enrol("area_director")
    for expected in (303, 401):
        client = desk.browser()
        desk.sign_in(client, "area_director")
        assert client.post("/sign-in/second-factor", data={"code": spare[0].lower()}).status_code == expected
    with desk.database.read() as session:
        found = [entry.details for entry in session.exec(TOLD) if entry.kind == "sign_in"]
        everything = " ".join(session.exec(select(Entry.details)))
    assert found == ['{"way":"second_factor"}', '{"way":"recovery_code"}']
    assert not [code for code in spare if code in everything]


def test_after_five_wrong_codes_the_password_is_asked_again(desk):
    desk.rules(second_factor_roles=("area_director",))
    desk.enrol("area_director")
    client = desk.browser()
    desk.sign_in(client, "area_director")
    for _ in range(4):
        assert client.post("/sign-in/second-factor", data={"code": "000000"}).status_code == 401
    again = client.post("/sign-in/second-factor", data={"code": "000000"})
    assert again.headers["location"] == "/sign-in?to=/&done=again"
    assert "กรุณาเริ่มใหม่" in text(client.get(again.headers["location"]))


def test_ten_minutes_for_the_second_step(desk):
    desk.rules(second_factor_roles=("area_director",))
    client = desk.browser()
    desk.sign_in(client, "area_director")
    desk.at += datetime.timedelta(minutes=10)
    assert client.get("/sign-in/second-factor").headers["location"].startswith("/sign-in?")
    assert desk.browser().post("/sign-in/second-factor", data={"code": "1"}).status_code == 303


def test_strangers_who_know_the_password_guess_few_codes_and_shut_out_nobody(desk):
    desk.rules(second_factor_roles=("area_director",))
    own, phone, _ = desk.enrol("area_director")
    steps: SecondSteps = desk.app.state.second_steps
    for _ in range(30):
        steps.refused("area_director.t1", desk.at, "")
    desk.later()
    stranger = desk.browser(address="203.0.113.9")
    desk.sign_in(stranger, "area_director")
    assert stranger.post("/sign-in/second-factor", data={"code": phone.at(desk.at)}).status_code == 429
    own.post("/sign-out")
    desk.sign_in(own, "area_director")
    assert own.post("/sign-in/second-factor", data={"code": phone.at(desk.at)}).status_code == 303


def test_guesses_from_the_offices_own_address_do_not_keep_the_director_out_of_her_own_browser(desk):
    """The whole office comes by one address; so does whoever guesses from inside it."""
    own = desk.signed_in("area_director")
    own.post("/sign-out")
    guesser: Attempts = desk.app.state.attempts
    for number in range(100):
        guesser.failed("area_director.t1" if number < PER_ACCOUNT else f"other{number}", "10.0.0.5", desk.at)
    assert desk.sign_in(desk.browser(), "area_director").status_code == 429
    assert desk.sign_in(own, "area_director").status_code == 303
    assert desk.sign_in(own, "clerk").status_code == 429


def test_her_own_browser_is_slowed_for_its_own_failures(desk):
    own = desk.signed_in("area_director")
    own.post("/sign-out")
    for _ in range(PER_ACCOUNT):
        assert desk.sign_in(own, "area_director", "ผิดแน่นอน").status_code == 401
    assert desk.sign_in(own, "area_director").status_code == 429
    assert desk.sign_in(desk.browser(), "area_director").status_code == 303


def test_an_auditors_account_that_has_ended_says_so_to_her_alone(desk):
    with desk.database.write() as session:
        auditor = session.get_one(Person, desk.office.people["external_auditor"])
        auditor.active_to = datetime.date(2018, 1, 11)
    page = text(desk.sign_in(desk.browser(), "external_auditor"), 403)
    assert "บัญชีนี้ใช้ได้ถึงวันที่ 11 ม.ค. 2561" in page
    strangers = [
        text(desk.sign_in(desk.browser(), who, "ผิดแน่นอน"), 401) for who in ("external_auditor", "nobody")
    ]
    assert strangers[0].replace("external_auditor", "nobody") == strangers[1]


def test_a_new_account_sets_its_password_by_the_code_it_came_with(desk):
    with desk.database.write() as session:
        hand = Hand(desk.office.people["system_admin"], desk.at)
        issued = accounts.issue_code(session, desk.office.people["clerk"], "first", hand)
    client = desk.browser()
    assert text(client.get("/first"))
    told_wrong = {"code": issued.code, "password": NEW, "again": NEW + "."}
    assert "ไม่เหมือนกัน" in text(client.post("/first", data=told_wrong), 422)
    easy = {"code": issued.code, "password": "password123", "again": "password123"}
    page = text(client.post("/first", data=easy), 422)
    assert f'value="{issued.code}"' in page
    assert "password123" not in page
    right = {"code": issued.code, "password": NEW, "again": NEW}
    done = client.post("/first", data=right)
    assert done.headers["location"] == "/sign-in?done=password"
    assert "ตั้งรหัสผ่านแล้ว" in text(client.get(done.headers["location"]))
    assert "รหัสนี้ใช้ไม่ได้" in text(client.post("/first", data=right), 401)
    assert desk.sign_in(client, "clerk", NEW).status_code == 303
    assert desk.sign_in(desk.browser(), "clerk", PASSWORD).status_code == 401


def test_of_two_who_bring_one_code_at_once_one_sets_her_password(desk):
    """Both looked while it was open; the second finds it taken when she writes."""
    with desk.database.write() as session:
        hand = Hand(desk.office.people["system_admin"], desk.at)
        issued = accounts.issue_code(session, desk.office.people["clerk"], "reset", hand)
    with desk.database.read() as session:
        assert codes.owner(session, issued.code, desk.at).username == "clerk.t1"
    results = []
    for password in (NEW, NEW + "สอง"):
        told_now = {"code": issued.code, "password": password, "again": password}
        results.append(desk.browser().post("/reset", data=told_now).status_code)
    assert results == [303, 401]
    assert desk.sign_in(desk.browser(), "clerk", NEW).status_code == 303


def test_guessing_codes_is_slowed(desk):
    client = desk.browser()
    guess = {"code": "AAAA-AAAA-AAAA-AAAA", "password": NEW, "again": NEW}
    statuses = [client.post("/reset", data=guess).status_code for _ in range(PER_ADDRESS + 1)]
    assert statuses == [401] * PER_ADDRESS + [429]


def test_wrong_codes_of_one_person_leave_her_neighbours_theirs(desk):
    """A code names no account: ten wrong ones must not keep a whole office from setting passwords."""
    with desk.database.write() as session:
        hand = Hand(desk.office.people["system_admin"], desk.at)
        issued = accounts.issue_code(session, desk.office.people["clerk"], "first", hand)
    guess = {"code": "AAAA-AAAA-AAAA-AAAA", "password": NEW, "again": NEW}
    for _ in range(PER_ACCOUNT + 1):
        assert desk.browser().post("/first", data=guess).status_code == 401
    assert desk.browser().post("/first", data={**guess, "code": issued.code}).status_code == 303


def test_looking_at_the_link_of_a_mail_uses_up_nothing(desk):
    with desk.database.write() as session:
        issued = codes.issue_by_mail(session, session.get_one(Person, desk.office.people["clerk"]), desk.at)
    client = desk.browser()
    for _ in range(2):
        assert f'value="{issued.code}"' in text(client.get(f"/reset/{issued.code}"))
    with desk.database.read() as session:
        assert session.exec(select(OneTimeCode.ended_at)).all() == [None]


def test_by_https_the_cookies_have_names_no_neighbour_can_set(desk):
    client = desk.browser(base="https://testserver")
    answer = desk.sign_in(client, "clerk")
    cookies = answer.headers.get_list("set-cookie")
    assert sorted(each.partition("=")[0] for each in cookies) == [
        "__Host-khanton_device",
        "__Host-khanton_session",
    ]
    for each in cookies:
        assert "HttpOnly" in each
        assert "Secure" in each
        assert "SameSite=lax" in each
        assert "Path=/" in each
        assert "Domain" not in each
    assert client.get("/account").status_code == 200


def test_reading_pages_keeps_a_session_and_standing_idle_ends_it(desk):
    desk.rules(idle_minutes=30, absolute_hours=3)
    client = desk.signed_in("clerk")
    for _ in range(5):
        desk.at += datetime.timedelta(minutes=29)
        assert client.get("/").status_code == 200
    desk.at += datetime.timedelta(minutes=30)
    assert client.get("/").headers["location"].startswith("/sign-in")


def test_a_session_is_noted_as_used_at_most_once_a_minute(desk):
    client = desk.signed_in("clerk")
    noted = []
    for seconds in (0, 59, 1, 30):
        desk.at += datetime.timedelta(seconds=seconds)
        client.get("/account")
        with desk.database.read() as session:
            noted.append(session.exec(select(SignIn.last_seen_at)).one())
    start = desk.at - datetime.timedelta(seconds=90)
    assert noted == [start, start, start + 2 * HALF_MINUTE, start + 2 * HALF_MINUTE]


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_before_signing_in_opens_in_both_languages(desk, language):
    client = desk.browser()
    client.cookies.set("khanton_language", language)
    for address in ("/sign-in", "/forgotten", "/forgotten?sent=true", "/first", "/reset", "/reset/x"):
        page = text(client.get(address))
        assert page.count("<h1>") == 1
        assert 'class="help"' in page

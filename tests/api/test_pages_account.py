"""A person's own account, and how the administrator says who must prove what."""

import datetime
import json

import pyotp
import pytest
from account_desk import NEW, PASSWORD, Accounts, account_desk, recovery_codes, text  # noqa: F401
from sqlalchemy import event
from sqlmodel import col, select

from workflow import accounts
from workflow.accounts import identities, policy, second_factor
from workflow.accounts.identities import WantedProvider
from workflow.changes import Hand
from workflow.items import find
from workflow.models import Entry, Person, SignIn

SETTINGS = "/settings/sign-in"


def test_the_account_shows_posts_sessions_and_until_when(desk):
    with desk.database.write() as session:
        session.get_one(Person, desk.office.people["external_auditor"]).active_to = datetime.date(2018, 3, 31)
    page = text(desk.signed_in("external_auditor").get("/account"))
    assert "๓๑ มี.ค. ๒๕๖๑" in page.replace("\u00a0", " ")
    assert "Chrome · Windows" in page
    assert "10.0.0.5" in page
    assert "ผู้ตรวจสอบภายนอก" in page


def test_she_ends_one_session_then_all_others_and_keeps_this_one(desk):
    here, other, third = (desk.signed_in("clerk") for _ in range(3))
    stranger = desk.signed_in("plan_officer")
    with desk.database.read() as session:
        hers = select(SignIn.token_hash).where(SignIn.person_id == desk.office.people["clerk"])
        names = [each[:16] for each in session.exec(hers)]
    page = text(here.get("/account"))
    shown = [name for name in names if f'value="{name}"' in page]
    assert len(shown) == 2
    assert text(stranger.post("/account/sessions/end", data={"name": shown[0]}), 422)
    done = here.post("/account/sessions/end", data={"name": shown[0]})
    assert 'role="status"' in text(here.get(done.headers["location"]))
    assert sorted(each.get("/account").status_code for each in (other, third)) == [200, 303]
    here.post("/account/sessions/end-others")
    assert [each.get("/account").status_code for each in (here, other, third, stranger)] == [
        200,
        303,
        303,
        200,
    ]


def test_another_password_needs_the_present_one_and_ends_other_sessions(desk):
    here, other = desk.signed_in("clerk"), desk.signed_in("clerk")
    for told, status in (
        ({"password": "ผิดแน่นอน", "new": NEW, "again": NEW}, 403),
        ({"password": PASSWORD, "new": NEW, "again": "ไม่เหมือนกัน"}, 422),
        ({"password": PASSWORD, "new": "clerk.t1-2561", "again": "clerk.t1-2561"}, 422),
        ({"password": PASSWORD, "new": "สั้น", "again": "สั้น"}, 422),
        ({}, 403),
    ):
        page = text(here.post("/account/password", data=told), status)
        assert 'class="summary"' in page
        assert NEW not in page
    right = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert here.post("/account/password", data=right).headers["location"] == "/account?done=password"
    assert [each.get("/account").status_code for each in (here, other)] == [200, 303]
    assert desk.sign_in(desk.browser(), "clerk", PASSWORD).status_code == 401
    assert desk.sign_in(desk.browser(), "clerk", NEW).status_code == 303
    with desk.database.read() as session:
        details = list(session.exec(select(Entry.details).order_by(col(Entry.seq))))
    assert '{"did":"password_changed"}' in details
    assert not [each for each in details if NEW in each]


def test_she_turns_a_second_factor_on_makes_new_codes_and_turns_it_off(desk):
    client, page = desk.signed_in("clerk"), "/account/second-factor"
    assert text(client.post(f"{page}/begin", data={"password": "ผิดแน่นอน"}), 403)
    assert client.post(f"{page}/begin", data={"password": PASSWORD}).headers["location"] == page
    shown = text(client.get(page))
    assert "data:image/svg+xml" in shown
    phone = desk.phone(shown)
    assert text(client.post(f"{page}/confirm", data={"code": "000000"}), 401)
    first = recovery_codes(text(client.post(f"{page}/confirm", data={"code": phone.at(desk.at)})))
    assert len(first) == 10
    shown = text(client.get(page))
    assert not [each for each in (*first, phone.secret) if each in shown]
    second = recovery_codes(text(client.post(f"{page}/codes", data={"code": phone.at(desk.later())})))
    assert len(set(first + second)) == 20
    wrong = {"password": PASSWORD, "code": first[0]}
    assert text(client.post(f"{page}/off", data=wrong), 401)
    assert text(client.post(f"{page}/off", data={"password": "ผิดแน่นอน", "code": second[0]}), 403)
    off = client.post(f"{page}/off", data={"password": PASSWORD, "code": second[0]})
    assert off.headers["location"] == f"{page}?done=off"
    with desk.database.read() as session:
        entries = session.exec(select(Entry.details).where(Entry.kind == "account").order_by(col(Entry.seq)))
        assert [json.loads(each)["did"] for each in entries] == [
            "second_factor_on",
            "recovery_codes_made",
            "second_factor_refused",
            "second_factor_off",
        ]


def test_the_rules_are_the_administrators_and_hold_at_once(desk):
    admin, clerk = desk.signed_in("system_admin"), desk.signed_in("clerk")
    for who in ("clerk", "area_director", "external_auditor"):
        assert desk.signed_in(who).get(SETTINGS).status_code == 403
        assert desk.signed_in(who).post(SETTINGS, data={"idle_minutes": "30"}).status_code == 403
    rules = {"form": "rules", "idle_minutes": "๓๐", "absolute_hours": "8", "role:area_director": "yes"}
    wrong = text(admin.post(SETTINGS, data=rules | {"absolute_hours": "999"}), 422)
    assert 'value="๓๐"' in wrong
    assert 'name="role:area_director" value="yes" checked' in wrong
    done = admin.post(SETTINGS, data=rules | {"retype_for_final": "yes"})
    assert "บันทึกกฎแล้ว" in text(admin.get(done.headers["location"]))
    with desk.database.read() as session:
        assert policy.of(session, desk.office.id) == policy.Policy(30, 8, ("area_director",), True)
    desk.at += datetime.timedelta(minutes=30)
    assert clerk.get("/account").status_code == 303


def test_the_administrator_hands_out_codes_and_takes_lost_telephones_away(desk):
    desk.rules(second_factor_roles=("area_director",))
    director, _, _ = desk.enrol("area_director")
    admin = desk.signed_in("system_admin")
    page = text(admin.post(f"{SETTINGS}/codes", data={"code_username": "clerk.t1", "purpose": "reset"}))
    code = page.partition('id="new-code">')[2][:19]
    told = {"code": code, "password": NEW, "again": NEW}
    assert desk.browser().post("/reset", data=told).status_code == 303
    assert code not in text(admin.get(SETTINGS))
    assert text(admin.post(f"{SETTINGS}/codes", data={"code_username": "nobody"}), 404)
    assert "area_director.t1" in text(admin.get(SETTINGS))
    admin.post(f"{SETTINGS}/telephones/end", data={"username": "area_director.t1"})
    assert director.get("/account").status_code == 303
    assert "account-qr" in text(_half_way(desk, "area_director").get("/sign-in/second-factor"))


def _half_way(desk: Accounts, who: str):
    client = desk.browser()
    desk.sign_in(client, who)
    return client


@pytest.mark.parametrize(
    "issuer", ["http://idp.example", "javascript:alert(1)", "https://", "https://a@b.example", "x"]
)
def test_a_provider_is_reached_safely_or_not_at_all(desk, issuer):
    admin = desk.signed_in("system_admin")
    told = {"issuer": issuer, "client_id": "c", "client_secret": "the secret", "provider_name": "ชื่อ"}
    page = text(admin.post(f"{SETTINGS}/provider", data=told), 422)
    assert 'value="ชื่อ"' in page
    assert "the secret" not in page


@pytest.mark.parametrize("people", [1, 12])
@pytest.mark.one_database
def test_the_settings_take_the_same_statements_for_any_number_of_people(desk, people):
    with desk.database.write() as session:
        hand = Hand(desk.office.people["system_admin"], desk.at)
        vault = desk.app.state.vault
        wanted = WantedProvider("https://idp.example", "client", "", "ผู้ให้บริการ")
        identities.set_provider(session, desk.office.id, wanted, vault, hand)
        everybody = [
            (name, id_) for name, id_ in desk.office.people.items() if name not in ("system", "system_admin")
        ]
        for name, id_ in everybody[:people]:
            person = session.get_one(Person, id_)
            second_factor.begin(session, person, vault, desk.at)
            phone = second_factor.enrolment(session, person, vault)
            second_factor.confirm(session, person, pyotp.TOTP(phone.secret).at(desk.at), vault, desk.at)
            identities.link(session, id_, "https://idp.example", hand, subject=name)
    admin = desk.signed_in("system_admin")
    admin.get(SETTINGS)
    assert _statements(desk, lambda: admin.get(SETTINGS)) == 8


@pytest.mark.parametrize("sessions", [1, 9])
@pytest.mark.one_database
def test_the_account_takes_the_same_statements_for_any_number_of_sessions(desk, sessions):
    client = desk.signed_in("clerk")
    with desk.database.write() as session:
        for _ in range(sessions):
            accounts.start(session, desk.office.people["clerk"], at=desk.at)
    client.get("/account")
    assert _statements(desk, lambda: client.get("/account")) == 13


def _statements(desk: Accounts, act) -> int:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    engine = desk.app.state.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("address", ["/account", "/account/password", "/account/second-factor", SETTINGS])
def test_every_page_has_one_heading_help_and_both_languages(desk, address):
    client = desk.signed_in("system_admin")
    for language in ("th", "en"):
        client.cookies.set("khanton_language", language)
        page = text(client.get(address))
        assert page.count("<h1") == 1
        assert 'class="help"' in page


def test_no_other_page_takes_a_final_approval_without_the_password(desk):
    desk.rules(retype_for_final=True)
    with desk.database.write() as session:
        desk.office.open(session, "expenditure_analysis", "EX1").state = "director_review"
    client = desk.signed_in("area_director")
    step = {"paper:signed_memo": "ศธ 04xxx/1", "reason": "เห็นชอบ"}
    for area in ("meetings", "papers"):
        address = f"/{area}/EX1/steps/director_approve"
        assert client.post(address, data=step).status_code == 403
        assert client.post(address, data=step | {"password": PASSWORD}).status_code == 404
    with desk.database.read() as session:
        assert find(session, desk.office.id, "EX1").state == "director_review"


def test_a_final_approval_asks_for_the_password_again_on_the_page_and_from_programs(desk):
    desk.rules(retype_for_final=True)
    with desk.database.write() as session:
        for code in ("EX1", "EX2"):
            desk.office.open(session, "expenditure_analysis", code).state = "director_review"
    client = desk.signed_in("area_director")
    page = text(client.get("/items/EX1"))
    assert 'id="director_approve-password"' in page
    assert 'id="director_reject-password"' not in page
    step = {"paper:signed_memo": "ศธ 04xxx/1", "reason": "เห็นชอบ"}
    for password, code in (("", "ต้องพิมพ์รหัสผ่านอีกครั้ง"), ("ผิดแน่นอน", "ไม่ถูกต้อง")):
        refused = text(
            client.post("/items/EX1/steps/director_approve", data=step | {"password": password}), 403
        )
        assert "ศธ 04xxx/1" in refused
        assert "ผิดแน่นอน" not in refused
        assert code
    right = step | {"password": PASSWORD}
    assert client.post("/items/EX1/steps/director_approve", data=right).status_code == 303
    wish = {"trigger": "director_approve", "evidence": {"signed_memo": "ศธ 04xxx/2"}}
    address = "/api/v1/items/EX2/advance"
    assert client.post(address, json=wish).json()["code"] == "password_needed"
    assert client.post(address, json=wish | {"password": "ผิดแน่นอน"}).json()["code"] == "wrong_password"
    key = {"Idempotency-Key": "k1"}
    done = client.post(address, json=wish | {"password": PASSWORD}, headers=key)
    assert (done.status_code, done.json()["to_state"]) == (200, "report_production")
    assert client.post(address, json=wish | {"password": PASSWORD}, headers=key).status_code == 200


def test_programs_show_the_second_factor_too(desk):
    desk.rules(second_factor_roles=("area_director",))
    enrolment = desk.browser().post(
        "/api/v1/sign-in", json={"username": "area_director.t1", "password": PASSWORD}
    )
    assert enrolment.json()["asked"] == "enrolment"
    _, phone, _ = desk.enrol("area_director")
    desk.later()
    client = desk.browser()
    asked = client.post("/api/v1/sign-in", json={"username": "area_director.t1", "password": PASSWORD}).json()
    assert (asked["token"], asked["asked"], asked["hours"]) == ("", "second_factor", 0)
    address = "/api/v1/sign-in/second-factor"
    wrong = client.post(address, json={"pending": asked["pending"], "code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "second_factor_refused")
    came = client.post(address, json={"pending": asked["pending"], "code": phone.at(desk.at)}).json()
    assert (came["asked"], came["hours"]) == ("", 10)
    me = desk.browser().get("/api/v1/me", headers={"Authorization": f"Bearer {came['token']}"})
    assert me.json()["username"] == "area_director.t1"
    again = client.post(address, json={"pending": asked["pending"], "code": phone.at(desk.later())})
    assert (again.status_code, again.json()["code"]) == (401, "not_signed_in")

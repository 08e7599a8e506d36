"""A person's own notices at the JSON door: the same as on her pages."""

import pytest
from json_desk import PASSWORD, Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from told_desk import TODAY, duty, notice

from workflow.items import find
from workflow.models import Entry

API = "/api/v1"
LINE = "U" + "0123456789abcdef" * 2


@pytest.fixture(name="told")
def a_reminder(desk: Desk) -> int:
    desk.open("quarterly_report", "QR1", quarter=1)
    with desk.database.write() as session:
        item = find(session, desk.office.id, "QR1")
        owed = duty(session, desk.office, item, TODAY)
        told = {"obligation_id": owed.id, "rung": 0, "code": "reminder"}
        return notice(session, desk.office, "clerk", item, desk.at, **told).id


def test_the_inbox_and_reading_it(desk: Desk, told: int) -> None:
    clerk = desk.person("clerk")
    found = clerk.get(f"{API}/me/inbox").json()
    assert (found["unread"], found["next_before"], len(found["notices"])) == (1, None, 1)
    (shown,) = found["notices"]
    assert (shown["id"], shown["item"], shown["due_on"]) == (told, "QR1", "2018-01-12")
    assert shown["link"] in shown["line_text"]
    assert desk.person("plan_officer").post(f"{API}/me/inbox/read", json={"id": told}).json()["marked"] == 0
    assert clerk.post(f"{API}/me/inbox/read", json={}).json() == {"marked": 1, "unread": 0}
    assert clerk.get(f"{API}/me/inbox?only=unread").json()["notices"] == []


def test_ways_are_set_as_a_whole_and_refused_as_a_whole(desk: Desk) -> None:
    desk.app.state.channels = type("Some", (), {"available": lambda _self, _code: ("email", "line")})()
    clerk = desk.person("clerk")
    email = {"channel": "email", "address": "clerk@example.go.th"}
    wanted = {"language": "en", "quiet_from": "21:30", "quiet_to": "06:00", "contacts": [email]}
    wanted["password"] = PASSWORD
    kept = clerk.put(f"{API}/me/notices", json=wanted).json()
    assert [(each["channel"], each["enabled"]) for each in kept["contacts"]] == [("email", True)]
    assert (kept["available"], kept["quiet_from"]) == (["email", "line"], "21:30")
    wrong = {"contacts": [{"channel": "line", "address": LINE}, {"channel": "email", "address": "x"}]}
    refused = clerk.put(f"{API}/me/notices", json=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "input_not_email")
    assert clerk.get(f"{API}/me/notices").json() == kept
    only_line = {"contacts": [{"channel": "line", "address": LINE}], "password": PASSWORD}
    changed = clerk.put(f"{API}/me/notices", json=only_line).json()
    assert [each["channel"] for each in changed["contacts"]] == ["line"]


def test_another_mail_address_asks_for_the_password_which_no_kept_request_holds(desk: Desk) -> None:
    desk.app.state.channels = type("Some", (), {"available": lambda _self, _code: ("email", "line")})()
    clerk = desk.person("clerk")
    wanted = {"contacts": [{"channel": "email", "address": "clerk@example.go.th"}]}
    for typed, code in (({}, "address_needs_password"), ({"password": "ผิดแน่นอน"}, "wrong_password")):
        refused = clerk.put(f"{API}/me/notices", json=wanted | typed)
        assert (refused.status_code, refused.json()["code"]) == (403, code)
    key = {"Idempotency-Key": "another-address"}
    first = clerk.put(f"{API}/me/notices", json=wanted | {"password": PASSWORD}, headers=key)
    again = clerk.put(f"{API}/me/notices", json=wanted, headers=key)
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert "password" not in first.json()
    assert clerk.put(f"{API}/me/notices", json=wanted | {"language": "en"}).status_code == 200
    assert clerk.put(f"{API}/me/notices", json={"contacts": []}).status_code == 403
    with desk.database.read() as session:
        assert session.exec(select(Entry.details).where(Entry.kind == "account")).all() == [
            '{"did":"mail_address_changed","set":true}'
        ]


def test_the_calendars_address_is_made_and_ended(desk: Desk) -> None:
    clerk = desk.person("clerk")
    address = clerk.post(f"{API}/me/feed").json()["address"]
    assert desk.visitor().get(address).status_code == 200
    assert [clerk.delete(f"{API}/me/feed").json()["ended"] for _ in range(2)] == [True, False]
    assert desk.visitor().get(address).status_code == 404


def test_who_was_told_of_a_paper(desk: Desk, told: int) -> None:
    (shown,) = desk.person("external_auditor").get(f"{API}/items/QR1/told").json()["told"]
    assert (shown["person"], shown["rung"], shown["duty"], shown["sent"]) == ("clerk.t1", 0, "D-QR", [])
    assert desk.person("school_officer").get(f"{API}/items/QR1/told").status_code == 404
    assert desk.visitor().get(f"{API}/me/inbox").status_code == 401

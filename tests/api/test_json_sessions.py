"""A person's own sessions at the JSON door: listed, one ended, all others ended; nobody else's."""

from fastapi.testclient import TestClient
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import col, select

from workflow.models import Entry

SESSIONS = "/api/v1/account/sessions"


def again(desk: Desk) -> TestClient:
    """The clerk, signed in once more."""
    desk.clients.clear()
    return desk.person("clerk")


def test_sessions_are_listed_and_ended(desk: Desk) -> None:
    here, there, third = (again(desk) for _ in range(3))
    found = here.get(SESSIONS).json()["sessions"]
    assert len(found) == 3
    assert [each["this"] for each in found].count(True) == 1
    (own,) = [each["name"] for each in there.get(SESSIONS).json()["sessions"] if each["this"]]
    assert here.delete(f"{SESSIONS}/{own}").json() == {"ended": 1}
    assert there.get(SESSIONS).status_code == 401
    assert here.delete(SESSIONS).json() == {"ended": 1}
    assert third.get(SESSIONS).status_code == 401
    assert [each["this"] for each in here.get(SESSIONS).json()["sessions"]] == [True]
    with desk.database.read() as session:
        told = session.exec(select(Entry.details).order_by(col(Entry.seq).desc()).limit(2)).all()
    assert "other_sessions_revoked" in told[0]
    assert "session_revoked" in told[1]


def test_nobody_ends_the_session_of_another(desk: Desk) -> None:
    clerk, auditor = desk.person("clerk"), desk.person("internal_auditor")
    (hers,) = clerk.get(SESSIONS).json()["sessions"]
    for name in (hers["name"], "x", "%" * 16, hers["name"][:8]):
        refused = auditor.delete(f"{SESSIONS}/{name}")
        assert (refused.status_code, refused.json()["code"]) == (422, "input_unknown")
    assert auditor.delete(SESSIONS).json() == {"ended": 0}
    assert clerk.get(SESSIONS).status_code == 200

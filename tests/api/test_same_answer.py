"""The page, the JSON answer and the engine say the same of every step, for everybody, in every state."""

import contextlib
import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.settings import Settings
from states.catalogue import catalogue
from states.compile import shipped_definition
from states.source import shipped_kinds
from tests.conftest import NOW, ROLES, SmallOffice
from workflow import engine
from workflow.database import Database
from workflow.errors import NotAllowed, StepRefused
from workflow.models import Attestation, SignIn

PROFILE = "uttaradit2_fy2561"
# A value of each kind that most guards take.
VALUES = {
    "text": "ข้อความตัวอย่าง",
    "yes_no": "yes",
    "number": "2",
    "date": "2018-01-10",
    "list": "ADM,PLN",
    "fraction": "12/15",
}
_STEP = re.compile(
    r'data-trigger="([^"]*)" data-status="([^"]*)" data-missing="([^"]*)" data-denial="([^"]*)"'
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one door says of one step; the engine looks no further than a denial."""

    status: str
    missing: tuple[str, ...]
    denial: str

    @property
    def decisive(self) -> "Answer":
        return Answer("denied", (), self.denial) if self.status == "denied" else self


class _RolledBack(Exception):
    pass


@pytest.fixture
def client(database_url: str, office: SmallOffice, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as opened:
        yield opened


def _sign_everybody_in(database: Database, office: SmallOffice) -> dict[str, dict[str, str]]:
    """The head of a request by each role, the service account's too."""
    with database.write() as session:
        for role in ROLES:
            digest = hashlib.sha256(role.encode()).hexdigest()
            later = NOW + datetime.timedelta(hours=1)
            person = office.people[role]
            session.add(SignIn(token_hash=digest, person_id=person, started_at=NOW, expires_at=later))
    return {role: {"Authorization": f"Bearer {role}"} for role in ROLES}


def _record_everything(database: Database, item_id: int, person_id: int) -> None:
    """Every fact that any guard asks for and every paper that any step needs, at the item's version."""
    kinds = {key: kind for words in catalogue().guards.values() for key, kind in words.facts.items()}
    values = {key: VALUES[kind] for key, kind in kinds.items()} | dict.fromkeys(
        catalogue().documents, "แฟ้ม 1"
    )
    values |= dict.fromkeys(("claimed_level_m1", "claimed_level_m2", "claimed_level_m4"), "1")
    values["criteria_evidence"] = "M1.1 แฟ้ม 1,M2.1 แฟ้ม 1,M4.1 แฟ้ม 1"
    with database.write() as session:
        for code, value in values.items():
            session.add(
                Attestation(
                    item_id=item_id,
                    code=code,
                    value=value,
                    item_version=1,
                    entry_seq=1,
                    attested_by=person_id,
                    attested_at=NOW,
                )
            )


def _page(client: TestClient, code: str, head: dict[str, str]) -> dict[str, Answer] | None:
    answer = client.get(f"/items/{code}", headers=head)
    if answer.status_code == 404:
        return None
    assert answer.status_code == 200
    return {t: Answer(s, tuple(m.split()), d) for t, s, m, d in _STEP.findall(answer.text)}


def _json(client: TestClient, code: str, head: dict[str, str]) -> dict[str, Answer] | None:
    answer = client.get(f"/api/v1/items/{code}/actions", headers=head)
    if answer.status_code == 404:
        return None
    assert answer.status_code == 200
    return {
        each["trigger"]: Answer(
            each["status"],
            tuple(missing["code"] for missing in each["missing"]),
            each["denial"]["code"] if each["denial"] else "",
        )
        for each in answer.json()["actions"]
    }


def _engine(database: Database, item_id: int, trigger: str, person_id: int) -> Answer:
    """What comes of really trying the step, without a reason; then as if it had not been."""
    try:
        with contextlib.suppress(_RolledBack), database.write() as session:
            engine.advance(session, item_id, trigger, by=person_id, at=NOW)
            raise _RolledBack
    except NotAllowed as refused:
        return Answer("denied", (), refused.denial.code)
    except StepRefused as refused:
        return Answer("missing", tuple(each.code for each in refused.missing), "")
    return Answer("ready", (), "")


def _stand(database: Database, item_id: int, state: str) -> None:
    with database.write() as session:
        session.execute(
            text("UPDATE item SET state = :state WHERE id = :id"), {"state": state, "id": item_id}
        )


@pytest.mark.one_database
@pytest.mark.parametrize("kind", shipped_kinds())
def test_page_json_and_engine_give_one_answer(
    kind: str, database: Database, office: SmallOffice, client: TestClient
) -> None:
    """In every state: on a bare item for every role, and with everything recorded, when steps succeed.

    What is recorded is no matter to those who take no step anywhere: of these one is asked again.
    """
    heads = _sign_everybody_in(database, office)
    definition = shipped_definition(kind, PROFILE)
    with database.write() as session:
        item_id = office.open(session, kind, "I1").id
    steppers = {role for move in definition.transitions for role in move.by}
    again = [role for role in ROLES if role in steppers or role == "external_auditor"]
    differing: list[tuple[object, ...]] = []
    succeeded, hidden = {False: 0, True: 0}, set()
    for recorded in (False, True):
        if recorded:
            _record_everything(database, item_id, office.people["plan_officer"])
        for state in definition.by_state:
            _stand(database, item_id, state)
            triggers = [move.trigger for move in definition.leaving(state)]
            asked = again if recorded else ROLES
            for role in asked if triggers else asked[:1]:  # nothing starts at an end
                page, json = _page(client, "I1", heads[role]), _json(client, "I1", heads[role])
                if page is None or json is None:
                    assert page == json
                    hidden.add(role)
                    continue
                tried = {each: _engine(database, item_id, each, office.people[role]) for each in triggers}
                decided = {trigger: answer.decisive for trigger, answer in json.items()}
                succeeded[recorded] += sum(answer.status == "ready" for answer in tried.values())
                if not (page == json and decided == tried):
                    differing.append((recorded, state, role, page, json, tried))
    assert differing == []
    assert hidden <= {"school_officer", "school_cluster_chair"}
    assert succeeded[True] > max(succeeded[False], 0)

"""Whatever schemathesis makes up is answered as /openapi.json says, and never by a fault.

It knows the whole description: every JSON address, what it takes and what it may answer. Half of what it
sends is right by the description, half is wrong on purpose; half of the time with names that the office has.
"""

import datetime
import json
import os
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from demonstration import copied
from fuzzed_office import FuzzedOffice
from sending import CHECKED, Tally, send_all

from api.clock import now
from workflow.moments import bangkok_date

# Somebody of each role in the sample office, by account.
PEOPLE = {
    "area_director": "director",
    "deputy_director": "deputy1",
    "plan_director": "plandir",
    "plan_officer": "plan1",
    "clerk": "clerk1",
    "group_director": "supdir",
    "finance_officer": "fin1",
    "internal_auditor": "auditor",
    "board_recorder": "boardrec",
    "committee_secretary": "plansec",
    "project_owner": "supown",
    "school_cluster_chair": "cluster1",
    "external_auditor": "extaudit",
    "system_admin": "sysadmin",
    "school_officer": "school01",
}
Opening = Callable[[str], FuzzedOffice]


@pytest.fixture
def opening(sample_may: str, tmp_path: Path) -> Iterator[Opening]:
    """The sample office in May, in a database of her own, which a test may do anything to."""
    with copied(sample_may, tmp_path) as url:
        opened: list[FuzzedOffice] = []

        def of(role: str) -> FuzzedOffice:
            opened.append(FuzzedOffice(url, tmp_path / "data", PEOPLE[role]))
            return opened[-1]

        yield of
        for each in opened:
            each.database.dispose()


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("role", ["plan_director", "school_officer", "internal_auditor"])
def test_ten_requests_to_every_operation_are_answered_as_described(opening, role):
    """And of one person also the limits of every field, and the methods that an address does not take."""
    office = opening(role)
    tally = send_all(office, 10, boundaries=role == "plan_director")
    _hold(tally)
    assert tally.operations == sum(map(len, office.app.openapi()["paths"].values())) > 100
    assert tally.examples >= 9 * tally.operations


@pytest.mark.fuzz
@pytest.mark.parametrize("role", list(PEOPLE))
def test_a_hundred_requests_to_every_operation_are_answered_as_described(opening, role):
    began, office = time.monotonic(), opening(role)
    examples = int(os.environ.get("KHANTON_FUZZ_EXAMPLES", "100"))
    tally = send_all(office, examples, boundaries=True, only=os.environ.get("KHANTON_FUZZ_ONLY", ""))
    _note(office, role, examples, tally, round(time.monotonic() - began, 1))
    _hold(tally)


@pytest.mark.slow
@pytest.mark.one_database
def test_an_answer_that_is_not_described_is_found(opening):
    """The same requests to an address whose description lacks one of its answers, or says it wrong."""
    office, told = opening("internal_auditor"), "GET /api/v1/items/{code}/told"
    answers = office.app.openapi()["paths"]["/api/v1/items/{code}/told"]["get"]["responses"]

    def found() -> list[tuple[str, str]]:
        return list(send_all(office, 10, boundaries=False, only=told).failures)

    assert found() == []
    unknown = answers.pop("404")
    assert found() == [(told, "UndefinedStatusCode")]
    answers["404"] = unknown
    answers["200"]["content"]["application/json"]["schema"] = {"type": "integer"}
    assert found() == [(told, "JsonSchemaError")]


def _hold(tally: Tally) -> None:
    told = [f"{label}: {kind}\n{words}" for (label, kind), words in sorted(tally.failures.items())]
    assert told == [], "\n\n".join(told)


def _note(office: FuzzedOffice, role: str, examples: int, tally: Tally, seconds: float) -> None:
    """A line for docs/fuzz.md, where `run.py fuzz` asks for it."""
    where = os.environ.get("KHANTON_FUZZ_FIGURES")
    if not where:
        return
    on: datetime.date = bangkok_date(now())
    line = {
        "role": role,
        "database": office.database.engine.dialect.name,
        "asked": examples,
        "operations": tally.operations,
        "examples": tally.examples,
        "carried_out": len(tally.carried_out),
        "answers": {str(status): count for status, count in sorted(tally.answers.items())},
        "failures": len(tally.failures),
        "checks": len(CHECKED),
        "seconds": seconds,
        "schemathesis": version("schemathesis"),
        "hypothesis": version("hypothesis"),
        "fastapi": version("fastapi"),
        "on": on.isoformat(),
    }
    with Path(where).open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(line) + "\n")

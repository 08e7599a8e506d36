"""What every answer of the JSON interface has in common, whatever it is about."""

from typing import Any

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture

API = "/api/v1"
OPEN = f"{API}/items/AP2561/advance"
WISH = {"trigger": "open_proposals"}


@pytest.fixture
def plan(desk: Any) -> Any:
    desk.open("annual_plan", "AP2561")
    return desk.person("plan_director")


def test_an_empty_key_is_refused_since_it_would_keep_nobody_from_doing_it_twice(plan: Any) -> None:
    refused = plan.post(OPEN, json=WISH, headers={"Idempotency-Key": ""})
    assert (refused.status_code, refused.json()["code"]) == (422, "input_length")
    refused = plan.post(OPEN, json=WISH, headers={"Idempotency-Key": "k" * 121})
    assert (refused.status_code, refused.json()["code"]) == (422, "input_length")
    assert plan.get(f"{API}/items/AP2561").json()["version"] == 1


def test_an_office_left_empty_is_ones_own(plan: Any) -> None:
    own, unknown = (plan.get(f"{API}/items/AP2561", params={"office": code}) for code in ("", "nowhere"))
    assert (own.status_code, unknown.status_code) == (200, 404)

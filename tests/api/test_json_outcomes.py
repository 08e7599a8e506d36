"""Results of national tests at the JSON door."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture

ADDRESS = "/api/v1/outcomes"
THAI = {"test": "O-NET", "level": "ป.6", "subject": "ภาษาไทย", "school_year": 2558, "score": "49.50"}


def test_scores_are_recorded_and_read_back_with_what_changed(desk):
    wish = {"source": "ประกาศ สทศ.", "scores": [THAI, THAI | {"school_year": 2559, "score": "52.54"}]}
    kept = desk.person("plan_officer").put(ADDRESS, json=wish)
    assert (kept.status_code, kept.json()["entry_seq"] is None) == (200, False)
    shown = desk.person("internal_auditor").get(ADDRESS).json()
    assert shown["scores"] == wish["scores"]
    assert shown["changes"] == [
        {
            **{key: THAI[key] for key in ("test", "level", "subject")},
            "since": 2558,
            "until": 2559,
            "before": "49.50",
            "after": "52.54",
            "change": "3.04",
        }
    ]
    assert desk.person("plan_officer").put(ADDRESS, json=wish).json()["entry_seq"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"score": "100.01"}, {"score": "49.505"}, {"score": "ดี"}, {"school_year": 2017}, {"test": ""}, {"x": 1}],
)
def test_scores_that_cannot_be_are_refused(desk, wrong):
    answer = desk.person("plan_officer").put(ADDRESS, json={"source": "ก", "scores": [THAI | wrong]})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert desk.person("plan_officer").get(ADDRESS).json() == {"scores": [], "changes": []}


def test_only_the_plan_group_records_them(desk):
    answer = desk.person("finance_officer").put(ADDRESS, json={"source": "ก", "scores": [THAI]})
    assert answer.status_code == 403

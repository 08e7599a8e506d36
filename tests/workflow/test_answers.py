"""A repeated request gets the recorded answer; the key of another request is refused."""

import pytest

from workflow import answers
from workflow.errors import KeyReused


def test_the_answer_is_repeated_for_the_same_person_key_and_request_only(session, office, now):
    clerk, officer = office.people["clerk"], office.people["plan_officer"]
    assert answers.recorded(session, clerk, "k1", "a" * 64) is None
    answers.record(session, clerk, "k1", "a" * 64, status=200, body="{}", at=now)
    again = answers.recorded(session, clerk, "k1", "a" * 64)
    assert again is not None
    assert (again.status, again.body, again.answered_at) == (200, "{}", now)
    assert answers.recorded(session, officer, "k1", "a" * 64) is None
    with pytest.raises(KeyReused):
        answers.recorded(session, clerk, "k1", "b" * 64)

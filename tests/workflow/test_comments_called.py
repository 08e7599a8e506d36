"""How many people one comment calls."""

import pytest
from conftest import NOW

from workflow import comments
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.moments import bangkok_date

TODAY = bangkok_date(NOW)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_a_comment_calls_so_many_and_no_more(session, office, monkeypatch):
    item = office.open(session, "project", "P1")
    monkeypatch.setattr(comments, "MOST_CALLED", 1)
    both = "@plan_officer.t1 @clerk.t1 ดูด้วย"
    by = Hand(office.people["plan_director"], NOW)
    assert refused(comments.write, session, item, both, by) == ("comment", "too_many_called")
    assert comments.write(session, item, "@clerk.t1 ดูด้วย", by).id

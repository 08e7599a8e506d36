"""Numbers and readers of papers that are not out, not voided or not there."""

import pytest
from conftest import NOW
from issued_paper import draft, hand, issued

from workflow.errors import BadInput
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.papers import registers
from workflow.papers.readers import settle_readers
from workflow.permissions import Authority

TODAY = bangkok_date(NOW)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_a_paper_that_is_not_out_is_closed_by_no_reader(session, office):
    assert settle_readers(session, 4711, NOW) is None
    assert settle_readers(session, draft(session, office, NOW).id, NOW) is None


def test_a_register_of_a_year_that_was_never_begun_has_no_gaps(session, office):
    assert registers.unexplained(session, office.id, "outgoing", 2561) == ()
    clerk = hand(office, "clerk", NOW)
    assert refused(registers.begin_at, session, office.id, "outgoing", 2018, 5, clerk) == (
        "year",
        "wrong_era",
    )


def test_a_number_that_was_not_voided_is_not_restored(session, office):
    paper = issued(session, office, NOW)
    item = session.get_one(Item, paper.item_id)
    before = registers.number_of(session, item.id)
    assert before is not None
    by = Authority(0, "clerk", None, None, "own")
    registers.restored_with_paper(session, item, hand(office, "clerk", NOW), by)
    assert registers.number_of(session, item.id) == before
    registers.restored_with_paper(session, draft(session, office, NOW), hand(office, "clerk", NOW), by)

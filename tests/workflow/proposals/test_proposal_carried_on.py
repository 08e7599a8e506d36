"""What a proposal takes from the one before it, and from a word about another."""

import datetime

from conftest import NOW

from workflow.changes import Hand
from workflow.models import Attestation
from workflow.moments import bangkok_date
from workflow.permissions import Authority
from workflow.proposals.merging import arrived_merged
from workflow.proposals.opening import _moved

TODAY = bangkok_date(NOW)


def test_a_day_that_was_not_set_moves_to_no_other_year():
    assert _moved(None, 2562) is None
    assert _moved(datetime.date(2018, 2, 28), 2562) == datetime.date(2019, 2, 28)


def test_a_word_that_names_no_paper_merges_nothing(session, office):
    item = office.open(session, "project", "P1")
    by = Hand(office.people["plan_director"], NOW)
    nobody = Authority(0, "plan_director", None, None, "own")
    assert arrived_merged(session, item, by, nobody) is None
    session.add(
        Attestation(
            item_id=item.id,
            code="merge_target",
            value="P404",
            item_version=1,
            entry_seq=1,
            attested_by=by.by,
            attested_at=NOW,
        )
    )
    session.flush()
    assert arrived_merged(session, item, by, nobody) is None

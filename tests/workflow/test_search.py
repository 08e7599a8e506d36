"""Looking for something needs a word to look for."""

from conftest import NOW

from workflow.moments import bangkok_date
from workflow.queries import viewer
from workflow.search import search

TODAY = bangkok_date(NOW)


def test_nothing_is_looked_for_by_nothing(session, office):
    office.open(session, "project", "P1")
    who = viewer(session, office.people["plan_director"], NOW)
    for words in ("", "   ", "...", "\u200b"):
        assert search(session, who, words).nothing
    assert not search(session, who, "P1").nothing

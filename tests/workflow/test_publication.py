"""What of a path is public, and that a destroyed book is given to nobody."""

from dataclasses import replace

import pytest
from conftest import NOW
from retention_desk import show

from states.compile import shipped_definition
from states.model import Label
from workflow import publication
from workflow.errors import UnknownItem
from workflow.models import StoredFile
from workflow.moments import bangkok_date
from workflow.publication import _after_publishing

TODAY = bangkok_date(NOW)


def test_a_path_on_which_nothing_is_published_has_no_public_state():
    assert _after_publishing(shipped_definition("project", "modern_default")) == frozenset()
    plan = shipped_definition("annual_plan", "modern_default")
    after = _after_publishing(plan)
    assert "published" in after
    assert not after & {plan.initial, "drafting"}
    first = next(move for move in plan.transitions if move.target == "published")
    back = replace(first, sources=("published",), target="drafting", send_back=True)
    again = replace(first, sources=("published",), target="published")
    assert _after_publishing(replace(plan, transitions=(*plan.transitions, back, again))) == after


def test_a_book_that_was_destroyed_by_order_is_no_longer_given_out(session, office, tmp_path, monkeypatch):
    item = office.open(session, "annual_plan", "AP1")
    sha256 = show(session, office, tmp_path, item, b"%PDF-1.7 the plan")
    book = publication.Published(
        "annual_plan", "แผน", "AP1", 2561, Label("ก", "a"), TODAY, ("plan.pdf", sha256, 5)
    )
    monkeypatch.setattr(publication, "published", lambda *_: [book, replace(book, book=None), book])
    assert publication.public_book(session, office.id, sha256) == ("plan.pdf", "application/pdf")
    session.get_one(StoredFile, sha256).destroyed_at = NOW
    session.flush()
    with pytest.raises(UnknownItem):
        publication.public_book(session, office.id, sha256)

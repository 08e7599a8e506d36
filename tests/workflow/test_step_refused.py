"""A step that is refused names what it is about, and nothing has changed."""

import datetime
from typing import Any

import pytest
from conftest import SmallOffice
from first_step import PAPERS, TOMORROW, first_plan, opened
from sqlmodel import Session

from workflow import engine
from workflow.errors import (
    BadDate,
    BadEvidence,
    Denial,
    NotAllowed,
    NotOpenHere,
    SomebodyWasFaster,
    StepRefused,
    TooLong,
    UnknownItem,
    UnknownTrigger,
)
from workflow.facts import LONGEST_REASON
from workflow.models import Item
from workflow.situation import read


@pytest.fixture
def plan(session: Session, office: SmallOffice, now: datetime.datetime) -> Item:
    return first_plan(session, office, now)


def test_every_refusal_names_what_it_is_about(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    def refusal(of: type[Exception], **more: Any) -> Any:
        with pytest.raises(of) as caught:
            opened(session, office, plan, now, **more)
        return caught.value

    longest = "ก" * LONGEST_REASON
    assert refusal(TooLong, reason=longest + "ก") == TooLong("reason", LONGEST_REASON, LONGEST_REASON + 1)
    assert refusal(TooLong, justifications={"x": longest + "ก"}).name == "justification"
    assert refusal(BadEvidence, documents={"no_such_paper": PAPERS["proposal_form"]}).key == "no_such_paper"
    tomorrow, yesterday = datetime.date(2018, 1, 13), datetime.date(2018, 1, 11)
    assert refusal(BadDate, on=tomorrow) == BadDate("in_future", "2018-01-13")
    assert refusal(BadDate, on=yesterday) == BadDate("before_last_step", "2018-01-11", now.date())
    refused = refusal(StepRefused, documents={})
    assert (refused.trigger, [each.code for each in refused.missing][-1]) == (
        "open_proposals",
        "last_year_summary",
    )
    assert refusal(NotAllowed, role="clerk").denial == Denial("no_role", ("plan_director",))
    assert (plan.state, plan.version) == ("preparing", 1)


def test_a_step_that_is_not_one_says_what_it_was_asked_of(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    by = office.people["plan_director"]
    with pytest.raises(UnknownTrigger) as unknown:
        engine.advance(session, plan.id, "fly", by=by, at=now)
    assert (unknown.value.kind, unknown.value.trigger) == ("annual_plan", "fly")
    assert list(unknown.value.known) == sorted(unknown.value.known)
    assert {"open_proposals", "cancel"} <= set(unknown.value.known)
    with pytest.raises(NotOpenHere) as elsewhere:
        engine.advance(session, plan.id, "publish", by=by, at=now)
    assert (elsewhere.value.trigger, elsewhere.value.open_here) == ("publish", ("open_proposals", "cancel"))
    with pytest.raises(UnknownItem) as nothing:
        engine.advance(session, 10_000, "publish", by=by, at=now)
    assert nothing.value == UnknownItem("10000")


def test_whoever_looked_at_an_older_version_hears_of_the_latest_step_since(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    first = opened(session, office, plan, now, expect_version=1)
    later = now + TOMORROW
    engine.advance(
        *(session, plan.id, "cancel"),
        by=office.people["area_director"],
        at=later,
        reason="ยุบรวม",
        expect_version=2,
    )
    other = office.open(session, "annual_plan", "AP2562")
    opened(session, office, other, later)
    told = [
        engine.faster(session, read(session, plan.id, office.people["clerk"], now.date()).item, version)
        for version in (1, 2, 3)
    ]
    who = "ผู้ดำรงตำแหน่ง area_director"
    assert told == [
        SomebodyWasFaster("AP2561", 1, 3, "cancel", who, later),
        SomebodyWasFaster("AP2561", 2, 3, "cancel", who, later),
        SomebodyWasFaster("AP2561", 3, 3),
    ]
    assert first.version == 2

"""What a step is decided on, and how it is refused: it names what it is about, and nothing has changed."""

import datetime
from typing import Any

import pytest
from conftest import SmallOffice
from sqlmodel import Session

from workflow import attest, definitions, engine
from workflow.engine import Moved
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
    UnknownPerson,
    UnknownTrigger,
)
from workflow.facts import LONGEST_REASON
from workflow.models import Item, Person, StoredFile
from workflow.situation import Given, Situation, looking, read
from workflow.statements import Attached

FACTS = {"policy_analysed": "บันทึกวิเคราะห์นโยบาย", "appointment_order": "คำสั่งที่ 12/2560"}
PAPERS = {
    code: Attached(character * 64, f"{code}.pdf")
    for code, character in (("ceiling_notice", "a"), ("proposal_form", "b"), ("last_year_summary", "c"))
}
TOMORROW = datetime.timedelta(days=1, hours=3)


@pytest.fixture
def plan(session: Session, office: SmallOffice, now: datetime.datetime) -> Item:
    for file in PAPERS.values():
        session.add(StoredFile(sha256=file.sha256, size=1, media_type="application/pdf", stored_at=now))
    return office.open(session, "annual_plan", "AP2561")


def opened(session: Session, office: SmallOffice, plan: Item, at: datetime.datetime, **more: Any) -> Moved:
    by = office.people[more.pop("role", "plan_director")]
    given = {"evidence": FACTS, "documents": PAPERS, **more}
    return engine.advance(session, plan.id, "open_proposals", by=by, at=at, **given)


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


def test_what_was_read_is_what_the_rows_say(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    director, clerk = office.people["plan_director"], office.people["clerk"]
    project = office.open(session, "project", "P001", parent_id=plan.id)
    attest.attest(session, plan.id, by=director, at=now, facts=FACTS)
    seen = read(session, project.id, clerk, now.date())
    assert (seen.item.code, seen.item.parent_id, seen.item.kind) == ("P001", plan.id, "project")
    assert (seen.actor.person_id, seen.actor.roles, seen.actor.active) == (clerk, {"clerk"}, True)
    assert (seen.calendar_version, seen.facts, seen.documents) == (1, (), ())
    assert {each.code for each in seen.parent_facts} == set(FACTS)
    assert read(session, plan.id, clerk, now.date()).parent_facts == ()
    with pytest.raises(UnknownPerson) as nobody:
        looking(session, 10_000, now.date())
    assert nobody.value == UnknownPerson("10000")


def test_somebody_is_in_force_from_her_first_day_to_her_last(
    session: Session, office: SmallOffice, now: datetime.datetime
) -> None:
    clerk, day = office.people["clerk"], now.date()
    person = session.get_one(Person, clerk)
    person.active_from = person.active_to = day
    session.flush()
    days = [day + datetime.timedelta(days=each) for each in (-1, 0, 1)]
    assert [looking(session, clerk, each).active for each in days] == [False, True, False]


def test_a_fact_counts_where_it_belongs_and_the_newest_first(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    director = office.people["plan_director"]
    moved = opened(session, office, plan, now)
    project = office.open(session, "project", "P001", parent_id=plan.id)

    def seen(item: Item, key: str, scope: str, **given: str) -> str | None:
        reading = read(session, item.id, director, now.date())
        path = definitions.by_hash(session, item.definition_hash)
        situation = Situation(
            session, reading, path, path.transitions[0], None, now.date(), Given(facts=given)
        )
        fact = situation.fact(key, scope)
        return fact.value if fact else None

    assert [seen(plan, "policy_analysed", scope) for scope in ("step", "item", "plan")] == [
        *(None, FACTS["policy_analysed"]),
        FACTS["policy_analysed"],
    ]
    assert [seen(project, "policy_analysed", scope) for scope in ("step", "item", "plan")] == [
        *(None, None),
        FACTS["policy_analysed"],
    ]
    assert seen(project, "policy_analysed", "plan", policy_analysed="วันนี้") == "วันนี้"
    assert moved.version == 2

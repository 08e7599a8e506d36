"""What a step is decided on: the item, the person's authority that day, the facts and papers that count."""

import datetime
from typing import Any

import pytest
from conftest import LONG_AGO, SmallOffice
from sqlmodel import Session

from states.catalogue import catalogue
from workflow import attest, definitions, engine
from workflow.errors import UnknownItem, UnknownPerson
from workflow.facts import Fact
from workflow.models import Delegation, Item, Person, StoredFile
from workflow.permissions import Authority
from workflow.situation import Given, Situation, date_of, everybody, looking, read, who
from workflow.statements import Attached

FACTS = {"policy_analysed": "บันทึกวิเคราะห์นโยบาย", "appointment_order": "คำสั่งที่ 12/2560"}
PAPERS = {
    code: Attached(character * 64, f"{code}.pdf")
    for code, character in (("ceiling_notice", "a"), ("proposal_form", "b"), ("last_year_summary", "c"))
}


PAPERS_OF_A_STEP = {"meeting_agenda": PAPERS["proposal_form"]}


@pytest.fixture
def plan(session: Session, office: SmallOffice, now: datetime.datetime) -> Item:
    for file in PAPERS.values():
        session.add(StoredFile(sha256=file.sha256, size=1, media_type="application/pdf", stored_at=now))
    return office.open(session, "annual_plan", "AP2561")


def opened(session: Session, office: SmallOffice, plan: Item, at: datetime.datetime) -> int:
    by = office.people["plan_director"]
    moved = engine.advance(session, plan.id, "open_proposals", by=by, at=at, evidence=FACTS, documents=PAPERS)
    return moved.entry_seq


def situation(session: Session, item: Item, by: int, on: datetime.date, **given: Any) -> Situation:
    """What a guard of the item's first step would look at."""
    reading = read(session, item.id, by, on)
    path = definitions.by_hash(session, item.definition_hash)
    return Situation(session, reading, path, path.transitions[0], None, on, Given(**given))


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
    with pytest.raises(UnknownItem) as nothing:
        read(session, 10_000, clerk, now.date())
    assert nothing.value == UnknownItem("10000")
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


def test_a_fact_counts_where_it_belongs(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    """For a step while the item stands still, for the item ever after, for its children as a plan's."""
    director, on = office.people["plan_director"], now.date()
    attest.attest(session, plan.id, by=director, at=now, facts=FACTS)
    project = office.open(session, "project", "P001", parent_id=plan.id)

    def seen(item: Item) -> list[str | None]:
        looked = situation(session, item, director, on)
        facts = (looked.fact("policy_analysed", scope) for scope in ("step", "item", "plan"))
        return [fact.value if fact else None for fact in facts]

    value = FACTS["policy_analysed"]
    assert (seen(plan), seen(project)) == ([value, value, value], [None, None, value])
    assert situation(session, plan, director, on).fact("no_such_fact", "plan") is None
    opened(session, office, plan, now)
    assert (seen(plan), seen(project)) == ([None, value, value], [None, None, value])


def test_of_several_words_the_newest_counts_and_what_is_given_now_before_all(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    director, on = office.people["plan_director"], now.date()
    for value in ("ฉบับแรก", "ฉบับแก้ไข"):
        attest.attest(session, plan.id, by=director, at=now, facts={"policy_analysed": value})
    newest = situation(session, plan, director, on).fact("policy_analysed")
    assert newest is not None
    assert (newest.value, newest.attested_by, newest.item_version) == ("ฉบับแก้ไข", director, 1)
    clerk = office.people["clerk"]
    given = situation(session, plan, clerk, on, facts={"policy_analysed": "วันนี้"})
    assert given.fact("policy_analysed", "plan") == Fact("policy_analysed", "วันนี้", 1, attested_by=clerk)


def test_a_paper_counts_as_a_file_now_or_before_or_by_somebodys_word(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    director, on = office.people["plan_director"], now.date()

    def has(code: str, **given: Any) -> bool:
        return situation(session, plan, director, on, **given).has_document(code)

    assert not has("proposal_form")
    assert has("proposal_form", documents=frozenset({"proposal_form"}))
    assert not has("ceiling_notice", documents=frozenset({"proposal_form"}))
    attest.attest(session, plan.id, by=director, at=now, facts={"proposal_form": "แฟ้มที่ 3"})
    assert (has("proposal_form"), has("ceiling_notice")) == (True, False)
    assert not has("no_such_paper")


def test_a_file_given_with_a_step_counts_no_more_once_it_is_taken_unless_it_is_the_items(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    for code in PAPERS_OF_A_STEP:
        assert catalogue().documents[code].scope == "step"
    engine.advance(
        *(session, plan.id, "open_proposals"),
        by=office.people["plan_director"],
        at=now,
        evidence=FACTS,
        documents={**PAPERS, **PAPERS_OF_A_STEP},
    )
    looked = situation(session, plan, office.people["plan_director"], now.date())
    given = {**PAPERS, **PAPERS_OF_A_STEP}
    assert sorted(looked.reading.documents) == [(code, 1) for code in sorted(given)]
    assert [code for code in given if looked.has_document(code)] == list(PAPERS)
    assert looked.has_document("appointment_order")  # by her word, which lasts as the paper does
    assert not looked.has_document("before_after_table")


def test_the_service_account_acts_as_the_system_itself(
    session: Session, office: SmallOffice, now: datetime.datetime
) -> None:
    service, clerk = (looking(session, office.people[role], now.date()) for role in ("system", "clerk"))
    assert (service.is_service, clerk.is_service) == (True, False)
    assert [each.capacity for each in (*service.authorities, *clerk.authorities)] == ["system", "own"]


def test_everybody_is_read_as_each_alone(
    session: Session, office: SmallOffice, now: datetime.datetime
) -> None:
    order = Delegation(
        office_id=office.id,
        position_id=office.positions["plan_director"],
        person_id=office.people["clerk"],
        capacity="on_behalf",
        order_no="7/2561",
        subjects="project, memo.sign",
        ordered_on=LONG_AGO,
        valid_from=LONG_AGO,
        valid_to=now.date(),
    )
    session.add(order)
    session.flush()
    found = everybody(session, office.id, now.date())
    assert [each.person_id for each in found] == sorted(office.people.values())
    assert found == [looking(session, each.person_id, now.date()) for each in found]
    assert found == [who(session, office.id, each.person_id, now.date()) for each in found]
    clerk = next(each for each in found if each.person_id == office.people["clerk"])
    assert clerk.authorities == (
        Authority(office.positions["clerk"], "clerk", None, None, "own"),
        Authority(
            office.positions["plan_director"],
            "plan_director",
            *(None, None, "on_behalf", "7/2561"),
            frozenset({"project", "memo.sign"}),
            office.people["plan_director"],
        ),
    )
    assert everybody(session, office.id + 1, now.date()) == []


def test_a_date_is_read_as_either_database_gives_it() -> None:
    day = datetime.date(2018, 1, 12)
    assert (date_of("2018-01-12"), date_of(day)) == (day, day)

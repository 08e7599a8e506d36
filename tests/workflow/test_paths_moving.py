"""Open items moved to the path in force: done is what was said beforehand, and it can be taken back."""

import datetime
import json
from dataclasses import replace

import pytest
from sqlmodel import Session, SQLModel, col, select

from states.compile import shipped_definition
from states.model import Definition
from workflow import attest, corrections, definitions, engine, history
from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import BadInput, CannotCorrect, NotAllowed, SomebodyWasFaster
from workflow.items import NewItem, import_item
from workflow.models import Attestation, ChainHead, Document, Entry, Item, Obligation, OutboxRow
from workflow.paths.moving import latest_move, migrate, take_back
from workflow.paths.verdicts import outlook

LATER = datetime.timedelta(days=1)
WHY = "สำนักงานเปลี่ยนเส้นทางเสนอคณะกรรมการ"


def changed_rule(definition: Definition, code: str, **rule: object) -> Definition:
    duties = tuple(
        replace(each, rule={**each.rule, **rule}) if each.code == code else each for each in definition.duties
    )
    return replace(definition, duties=duties)


def without(definition: Definition, code: str) -> Definition:
    moves = (
        replace(
            each,
            opens=tuple(name for name in each.opens if name != code),
            settles=tuple(name for name in each.settles if name != code),
        )
        for each in definition.transitions
    )
    return replace(
        definition,
        duties=tuple(each for each in definition.duties if each.code != code),
        opening_duties=tuple(each for each in definition.opening_duties if each != code),
        transitions=tuple(moves),
    )


@pytest.fixture
def hand(office, now) -> Hand:
    return Hand(office.people["plan_director"], now + LATER)


def publish(session: Session, office, definition: Definition, hand: Hand) -> str:
    return definitions.publish(session, office.id, definition, by=hand.by, at=hand.at)


def standing_in(session: Session, office, state: str, code: str = "AP2561") -> Item:
    new = NewItem("annual_plan", code, "แผนตัวอย่าง", 2561)
    by = office.people["plan_director"]
    return import_item(
        session, office.id, new, state=state, by=by, at=datetime.datetime(2018, 1, 12, 2, tzinfo=datetime.UTC)
    )


def look(session: Session, office, hand: Hand, **mapping: str):
    return outlook(session, office.id, "annual_plan", mapping, hand.at, hand.day)


def move(session: Session, office, hand: Hand, **mapping: str):
    return migrate(session, office.id, "annual_plan", mapping, hand, reason=WHY)


def owed(session: Session, item: Item) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    query = select(Obligation).where(Obligation.item_id == item.id).order_by(col(Obligation.id))
    for each in session.exec(query):
        found.setdefault(each.code, []).append((each.due_on.isoformat(), each.outcome))
    return found


def test_an_item_whose_state_is_kept_moves_with_its_own_entry(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    before = item.definition_hash
    to_hash = publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    (verdict,) = move(session, office, hand).verdicts
    assert (verdict.verdict, verdict.target, verdict.changes) == ("moves", "preparing", ())
    session.refresh(item)
    assert (item.definition_hash, item.state, item.version) == (to_hash, "preparing", 2)
    entry = session.exec(select(Entry).where(Entry.item_id == item.id, Entry.kind == "migrated")).one()
    assert (entry.from_state, entry.to_state, entry.version, entry.reason) == (
        "preparing",
        "preparing",
        2,
        WHY,
    )
    assert (entry.definition_hash, json.loads(entry.details)["from_hash"]) == (to_hash, before)
    assert history.verify(session, office.id).holds
    engine.advance(  # and the way goes on by the new definition
        session, item.id, "cancel", by=office.people["area_director"], at=hand.at, reason="ยกเลิก"
    )


def test_a_state_that_is_gone_waits_until_somebody_chooses(session, office, hand):
    item = standing_in(session, office, "subcommittee_review")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    (verdict,) = look(session, office, hand).verdicts
    assert (verdict.verdict, verdict.reason) == ("needs_mapping", "gone")
    (choice,) = look(session, office, hand).choices
    assert (choice.state, choice.count, choice.asks, choice.target) == ("subcommittee_review", 1, True, "")
    (moved,) = move(session, office, hand).verdicts  # nothing chosen: it stays
    session.refresh(item)
    assert (moved.verdict, item.state, item.version) == ("needs_mapping", "subcommittee_review", 1)
    (moved,) = move(session, office, hand, subcommittee_review="director_review").verdicts
    session.refresh(item)
    assert (item.state, item.version) == ("director_review", 2)
    assert [(each.what, each.code) for each in moved.changes] == [("opened", "D-SG-03")]
    assert [outcome for _, outcome in owed(session, item)["D-SG-03"]] == [""]


@pytest.mark.parametrize(
    ("state", "target", "reason"),
    [
        ("director_review", "cancelled", "ended"),
        ("director_review", "nowhere", "unknown"),
        ("director_review", "approved", "counts"),
        ("drafting", "board_review", "bypass"),
    ],
)
def test_why_an_item_cannot_go_where_it_was_sent(session, office, hand, state, target, reason):
    item = standing_in(session, office, state)
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    (verdict,) = move(session, office, hand, **{state: target}).verdicts
    session.refresh(item)
    assert (verdict.verdict, verdict.reason) == ("cannot", reason)
    assert (item.state, item.version) == (state, 1)


def test_a_body_that_the_new_path_asks_is_not_bypassed(session, office, hand, now):
    publish(session, office, shipped_definition("annual_plan", "phayao2"), Hand(hand.by, now))
    item = standing_in(session, office, "board_review")
    publish(session, office, shipped_definition("annual_plan", "modern_default"), hand)
    (verdict,) = move(session, office, hand).verdicts
    assert (verdict.verdict, verdict.reason) == ("cannot", "bypass")
    assert [each.th for each in verdict.names] == ["คณะอนุกรรมการพิจารณา"]
    session.refresh(item)
    assert item.version == 1


def test_a_state_of_the_same_name_before_another_body_is_chosen_and_not_guessed(session, office, hand):
    standing_in(session, office, "board_review")
    new = shipped_definition("annual_plan", "uttaradit2_fy2561")
    states = tuple(
        replace(each, body="area_committee") if each.name == "board_review" else each for each in new.states
    )
    publish(session, office, replace(new, states=states), hand)
    (verdict,) = look(session, office, hand).verdicts
    assert (verdict.verdict, verdict.reason) == ("needs_mapping", "other_body")
    (chosen,) = look(session, office, hand, board_review="board_review").verdicts
    assert chosen.verdict == "moves"


def test_a_changed_deadline_is_dated_anew_and_a_new_one_opened(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    before = owed(session, item)
    new = changed_rule(shipped_definition("annual_plan", "phayao2"), "D-AP-03", by="20 Dec")
    new = without(new, "D-AP-02")
    publish(session, office, new, hand)
    (verdict,) = move(session, office, hand).verdicts
    told = {(each.what, each.code) for each in verdict.changes}
    assert told == {("redated", "D-AP-03"), ("cancelled", "D-AP-02")}
    after = owed(session, item)
    assert [outcome for _, outcome in after["D-AP-03"]] == ["cancelled", ""]
    assert after["D-AP-03"][1][0] == "2017-12-20"
    assert after["D-AP-01"] == before["D-AP-01"]
    take_back(session, item, Hand(hand.by, hand.at + LATER), reason="เลือกผิดเส้นทาง")
    back = owed(session, item)
    assert [outcome for _, outcome in back["D-AP-03"]] == ["", "cancelled"]
    assert back["D-AP-02"] == before["D-AP-02"]


def test_the_dry_run_writes_nothing_and_says_what_the_move_then_does(database: Database, office, hand):
    with database.write() as session:
        office.open(session, "annual_plan", "AP2561")
        standing_in(session, office, "subcommittee_review", "AP2561-2")
        publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    before = _everything(database)
    with database.write() as session:
        said = look(session, office, hand, subcommittee_review="director_review")
    assert _everything(database) == before
    with database.write() as session:
        done = move(session, office, hand, subcommittee_review="director_review")
    assert done.verdicts == said.verdicts
    assert _everything(database) != before


def _everything(database: Database) -> list[list[str]]:
    tables: tuple[type[SQLModel], ...] = (
        Item,
        Entry,
        ChainHead,
        Obligation,
        Attestation,
        Document,
        OutboxRow,
    )
    with database.read() as session:
        return [sorted(repr(row) for row in session.exec(select(table))) for table in tables]


def test_what_was_shown_for_the_present_step_still_counts(session, office, hand, now):
    item = office.open(session, "annual_plan", "AP2561")
    attest.attest(session, item.id, by=hand.by, at=now, facts={"policy_analysed": "บันทึกวิเคราะห์"})
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    move(session, office, hand)
    found = session.exec(
        select(Attestation).where(Attestation.item_id == item.id).order_by(col(Attestation.id))
    )
    assert [(each.item_version, each.value, each.attested_by) for each in found] == [
        (1, "บันทึกวิเคราะห์", hand.by),
        (2, "บันทึกวิเคราะห์", hand.by),
    ]


def test_a_move_is_taken_back_until_the_next_step_and_no_later(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    before = item.definition_hash
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    move(session, office, hand)
    session.refresh(item)
    moved = latest_move(session, item)
    assert moved is not None
    sealed = take_back(session, item, hand, reason="เลือกผิดเส้นทาง")
    session.refresh(item)
    assert (item.definition_hash, item.version) == (before, 3)
    assert (sealed.record.kind, sealed.record.corrects) == ("unmigrated", moved.seq)
    with pytest.raises(BadInput):
        take_back(session, item, hand, reason="อีกครั้ง")
    move(session, office, hand)
    session.refresh(item)
    engine.advance(session, item.id, "cancel", by=office.people["area_director"], at=hand.at, reason="ยกเลิก")
    session.refresh(item)
    with pytest.raises(BadInput):
        take_back(session, item, hand, reason="ช้าไป")
    assert history.verify(session, office.id).holds


def test_a_step_before_the_move_is_not_undone_over_it_and_one_after_it_is(session, office, hand, now):
    item = standing_in(session, office, "drafting")
    step = engine.advance(
        session, item.id, "cancel", by=office.people["area_director"], at=now, reason="ยกเลิก"
    )
    corrections.correct(
        session, item.id, step.entry_seq, by=office.people["area_director"], at=now, reason="ผิด", undo=True
    )
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    (moved,) = move(session, office, hand).verdicts
    assert (moved.verdict, moved.reason) == ("moves", "")
    step = engine.advance(
        session, item.id, "cancel", by=office.people["area_director"], at=hand.at, reason="ยกเลิก"
    )
    corrections.correct(
        session,
        item.id,
        step.entry_seq,
        by=office.people["area_director"],
        at=hand.at,
        reason="ผิด",
        undo=True,
    )
    session.refresh(item)
    assert item.state == "drafting"
    assert item.definition_hash == definitions.in_force(session, office.id, "annual_plan", hand.at)


def test_what_moved_since_it_was_looked_at_stays_and_is_told_so(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    done = migrate(session, office.id, "annual_plan", {}, hand, reason=WHY, expect={item.id: 7})
    assert [(each.verdict, each.reason) for each in done.verdicts] == [("cannot", "faster")]
    session.refresh(item)
    assert item.version == 1


def test_a_page_from_before_the_move_is_told_that_somebody_was_faster(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    move(session, office, hand)
    with pytest.raises(SomebodyWasFaster):
        engine.advance(
            session,
            item.id,
            "cancel",
            by=office.people["area_director"],
            at=hand.at,
            reason="ยกเลิก",
            expect_version=1,
        )


def test_only_those_who_keep_the_paths_may_move_items_and_not_without_a_reason(session, office, hand, now):
    item = office.open(session, "annual_plan", "AP2561")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    with pytest.raises(NotAllowed):
        migrate(session, office.id, "annual_plan", {}, Hand(office.people["clerk"], now), reason=WHY)
    with pytest.raises(BadInput):
        migrate(session, office.id, "annual_plan", {}, hand, reason="  ")
    move(session, office, hand)
    with pytest.raises(CannotCorrect):
        take_back(session, item, hand, reason=" ")
    with pytest.raises(NotAllowed):
        take_back(session, item, Hand(office.people["clerk"], now), reason="ผิด")


def test_ended_items_and_other_offices_stay(session, office, hand):
    item = standing_in(session, office, "cancelled")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    found = move(session, office, hand)
    assert (found.verdicts, found.ended) == ((), 1)
    session.refresh(item)
    assert item.version == 1


def test_a_state_into_which_every_way_settles_something_settles_it(session, office, hand):
    """The items wait where the new path has no such state; where they go, the call has been made."""
    item = office.open(session, "annual_plan", "AP2561")
    publish(session, office, shipped_definition("annual_plan", "phayao2"), hand)
    (verdict,) = move(session, office, hand, preparing="proposals_open").verdicts
    assert verdict.target == "proposals_open"
    assert {(each.what, each.code) for each in verdict.changes} >= {("settled", "D-AP-01")}
    assert [outcome for _, outcome in owed(session, item)["D-AP-01"]] == ["done"]


def test_a_deadline_in_other_words_for_the_same_day_stays(session, office, hand):
    item = office.open(session, "annual_plan", "AP2561")
    before = owed(session, item)
    new = changed_rule(shipped_definition("annual_plan", "phayao2"), "D-AP-03", days="calendar")
    publish(session, office, new, hand)
    (verdict,) = move(session, office, hand).verdicts
    assert verdict.changes == ()
    assert owed(session, item) == before

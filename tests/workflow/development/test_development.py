"""The development plan: what it says and lacks, who writes it when, and the strategies it gives its years."""

import json
from dataclasses import asdict, replace

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.changes import Hand
from workflow.development.content import SECTIONS, STEPS, Content, gaps, read_content, save_content
from workflow.development.strategies import Strategy, strategies_in
from workflow.errors import BadInput, NotAllowed, NotOpenHere, StepRefused, TooLong
from workflow.models import Entry, Item
from workflow.proposals.goals import add_goal, goals_of

FULL = Content(2562, 2564, **{name: f"{label.th} (ตัวอย่าง)" for name, label in SECTIONS.items()})
STRATEGIES = "S1 พัฒนาคุณภาพผู้เรียน\n\nกลยุทธ์ที่ 2 พัฒนาครู\nขยายโอกาสทางการศึกษา"


@pytest.fixture
def plan(session: Session, office: SmallOffice) -> Item:
    return office.open(session, "development_plan", "DP1")


def hand(office: SmallOffice, role: str = "plan_officer") -> Hand:
    return Hand(office.people[role], NOW)


def test_what_is_saved_is_read_and_told_by_the_names_of_its_sections(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    assert read_content(session, plan.id) is None
    save_content(session, plan, FULL, hand(office))
    assert read_content(session, plan.id) == FULL
    assert save_content(session, plan, FULL, hand(office)) is None
    sealed = save_content(session, plan, replace(FULL, vision=" วิสัยทัศน์ใหม่ ", threats=""), hand(office))
    assert sealed is not None
    entry = session.exec(select(Entry).where(Entry.seq == sealed.seq)).one()
    assert (entry.kind, entry.item_id) == ("development", plan.id)
    assert json.loads(entry.details) == {"changed": ["threats", "vision"]}
    assert read_content(session, plan.id) == replace(FULL, vision="วิสัยทัศน์ใหม่", threats="")


@pytest.mark.parametrize("step", sorted(STEPS))
def test_each_step_lacks_exactly_its_own_empty_sections(step: str) -> None:
    assert gaps(FULL, step) == ()
    bare = Content(2562, 2564)
    assert tuple(gap.field for gap in gaps(bare, step)) == STEPS[step]
    for name in STEPS[step]:
        assert [gap.field for gap in gaps(replace(FULL, **{name: ""}), step)] == [name]  # type: ignore[arg-type]


def test_every_section_is_asked_for_by_one_step() -> None:
    asked = [name for names in STEPS.values() for name in names]
    assert sorted(asked) == sorted(SECTIONS)
    assert set(asdict(FULL)) == {*SECTIONS, "first_year", "last_year"}


@pytest.mark.parametrize(
    ("years", "problem"),
    [
        ((2019, 2564), ("first_year", "wrong_era")),
        ((2562, 3000), ("last_year", "wrong_era")),
        ((2562, 2561), ("last_year", "out_of_range")),
        ((2562, 2582), ("last_year", "out_of_range")),
    ],
)
def test_years_that_cannot_be_are_refused(
    session: Session, office: SmallOffice, plan: Item, years: tuple[int, int], problem: tuple[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        save_content(session, plan, Content(*years), hand(office))
    assert (refused.value.name, refused.value.problem) == problem


def test_a_text_too_long_is_refused(session: Session, office: SmallOffice, plan: Item) -> None:
    with pytest.raises(TooLong):
        save_content(session, plan, replace(FULL, mission="ก" * 10_001), hand(office))


@pytest.mark.parametrize(
    ("state", "open_here"),
    [
        ("reviewing_mission", True),
        ("analysing", True),
        ("setting_direction", True),
        ("drafting", True),
        ("revising", True),
        ("director_review", False),
        ("approved", False),
        ("published", False),
    ],
)
def test_it_is_written_until_it_is_with_the_director(
    session: Session, office: SmallOffice, plan: Item, state: str, open_here: bool
) -> None:
    plan.state = state
    if open_here:
        assert save_content(session, plan, FULL, hand(office)) is not None
    else:
        with pytest.raises(NotOpenHere):
            save_content(session, plan, FULL, hand(office))


@pytest.mark.parametrize("role", ["project_owner", "area_director", "internal_auditor"])
def test_only_the_plan_group_writes_it(session: Session, office: SmallOffice, plan: Item, role: str) -> None:
    with pytest.raises(NotAllowed):
        save_content(session, plan, FULL, hand(office, role))


def test_the_plans_own_words_decide_whether_a_step_is_done(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    """A paper shown does not stand for what is left empty here; without content here it does."""
    office.open(session, "development_plan", "DP2")
    other = session.exec(select(Item.id).where(Item.code == "DP2")).one()
    paper = {"past_results_report": "รายงานปี 2560"}
    by, at = office.people["plan_officer"], NOW
    assert (
        engine.advance(session, other, "finish_review", by=by, at=at, evidence=paper).to_state == "analysing"
    )
    save_content(session, plan, replace(FULL, past_results=""), hand(office))
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, plan.id, "finish_review", by=by, at=at, evidence=paper)
    (missing,) = refused.value.missing
    assert missing.code == "past_results_attached"
    assert missing.detail is not None
    assert missing.detail.en == "Still missing (1): Past results and information: not filled in"
    save_content(session, session.get_one(Item, plan.id), FULL, hand(office))
    assert (
        engine.advance(session, plan.id, "finish_review", by=by, at=at, evidence=paper).to_state
        == "analysing"
    )


@pytest.mark.parametrize("section", ["past_results", "threats", "vision", "indicators"])
def test_a_section_emptied_after_its_step_keeps_the_draft_from_going_up(
    session: Session, office: SmallOffice, plan: Item, section: str
) -> None:
    save_content(session, plan, FULL, hand(office))
    plan.state = "drafting"
    save_content(session, plan, replace(FULL, **{section: ""}), hand(office))  # type: ignore[arg-type]
    by, paper = office.people["plan_director"], {"draft_plan_book": "ร่างที่ 1"}
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, plan.id, "submit_to_director", by=by, at=NOW, evidence=paper)
    (missing,) = refused.value.missing
    assert missing.detail is not None
    assert missing.detail.en == f"Still missing (1): {SECTIONS[section].en}: not filled in"
    save_content(session, session.get_one(Item, plan.id), FULL, hand(office))
    moved = engine.advance(session, plan.id, "submit_to_director", by=by, at=NOW, evidence=paper)
    assert moved.to_state == "director_review"


def test_while_it_is_revised_as_resolved_no_section_is_emptied(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    """The board has endorsed it; what was never written here may stay so."""
    kept = replace(FULL, threats="")
    save_content(session, plan, kept, hand(office))
    plan.state = "revising"
    with pytest.raises(BadInput) as refused:
        save_content(session, plan, replace(kept, vision=" "), hand(office))
    assert (refused.value.name, refused.value.problem) == ("vision", "empty")
    reworded = replace(kept, vision="วิสัยทัศน์ตามมติ")
    assert save_content(session, plan, reworded, hand(office)) is not None
    assert read_content(session, plan.id) == reworded


def test_strategies_are_read_one_a_line_with_their_code_number_or_place() -> None:
    assert strategies_in(STRATEGIES) == (
        Strategy("S1", "พัฒนาคุณภาพผู้เรียน"),
        Strategy("S2", "พัฒนาครู"),
        Strategy("S3", "ขยายโอกาสทางการศึกษา"),
    )
    with pytest.raises(BadInput):
        strategies_in("S1 ก\n1. ข")


def publish(session: Session, office: SmallOffice, code: str) -> None:
    item = session.exec(select(Item).where(Item.code == code)).one()
    item.state = "approved"
    session.flush()
    shown = {
        "plan_book": "รูปเล่ม",
        "publication_evidence": "ประกาศ",
        "channels": "office_website,letters_to_agencies",
    }
    engine.advance(session, item.id, "publish", by=office.people["plan_director"], at=NOW, evidence=shown)


def test_a_published_plan_gives_each_of_its_years_the_strategies_it_lacks(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    add_goal(session, office.id, 2563, "strategy", "S2", "ของเดิม", hand(office))
    save_content(session, plan, replace(FULL, strategies=STRATEGIES), hand(office))
    assert goals_of(session, office.id, 2562) == []
    publish(session, office, "DP1")
    told = {
        year: [(goal.code, goal.name_th) for goal in goals_of(session, office.id, year)]
        for year in range(2561, 2566)
    }
    own = [("S1", "พัฒนาคุณภาพผู้เรียน"), ("S2", "พัฒนาครู"), ("S3", "ขยายโอกาสทางการศึกษา")]
    assert told == {2561: [], 2562: own, 2563: [own[0], ("S2", "ของเดิม"), own[2]], 2564: own, 2565: []}
    entries = session.exec(
        select(Entry).where(Entry.kind == "goal", Entry.item_id == plan.id).order_by(Entry.seq)
    ).all()
    years = [json.loads(entry.details)["fiscal_year"] for entry in entries]
    assert (years, {entry.actor_id for entry in entries}) == (
        [2562, 2563, 2564],
        {office.people["plan_director"]},
    )


def test_a_revised_plan_adds_only_what_its_years_lack_and_one_without_content_nothing(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    save_content(session, plan, replace(FULL, strategies=STRATEGIES), hand(office))
    publish(session, office, "DP1")
    again = office.open(session, "development_plan", "DP2")
    save_content(session, again, replace(FULL, strategies=f"{STRATEGIES}\nS9 ใหม่"), hand(office))
    publish(session, office, "DP2")
    assert [goal.code for goal in goals_of(session, office.id, 2562)] == ["S1", "S2", "S3", "S9"]
    office.open(session, "development_plan", "DP3")
    publish(session, office, "DP3")
    assert [goal.code for goal in goals_of(session, office.id, 2562)] == ["S1", "S2", "S3", "S9"]


def test_strategies_of_one_code_are_refused_when_they_are_written(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    with pytest.raises(BadInput) as refused:
        save_content(session, plan, replace(FULL, strategies="S1 ก\n1. ข"), hand(office))
    assert (refused.value.name, refused.value.problem) == ("strategies", "twice")

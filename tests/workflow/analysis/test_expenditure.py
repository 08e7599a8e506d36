"""The expenditure analysis: who has answered, the lines, the rounds, who sits in its committee."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, col, select

from workflow import engine
from workflow.analysis.lines import Line, lines_of, set_lines, total
from workflow.analysis.rounds import rejections, round_of
from workflow.analysis.survey import Answer, Share, answers_of, completeness, record_answers
from workflow.changes import Hand
from workflow.corrections import correct
from workflow.errors import BadInput, NotAllowed, NotOpenHere
from workflow.models import Entry, Item, School

DAY = datetime.date(2018, 1, 12)
EVERYBODY = (
    Answer(school="S001", income=100, expense=50),
    Answer(school="S002", income=0, expense=0),
    Answer(group="PLN", income=1, expense=2),
    Answer(group="ADM", income=3, expense=4, text="รวมค่าสาธารณูปโภค"),
)


@pytest.fixture
def analysis(session: Session, office: SmallOffice) -> Item:
    opened = office.open(session, "expenditure_analysis", "EX1")
    opened.state = "surveying"
    session.flush()
    return opened


def hand(office: SmallOffice, role: str = "plan_officer") -> Hand:
    return Hand(office.people[role], NOW)


def missing(session: Session, item: Item) -> tuple[Share, Share]:
    told = completeness(session, item.id, item.office_id, DAY)
    return told.schools, told.groups


def test_data_are_complete_once_every_school_and_group_has_told_both_sides(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    assert missing(session, analysis) == (Share(0, 2, ("S001", "S002")), Share(0, 2, ("ADM", "PLN")))
    half = (Answer(school="S001", income=100), *EVERYBODY[1:3])
    record_answers(session, analysis, half, hand(office))
    assert missing(session, analysis) == (Share(1, 2, ("S001",)), Share(1, 2, ("ADM",)))
    record_answers(session, analysis, EVERYBODY, hand(office))
    assert missing(session, analysis) == (Share(2, 2, ()), Share(2, 2, ()))
    assert answers_of(session, analysis.id) == [EVERYBODY[0], EVERYBODY[1], EVERYBODY[3], EVERYBODY[2]]


def test_a_school_founded_since_is_missing_and_a_closed_one_is_not(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    record_answers(session, analysis, EVERYBODY[1:], hand(office))
    session.get_one(School, office.schools["S001"]).valid_to = DAY - datetime.timedelta(days=1)
    assert missing(session, analysis)[0] == Share(1, 1, ())
    session.add(School(office_id=office.id, code="S009", name_th="ใหม่", valid_from=DAY))
    session.flush()
    assert missing(session, analysis)[0] == Share(1, 2, ("S009",))


def test_an_answer_is_told_in_the_papers_story_and_a_repetition_is_not(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    record_answers(session, analysis, [EVERYBODY[0]], hand(office))
    sealed = record_answers(session, analysis, [Answer(school="S001", income=100, expense=60)], hand(office))
    assert sealed is not None
    entry = session.exec(select(Entry).where(Entry.seq == sealed.seq)).one()
    assert (entry.kind, entry.item_id) == ("survey", analysis.id)
    told = [{"school": "S001", "income_satang": [100, 100], "expense_satang": [50, 60]}]
    assert json.loads(entry.details) == {"answers": told}
    again = record_answers(session, analysis, [Answer(school="S001", income=100, expense=60)], hand(office))
    assert again is None


@pytest.mark.parametrize(
    ("role", "place", "allowed"),
    [
        ("plan_director", {"school": "S002"}, True),
        ("school_officer", {"school": "S001"}, True),
        ("school_officer", {"school": "S002"}, False),
        ("school_officer@S002", {"school": "S002"}, True),
        ("school_officer", {"group": "PLN"}, False),
        ("project_owner", {"group": "PLN"}, True),
        ("project_owner", {"group": "ADM"}, False),
        ("group_director@ADM", {"group": "ADM"}, True),
        ("project_owner", {"school": "S001"}, False),
        ("internal_auditor", {"group": "PLN"}, False),
    ],
)
def test_each_answers_for_her_own_and_the_plan_group_for_all(
    session: Session, office: SmallOffice, analysis: Item, role: str, place: dict[str, str], allowed: bool
) -> None:
    answer = [Answer(**place, income=1, expense=1)]
    if allowed:
        assert record_answers(session, analysis, answer, hand(office, role)) is not None
        return
    with pytest.raises(NotAllowed):
        record_answers(session, analysis, answer, hand(office, role))
    assert answers_of(session, analysis.id) == []


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([Answer(income=1)], ("group", "unknown")),
        ([Answer(school="S001", group="PLN")], ("school", "unknown")),
        ([Answer(school="S999")], ("school", "unknown")),
        ([Answer(group="PLN", income=-1)], ("income", "out_of_range")),
        ([Answer(group="PLN", expense=10**15 + 1)], ("expense", "out_of_range")),
        ([Answer(group="PLN"), Answer(group="PLN")], ("answers", "twice")),
    ],
)
def test_one_bad_answer_refuses_all(
    session: Session, office: SmallOffice, analysis: Item, answers: list[Answer], problem: tuple[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        record_answers(session, analysis, [EVERYBODY[0], *answers], hand(office))
    assert (refused.value.name, refused.value.problem) == problem
    assert answers_of(session, analysis.id) == []


def test_answers_are_taken_while_the_survey_is_open(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    analysis.state = "director_review"
    with pytest.raises(NotOpenHere):
        record_answers(session, analysis, EVERYBODY, hand(office))
    with pytest.raises(BadInput):
        record_answers(session, office.open(session, "memo", "B1"), EVERYBODY, hand(office))


LINES = (
    Line("expense", "ค่าสาธารณูปโภค", 250_00),
    Line("income", "เงินอุดหนุนรายหัว", 1_000_00),
    Line("income", "เงินบริจาค", 5_50),
)


def test_lines_are_replaced_as_a_whole_and_add_up_by_side(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    analysis.state = "committee_analysis"
    first = set_lines(session, analysis, LINES, hand(office, "committee_secretary"))
    assert first is not None
    kept = lines_of(session, analysis.id)
    assert kept == [LINES[2], LINES[1], LINES[0]]
    assert (total(kept, "income"), total(kept, "expense")) == (1_005_50, 250_00)
    assert set_lines(session, analysis, LINES, hand(office)) is None
    set_lines(session, analysis, LINES[:1], hand(office))
    assert lines_of(session, analysis.id) == [LINES[0]]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (Line("loan", "x", 1), ("side", "unknown")),
        (Line("income", " ", 1), ("category", "empty")),
        (Line("income", "เงินบริจาค ", 1), ("category", "twice")),
        (Line("income", "x", -1), ("amount", "out_of_range")),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    session: Session, office: SmallOffice, analysis: Item, line: Line, problem: tuple[str, str]
) -> None:
    analysis.state = "committee_analysis"
    with pytest.raises(BadInput) as refused:
        set_lines(session, analysis, [*LINES, line], hand(office))
    assert (refused.value.name, refused.value.problem) == problem


def test_only_the_secretary_and_the_plan_group_set_lines_and_only_in_committee(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    with pytest.raises(NotOpenHere):
        set_lines(session, analysis, LINES, hand(office))
    analysis.state = "committee_analysis"
    with pytest.raises(NotAllowed):
        set_lines(session, analysis, LINES, hand(office, "project_owner"))


def test_every_rejection_opens_a_round_without_limit_and_one_undone_does_not_count(
    session: Session, office: SmallOffice, analysis: Item
) -> None:
    assert round_of(session, analysis.id) == 1
    for number in range(4):
        analysis = session.get_one(Item, analysis.id)
        analysis.state = "director_review"
        session.flush()
        moved = engine.advance(
            session,
            analysis.id,
            "director_reject",
            by=office.people["area_director"],
            at=NOW + datetime.timedelta(minutes=number),
            reason=f"รอบที่ {number + 1}",
        )
    assert round_of(session, analysis.id) == 5
    assert [each.reason for each in rejections(session, analysis.id)] == [f"รอบที่ {n}" for n in range(1, 5)]
    correct(
        session,
        analysis.id,
        moved.entry_seq,
        by=office.people["area_director"],
        at=NOW + datetime.timedelta(hours=1),
        reason="บันทึกผิดเรื่อง",
        undo=True,
    )
    assert round_of(session, analysis.id) == 4
    last = session.exec(select(Entry.kind).order_by(col(Entry.seq).desc())).first()
    assert last == "undone"


def test_more_lines_than_any_analysis_has_are_refused(
    session: Session, office: SmallOffice, analysis: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis.state = "drafting"
    session.flush()
    monkeypatch.setattr("workflow.analysis.lines._MOST", 1)
    monkeypatch.setattr("workflow.analysis.lines.OPEN", ("drafting",))
    lines = [Line("income", "ก", 5), Line("expense", "ข", 5)]
    with pytest.raises(BadInput) as refused:
        set_lines(session, analysis, lines, hand(office))
    assert (refused.value.name, refused.value.problem) == ("lines", "out_of_range")
    assert lines_of(session, analysis.id) == []

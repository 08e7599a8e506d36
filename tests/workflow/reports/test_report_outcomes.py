"""Mean scores of national tests: kept with their source, replaced openly, compared year by year (U-R1)."""

import json
from dataclasses import replace

import pytest
from conftest import NOW, SmallOffice, make_office
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import AlreadyExists, BadInput, NotAllowed, Refused, TooLong
from workflow.models import Entry, Office
from workflow.reports.outcomes import Change, Score, changes, record_scores, scores_of

NT = Score("NT", "ป.3", "", 2559, 51_04)
BEFORE = replace(NT, school_year=2558, hundredths=50_00)
SOURCE = "ประกาศผลการทดสอบ"


def hand(office: SmallOffice, role: str = "plan_officer") -> Hand:
    return Hand(office.people[role], NOW)


def test_scores_are_kept_with_their_source_and_replaced_openly(session: Session, office: SmallOffice) -> None:
    sealed = record_scores(session, office.id, [NT, BEFORE], SOURCE, hand(office))
    assert scores_of(session, office.id) == [BEFORE, NT]
    assert record_scores(session, office.id, [NT], SOURCE, hand(office)) is None
    again = record_scores(session, office.id, [replace(NT, hundredths=51_05)], "ฉบับแก้ไข", hand(office))
    assert (sealed is None, again is None) == (False, False)
    told = session.exec(select(Entry.details).where(Entry.kind == "outcome").order_by(Entry.seq)).all()
    assert [json.loads(each) for each in told] == [
        {
            "source": SOURCE,
            "scores": [["NT", "ป.3", "", 2559, None, 51_04], ["NT", "ป.3", "", 2558, None, 50_00]],
        },
        {"source": "ฉบับแก้ไข", "scores": [["NT", "ป.3", "", 2559, 51_04, 51_05]]},
    ]


def test_a_change_needs_the_year_before(session: Session, office: SmallOffice) -> None:
    gap = replace(NT, school_year=2561, hundredths=60_00)
    found = changes([NT, BEFORE, gap, replace(gap, subject="ภาษาไทย", school_year=2560)])
    assert found == (Change("NT", "ป.3", "", 2558, 2559, 50_00, 51_04),)
    assert found[0].change == 1_04
    assert changes([NT, BEFORE], until=2558) == ()


@pytest.mark.parametrize(
    ("scores", "source", "answer"),
    [
        ([], SOURCE, "empty"),
        ([NT], " ", "empty"),
        ([replace(NT, test="")], SOURCE, "empty"),
        ([replace(NT, level=" ")], SOURCE, "empty"),
        ([replace(NT, hundredths=100_01)], SOURCE, "out_of_range"),
        ([replace(NT, hundredths=-1)], SOURCE, "out_of_range"),
        ([replace(NT, school_year=2017)], SOURCE, "wrong_era"),
        ([NT, BEFORE, replace(NT, hundredths=1)], SOURCE, "AlreadyExists"),
        ([replace(NT, subject="ก" * 81)], SOURCE, "TooLong"),
    ],
)
def test_scores_that_cannot_be_are_refused_whole(
    session: Session, office: SmallOffice, scores: list[Score], source: str, answer: str
) -> None:
    with pytest.raises(Refused) as refused:
        record_scores(session, office.id, scores, source, hand(office))
    error = refused.value
    assert isinstance(error, BadInput | AlreadyExists | TooLong)
    assert (error.problem if isinstance(error, BadInput) else type(error).__name__) == answer
    assert scores_of(session, office.id) == []


@pytest.mark.parametrize("role", ["project_owner", "area_director", "internal_auditor", "school_officer"])
def test_only_the_plan_group_keeps_scores(session: Session, office: SmallOffice, role: str) -> None:
    with pytest.raises(NotAllowed):
        record_scores(session, office.id, [NT], SOURCE, hand(office, role))


def test_each_office_has_its_own(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    record_scores(session, office.id, [NT], SOURCE, hand(office))
    assert scores_of(session, other.id) == []
    with pytest.raises(NotAllowed):
        record_scores(session, other.id, [NT], SOURCE, hand(office))


@given(st.dictionaries(st.integers(2550, 2570), st.integers(0, 100_00)))
def test_changes_lead_from_the_first_year_of_a_run_to_its_last(means: dict[int, int]) -> None:
    found = changes(replace(NT, school_year=year, hundredths=mean) for year, mean in means.items())
    assert {each.until for each in found} == {year for year in means if year - 1 in means}
    for each in found:
        assert means[each.since] + each.change == means[each.until]


def test_the_sample_changed_as_its_paper_tells(sample_year: str) -> None:
    database = Database(sample_year)
    with database.read() as session:
        office = session.exec(select(Office.id).where(Office.code == "UTD2")).one()
        found = changes(scores_of(session, office))
    database.dispose()
    assert {(each.test, each.level, each.subject, each.until): each.change for each in found} == {
        ("NT", "ป.3", "", 2559): 1_04,
        ("NT", "ป.3", "", 2560): 1_33,
        ("O-NET", "ป.6", "ภาษาไทย", 2559): 3_04,
        ("O-NET", "ป.6", "ภาษาอังกฤษ", 2560): 1_18,
        ("O-NET", "ม.3", "สังคมศึกษา", 2559): 3_30,
        ("O-NET", "ม.3", "ภาษาอังกฤษ", 2559): 1_91,
        ("O-NET", "ม.3", "ภาษาอังกฤษ", 2560): 59,
        ("O-NET", "ม.3", "ภาษาไทย", 2560): 4_39,
    }

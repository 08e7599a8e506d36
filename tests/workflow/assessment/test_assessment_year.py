"""What the record of the sample year shows of the work standards, and the entries that justify it."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from workflow.analysis.rounds import rejections, round_of
from workflow.assessment.assess import Assessment, assess
from workflow.assessment.findings import Finding
from workflow.database import Database
from workflow.models import Entry, Item, Office
from workflow.schools.progress import progress

OVER = datetime.date(2018, 12, 3)


@pytest.fixture
def year(sample_year: str) -> Iterator[Session]:
    database = Database(sample_year)
    with database.read() as session:
        yield session
    database.dispose()


def office(year: Session) -> int:
    return year.exec(select(Office.id).where(Office.code == "UTD2")).one()


def judged(year: Session, on: datetime.date = OVER) -> Assessment:
    return assess(year, office(year), 2561, on)


def found(told: Assessment, code: str) -> Finding:
    return next(each.finding for one in told.standards for each in one.criteria if each.code == code)


def steps(year: Session, entries: tuple[int, ...]) -> list[tuple[str, str, datetime.date]]:
    rows = year.exec(
        select(Item.code, Entry.trigger, Entry.effective_on)
        .join(Entry, Entry.item_id == Item.id)  # type: ignore[arg-type]
        .where(Entry.office_id == office(year), Entry.seq.in_(entries))  # type: ignore[attr-defined]
        .order_by(Entry.seq)  # type: ignore[arg-type]
    )
    return list(rows)


def day(month: int, number: int, year: int = 2018) -> datetime.date:
    return datetime.date(year, month, number)


def test_the_plan_was_known_in_october_and_published_in_january(year: Session) -> None:
    told = judged(year)
    assert [found(told, f"A{number}").status.value for number in (1, 2, 3, 4, 5)] == ["met"] * 5
    assert steps(year, found(told, "A1").entries) == [("AP2561", "open_proposals", day(10, 9, 2017))]
    assert steps(year, found(told, "A5").entries) == [("AP2561", "publish", day(1, 8))]
    assert {paper.code for paper in found(told, "A5").papers} == {"plan_book", "publication_evidence"}


def test_four_quarters_were_acknowledged_in_time(year: Session) -> None:
    finding = found(judged(year), "A7")
    assert finding.status.value == "met"
    acknowledged = [
        (code, on) for code, trigger, on in steps(year, finding.entries) if trigger == "acknowledge"
    ]
    assert acknowledged == [
        ("QR2561-1", day(1, 15)),
        ("QR2561-2", day(4, 17)),
        ("QR2561-3", day(7, 13)),
        ("QR2561-4", day(10, 12)),
    ]


@pytest.mark.parametrize(
    ("on", "a5", "a7", "m23"),
    [
        (day(12, 25, 2017), "unknown", "unknown", "unknown"),
        (day(12, 31, 2017), "not_yet", "unknown", "unknown"),
        (day(1, 12), "met", "not_yet", "unknown"),
        (day(4, 11), "met", "not_yet", "met"),
        (OVER, "met", "met", "met"),
    ],
)
def test_the_record_is_read_as_it_stood_on_the_day(
    year: Session, on: datetime.date, a5: str, a7: str, m23: str
) -> None:
    told = judged(year, on)
    assert [found(told, code).status.value for code in ("A5", "A7", "M2.3")] == [a5, a7, m23]


def test_the_analysis_was_agreed_in_its_second_round_and_reported_by_its_day(year: Session) -> None:
    told = judged(year)
    assert steps(year, found(told, "E4").entries) == [
        ("EX2561", "submit_to_director", day(9, 26)),
        ("EX2561", "director_reject", day(10, 2)),
        ("EX2561", "submit_to_director", day(10, 8)),
        ("EX2561", "director_approve", day(10, 9)),
    ]
    assert steps(year, found(told, "E5").entries) == [
        ("EX2561", "publish", day(10, 12)),
        ("EX2561", "report_to_obec", day(10, 12)),
    ]
    item = year.exec(select(Item).where(Item.code == "EX2561")).one()
    assert (round_of(year, item.id), len(rejections(year, item.id))) == (2, 1)


def test_what_went_up_without_a_step_of_the_directors_is_named(year: Session) -> None:
    """She sent the second quarter's report back; of the others the record cannot tell that she looked."""
    finding = found(judged(year), "M2.1")
    assert (finding.status.value, finding.entries) == ("unknown", ())
    codes = "QR2561-1, QR2561-3, QR2561-4"
    assert finding.why.en == (
        f"No step of the plan director's before these went up: {codes}. Evidence of screening is needed"
    )


def test_the_levels_are_those_that_steps_and_deadlines_show(year: Session) -> None:
    """M1 waits for its work plan on paper, M2 for evidence of screening, M4 for an evaluation."""
    told = judged(year)
    assert [(one.code, one.level) for one in told.rubrics] == [("M1", 0), ("M2", 0), ("M4", 4)]
    assert [each.code for each in told.standard("M2").asked] == ["M2.1", "M2.4", "M2.5"]
    assert found(told, "M1.2").status.value == "met"
    sent = [(code, trigger) for code, trigger, _ in steps(year, found(told, "M2.3").entries)]
    assert sent == [("QR2561-2", "send_back"), ("QR2561-2", "resume")]


def test_seventy_six_schools_stand_in_their_clusters(year: Session) -> None:
    found_ = progress(year, office(year), 2561, OVER)
    assert len(found_.schools) == 76
    assert sum(each.schools for each in found_.clusters) == 76

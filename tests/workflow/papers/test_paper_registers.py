"""Numbers of papers: one after the other in each register and calendar year, never given twice."""

import contextlib
import datetime
import json

import pytest
from conftest import SmallOffice, make_office
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_desk import TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from workflow import history, offices
from workflow.database import Database
from workflow.errors import BadDate, BadInput, NotAllowed, RegisterRefused, UnknownNumber
from workflow.guards.correspondence import _LETTER_NUMBER
from workflow.models import Entry, RegisterNumber
from workflow.papers import registers


def take(
    papers: PaperDesk, kind: str = "outgoing", on: datetime.date = TODAY, by: str = "clerk"
) -> RegisterNumber:
    return registers.take_elsewhere(
        papers.session, papers.office.id, kind, subject="ส่งรายงาน", dated_on=on, hand=papers.hand(by)
    )


@pytest.mark.parametrize(
    ("prefix", "kind", "text"),
    [
        ("ศธ 04xxx", "outgoing", "ศธ 04xxx/123"),
        ("ศธ 04xxx", "internal", "ศธ 04xxx/123"),
        ("ศธ 04xxx", "circular", "ศธ 04xxx/ว 123"),
        (" ศธ 04xxx/ ", "circular", "ศธ 04xxx/ว 123"),
        ("", "outgoing", "0123/2561"),
        ("", "circular", "ว 0123/2561"),
        ("", "order", "123/2561"),
        ("ศธ 04xxx", "order", "123/2561"),
    ],
)
def test_a_number_is_printed_as_the_office_writes_it(prefix: str, kind: str, text: str) -> None:
    """With its code no year and no noughts; the code is never guessed (DOMAIN 3.3)."""
    assert registers.printed(prefix, kind, 123, 2561) == text


@given(
    prefix=st.sampled_from(["", "ศธ 04xxx", "กนผ"]),
    kind=st.sampled_from(registers.KINDS),
    number=st.integers(1, 99_999),
)
def test_every_printed_number_is_one_the_office_would_recognise(prefix: str, kind: str, number: int) -> None:
    text = registers.printed(prefix, kind, number, 2561)
    assert _LETTER_NUMBER.fullmatch(text)
    assert str(number) in text


def test_each_register_counts_for_itself_and_anew_each_calendar_year(papers: PaperDesk) -> None:
    last_year = datetime.date(2017, 12, 28)
    taken = [
        take(papers, kind, on)
        for kind in ("outgoing", "circular", "order", "internal")
        for on in (TODAY, last_year, TODAY)
    ]
    assert [(each.year, each.number) for each in taken] == [(2561, 1), (2560, 1), (2561, 2)] * 4
    assert [each.text for each in taken[3:6]] == ["ว 0001/2561", "ว 0001/2560", "ว 0002/2561"]


def test_the_offices_code_stands_in_its_numbers_once_it_is_set(papers: PaperDesk) -> None:
    assert take(papers).text == "0001/2561"
    offices.change_office(
        papers.session, papers.office.id, {"document_prefix": "ศธ 04xxx"}, papers.hand("system_admin")
    )
    assert (take(papers).text, take(papers, "circular").text) == ("ศธ 04xxx/2", "ศธ 04xxx/ว 1")


def test_offices_do_not_count_together(papers: PaperDesk) -> None:
    other = PaperDesk(papers.session, make_office(papers.session, "T2"))
    assert [take(papers).number, take(other).number, take(papers).number] == [1, 1, 2]


def test_taking_a_number_is_told_with_its_date_and_whoever_took_it(papers: PaperDesk) -> None:
    row = take(papers, on=datetime.date(2018, 1, 5))
    entry = papers.session.exec(select(Entry).where(Entry.kind == "register")).one()
    assert json.loads(entry.details) == {
        "taken": {
            "register": "outgoing",
            "year": 2561,
            "number": 1,
            "text": "0001/2561",
            "subject": "ส่งรายงาน",
        }
    }
    assert (entry.actor_id, entry.effective_on) == (papers.office.people["clerk"], row.dated_on)
    assert (row.dated_on, row.registered_at) == (datetime.date(2018, 1, 5), papers.hand().at)
    assert history.verify(papers.session, papers.office.id).holds


def test_a_number_is_for_a_day_that_has_come(papers: PaperDesk) -> None:
    with pytest.raises(BadDate) as refused:
        take(papers, on=TODAY + datetime.timedelta(days=1))
    assert refused.value.problem == "in_future"
    assert registers.listing(papers.session, papers.office.id, "outgoing", 2561) == ()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"kind": "secret"}, BadInput("register", "unknown", "secret")),
        ({"year": 2560}, BadInput("year", "out_of_range", "2560")),
        ({"subject": " "}, BadInput("paper_subject", "empty")),
    ],
)
def test_what_is_no_number_is_refused(papers: PaperDesk, wrong: dict[str, object], refusal: BadInput) -> None:
    hand = papers.hand("clerk")
    by = registers.registrar(papers.session, papers.office.id, hand)
    told = {"kind": "outgoing", "year": 2561, "subject": "ก", **wrong}
    kind, year, subject = told["kind"], told["year"], told["subject"]
    with pytest.raises(BadInput) as refused:
        registers.take(
            *(papers.session, papers.office.id, kind, year), subject=subject, dated_on=TODAY, hand=hand, by=by
        )
    assert vars(refused.value) == vars(refusal)


@pytest.mark.parametrize("role", ["project_owner", "school_officer", "internal_auditor", "area_director"])
def test_registers_are_kept_by_their_keepers(papers: PaperDesk, role: str) -> None:
    with pytest.raises(NotAllowed):
        take(papers, by=role)
    with pytest.raises(NotAllowed):
        registers.begin_at(papers.session, papers.office.id, "order", 2561, 5, papers.hand(role))


def begin(papers: PaperDesk, used: int) -> None:
    registers.begin_at(papers.session, papers.office.id, "outgoing", 2561, used, papers.hand("clerk"))


def test_an_office_that_began_on_paper_goes_on_after_its_last_number(papers: PaperDesk) -> None:
    begin(papers, 122)
    assert [take(papers).number, take(papers).number] == [123, 124]
    assert registers.unexplained(papers.session, papers.office.id, "outgoing", 2561) == ()
    told = [json.loads(each.details) for each in papers.session.exec(_of_registers())]
    assert told[0] == {"used_on_paper": [0, 122]}


def _of_registers() -> object:
    return select(Entry).where(Entry.kind == "register").order_by(Entry.seq)  # type: ignore[arg-type]


def test_the_last_number_on_paper_only_rises_and_never_past_one_given_here(papers: PaperDesk) -> None:
    begin(papers, 10)
    begin(papers, 12)
    for lower in (12, 11, 1):
        with pytest.raises(RegisterRefused) as refused:
            begin(papers, lower)
        assert vars(refused.value) == {"problem": "not_upward", "number": "12"}
    assert [take(papers).number for _ in range(3)] == [13, 14, 15]
    with pytest.raises(RegisterRefused):
        begin(papers, 14)
    begin(papers, 20)  # the clerk wrote some on paper again, while the system was away
    assert take(papers).number == 21
    assert registers.unexplained(papers.session, papers.office.id, "outgoing", 2561) == ()


@pytest.mark.parametrize("used", [0, -1, 1_000_000])
def test_no_register_begins_at_a_number_that_is_none(papers: PaperDesk, used: int) -> None:
    with pytest.raises(BadInput):
        begin(papers, used)


def test_a_void_number_stays_and_says_why(papers: PaperDesk) -> None:
    first, second = take(papers), take(papers)
    registers.void(papers.session, first.id, " พิมพ์ผิดเรื่อง ", papers.hand("clerk"))
    assert take(papers).number == 3
    listed = registers.listing(papers.session, papers.office.id, "outgoing", 2561)
    assert [(each.number, each.void_reason) for each in listed] == [(1, "พิมพ์ผิดเรื่อง"), (2, ""), (3, "")]
    assert [each.voided_at for each in listed] == [papers.hand().at, None, None]
    assert listed[0].registered_by == "ผู้ดำรงตำแหน่ง clerk"
    with pytest.raises(RegisterRefused) as refused:
        registers.void(papers.session, first.id, "อีกครั้ง", papers.hand("clerk"))
    assert refused.value.problem == "void_already"
    with pytest.raises(BadInput):
        registers.void(papers.session, second.id, " ", papers.hand("clerk"))
    with pytest.raises(NotAllowed):
        registers.void(papers.session, second.id, "ผิด", papers.hand("plan_director"))
    with pytest.raises(UnknownNumber):
        registers.void(papers.session, 9_999_999, "ผิด", papers.hand("clerk"))


def test_another_offices_number_is_not_voided(papers: PaperDesk) -> None:
    other = PaperDesk(papers.session, make_office(papers.session, "T2"))
    with pytest.raises(NotAllowed):
        registers.void(papers.session, take(other).id, "ผิด", papers.hand("clerk"))


def test_the_database_itself_refuses_a_number_twice(papers: PaperDesk) -> None:
    row = take(papers)
    twin = RegisterNumber.model_validate(row.model_dump() | {"id": row.id + 1})
    papers.session.add(twin)
    with pytest.raises(IntegrityError):
        papers.session.flush()


def test_a_number_taken_in_a_transaction_that_fails_is_the_next_ones(
    database: Database, office: SmallOffice
) -> None:
    """What is rolled back was never given."""

    @settings(max_examples=20)
    @given(given_up=st.lists(st.booleans(), min_size=1, max_size=8))
    def counts_on(given_up: list[bool]) -> None:
        with database.read() as session:
            before = len(registers.listing(session, office.id, "order", 2561))
        numbers = []
        for fails in given_up:
            with contextlib.suppress(GivenUpError), database.write() as session:
                numbers.append(take(PaperDesk(session, office), "order").number)
                if fails:
                    numbers.pop()
                    raise GivenUpError
        assert numbers == list(range(before + 1, before + 1 + given_up.count(False)))

    counts_on()
    with database.read() as session:
        assert registers.unexplained(session, office.id, "order", 2561) == ()


class GivenUpError(Exception):
    """What makes a transaction fail."""


def test_a_gap_would_be_found(papers: PaperDesk) -> None:
    for _ in range(3):
        take(papers)
    second = papers.session.exec(select(RegisterNumber).where(RegisterNumber.number == 2)).one()
    papers.session.delete(second)
    papers.session.flush()
    assert registers.unexplained(papers.session, papers.office.id, "outgoing", 2561) == (2,)

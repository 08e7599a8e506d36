"""What outside boards resolved is recorded from one letter for several papers, each with its own result."""

import pytest
from meeting_pages import HOSTILE, committee_before_its_pages, state_of  # noqa: F401  a fixture
from sqlmodel import select
from year_pages import PASSWORD, TEXTS, browser_of_the_small_office  # noqa: F401  a fixture

from tests.conftest import LONG_AGO, NOW
from workflow.accounts import policy
from workflow.changes import Hand
from workflow.models import Body, Document, Item, Meeting, Resolution

LETTER = {
    "body": "quality_subcommittee",
    "number": "4",
    "held_on": "10 ม.ค. 2561",
    "letter_no": "ศธ 0299/15",
    "letter_on": "11 ม.ค. 2561",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture(name="papers")
def plans_before_the_board(room, database, office) -> list[int]:
    """Two plans of the office before the subcommittee."""
    with database.write() as session:
        session.add(
            Body(
                office_id=office.id,
                code="quality_subcommittee",
                name_th="คณะอนุกรรมการ",
                internal=False,
                valid_from=LONG_AGO,
            )
        )
        made = [office.open(session, "annual_plan", code) for code in ("B1", "B2")]
        for item in made:
            item.state = "subcommittee_review"
            item.effective_on = LONG_AGO
        session.flush()
        return [item.id for item in made]


def chosen(item: int, kind: str = "endorse:record_subcommittee_endorsed") -> dict[str, str]:
    return {f"kind:{item}": kind, f"text:{item}": "เห็นชอบตามเสนอ"}


def test_the_form_shows_what_waits_for_the_board(room, papers):
    page = room.page("/meetings/outside?body=quality_subcommittee", "board_recorder")
    assert "ตัวอย่าง B1" in page
    assert "ตัวอย่าง B2" in page
    assert "P001" not in page
    assert "/meetings/outside?body=quality_subcommittee" in room.page("/meetings", "board_recorder")


def test_one_letter_records_several_papers_each_for_itself(room, papers, database):
    """The second paper lacks its words: the first is recorded; the second keeps what was typed."""
    first, second = papers
    told = (
        LETTER
        | chosen(first)
        | {f"kind:{second}": "reject:record_subcommittee_rejected", f"reason:{second}": HOSTILE}
    )
    files = {"scan": ("letter.png", PNG, "image/png")}
    page = room.send(
        "/meetings/outside", told | {"item": [str(first), str(second)]}, who="board_recorder", files=files
    )
    assert "บันทึกแล้ว 1 เรื่อง" in page
    assert "ยังบันทึกไม่ได้ 1 เรื่อง" in page
    assert HOSTILE in page
    with database.read() as session:
        assert [state_of(session, code) for code in ("B1", "B2")] == ["board_review", "subcommittee_review"]
        assert session.exec(select(Resolution.text)).all() == ["เห็นชอบตามเสนอ"]
        assert session.exec(select(Document.filename)).all() == ["letter.png"]
        assert session.exec(select(Meeting.number, Meeting.year)).all() == [(4, 2561)]


def test_the_letter_itself_is_checked_first(room, papers):
    told = LETTER | chosen(papers[0])
    page = room.send("/meetings/outside", told, who="board_recorder", status=422)
    assert '<a href="#waiting">' in page
    told |= {"item": str(papers[0])}
    page = room.send("/meetings/outside", told | {"letter_no": " "}, who="board_recorder", status=422)
    assert '<a href="#out-letter_no">' in page
    assert "เห็นชอบตามเสนอ" in page
    room.send("/meetings/outside", told | {"held_on": "32 ม.ค. 2561"}, who="board_recorder", status=422)


def test_nobody_but_the_recorder_records(room, papers, database):
    told = LETTER | chosen(papers[0]) | {"item": str(papers[0])}
    room.send("/meetings/outside", told, who="clerk", status=403)
    with database.read() as session:
        assert session.exec(select(Resolution)).all() == []


def test_the_same_letter_sent_twice_records_once(room, papers, database):
    told = LETTER | chosen(papers[0]) | {"item": str(papers[0]), "synthetic": ""}
    files = {"scan": ("letter.png", PNG, "image/png")}
    room.send("/meetings/outside", told, who="board_recorder", files=files)
    room.send("/meetings/outside", told, who="board_recorder", status=422, files=files)
    with database.read() as session:
        assert len(session.exec(select(Resolution)).all()) == 1


def test_the_page_of_the_boards_meeting_shows_what_it_resolved(room, papers):
    told = LETTER | chosen(papers[0]) | {"item": str(papers[0])}
    room.send(
        "/meetings/outside", told, who="board_recorder", files={"scan": ("letter.png", PNG, "image/png")}
    )
    page = room.page("/meetings/MT2561-2-4", "clerk")
    assert "เห็นชอบตามเสนอ" in page
    assert TEXTS["meetings_close_now"] not in room.page("/meetings/MT2561-2-4/close", "clerk")


def test_the_last_board_is_asked_for_its_word_from_the_start_and_refused_in_words(
    room, papers, database, office
):
    """The question stands beside the resolutions; without an answer the step is called by its name."""
    with database.write() as session:
        name = "คณะกรรมการศึกษาธิการจังหวัด"
        session.add(
            Body(
                office_id=office.id,
                code="provincial_board",
                name_th=name,
                internal=False,
                valid_from=LONG_AGO,
            )
        )
        for item in session.exec(select(Item).where(Item.id == papers[0])):
            item.state = "board_review"
    page = room.page("/meetings/outside?body=provincial_board", "board_recorder")
    asked = f'name="fact:{papers[0]}:flexibility" value="yes"'
    assert asked in page
    assert "resubmission" in page
    assert "flexibility" not in room.page("/meetings/outside?body=quality_subcommittee", "board_recorder")
    told = LETTER | {"body": "provincial_board", "item": str(papers[0])}
    told |= chosen(papers[0], "endorse:record_board_endorsed")
    page = room.send("/meetings/outside", told, who="board_recorder", status=422)
    assert "เห็นชอบ" in page.partition('role="alert"')[2].partition("</div>")[0]
    assert "record_board_endorsed" not in page.partition('role="alert"')[2].partition("</div>")[0]
    told |= {f"fact:{papers[0]}:flexibility": "yes"}
    assert "บันทึกแล้ว 1 เรื่อง" in room.send("/meetings/outside", told, who="board_recorder")


@pytest.fixture(name="last")
def plans_before_the_last_board(room, papers, database, office) -> list[int]:
    """The two plans before the board that approves, in an office that has the password typed again."""
    with database.write() as session:
        session.add(
            Body(
                office_id=office.id,
                code="provincial_board",
                name_th="คณะกรรมการศึกษาธิการจังหวัด",
                internal=False,
                valid_from=LONG_AGO,
            )
        )
        for item in session.exec(select(Item).where(Item.id.in_(papers))):
            item.state = "board_review"
        rules = policy.Policy(retype_for_final=True)
        policy.save(session, office.id, rules, Hand(office.people["system_admin"], NOW))
    return papers


def approved(*items: int, step: str = "endorse:record_board_endorsed") -> dict[str, object]:
    told: dict[str, object] = LETTER | {"body": "provincial_board", "item": [str(each) for each in items]}
    for each in items:
        told |= chosen(each, step) | {f"fact:{each}:flexibility": "yes"}
    return told


@pytest.mark.parametrize("step", ["endorse:record_board_endorsed", "endorse:", "endorse"])
def test_a_boards_final_approval_asks_for_the_password_however_the_step_is_named(room, last, database, step):
    told = approved(last[0], step=step)
    for typed in ({}, {"password": "ผิดแน่นอน"}):
        page = room.send("/meetings/outside", told | typed, who="board_recorder", status=403)
        assert '<a href="#out-password">' in page
        assert 'id="out-password-problem"' in page
        assert "record_board_endorsed" not in page.partition('class="problem"')[2].partition("</span>")[0]
        assert "เห็นชอบตามเสนอ" in page
        assert "ผิดแน่นอน" not in page
    with database.read() as session:
        assert session.exec(select(Resolution)).all() == []
    page = room.send("/meetings/outside", told | {"password": PASSWORD}, who="board_recorder")
    assert "บันทึกแล้ว 1 เรื่อง" in page
    with database.read() as session:
        assert state_of(session, "B1") == "approved"


def test_one_password_confirms_every_paper_and_what_is_left_keeps_none(room, last):
    told = approved(*last) | {f"text:{last[1]}": "", "password": PASSWORD}
    page = room.send("/meetings/outside", told, who="board_recorder")
    assert "บันทึกแล้ว 1 เรื่อง" in page
    assert "ยังบันทึกไม่ได้ 1 เรื่อง" in page
    assert 'id="out-password"' in page
    assert PASSWORD not in page


def test_the_password_is_asked_where_a_resolution_approves_and_nowhere_else(room, last, database, office):
    address = "/meetings/outside?body="
    assert 'id="out-password"' in room.page(f"{address}provincial_board", "board_recorder")
    sent_back = approved(last[0], step="reject:record_board_rejected") | {f"reason:{last[0]}": "แก้ตัวเลข"}
    assert "บันทึกแล้ว 1 เรื่อง" in room.send("/meetings/outside", sent_back, who="board_recorder")
    with database.write() as session:
        session.get_one(Item, last[1]).state = "subcommittee_review"
    assert 'id="out-password"' not in room.page(f"{address}quality_subcommittee", "board_recorder")
    with database.write() as session:
        session.get_one(Item, last[1]).state = "board_review"
        policy.save(session, office.id, policy.Policy(), Hand(office.people["system_admin"], NOW))
    assert 'id="out-password"' not in room.page(f"{address}provincial_board", "board_recorder")

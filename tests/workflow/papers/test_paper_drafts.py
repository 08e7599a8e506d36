"""A paper is drafted once for a cause, changed by those who write papers, and only until it is on its way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from paper_desk import MEMO, PaperDesk, desk_of_papers  # noqa: F401  a fixture

from workflow import history
from workflow.errors import (
    BadInput,
    ContentChanged,
    NotAllowed,
    PaperFixed,
    StepRefused,
    TooLong,
    UnknownItem,
)
from workflow.models import Item
from workflow.papers import drafts
from workflow.papers.fields import Appointed, Column, Fields, Table, checked, read, written
from workflow.papers.letterhead import set_letterhead

LONGER = replace(MEMO, wish=("จึงขอให้รายงานผลภายในวันที่ 31 มกราคม 2561",))


def test_papers_are_numbered_by_their_fiscal_year_in_the_order_they_are_drafted(papers: PaperDesk) -> None:
    codes = [papers.session.get_one(Item, papers.draft()).code for _ in range(3)]
    of_next = papers.session.get_one(Item, papers.draft(fiscal_year=2562)).code
    assert (codes, of_next) == (["M2561-1", "M2561-2", "M2561-3"], "M2562-1")


def test_a_draft_goes_around_a_code_that_somebody_took(papers: PaperDesk) -> None:
    papers.office.open(papers.session, "memo", "M2561-2")
    assert papers.session.get_one(Item, papers.draft()).code == "M2561-3"


def test_a_draft_has_its_content_an_owner_and_one_entry(papers: PaperDesk) -> None:
    item_id = papers.draft(code="memo_quarter_call")
    item, row = papers.session.get_one(Item, item_id), drafts.paper_of(papers.session, item_id)
    assert row is not None
    assert (item.kind, item.state, item.title) == ("memo", "draft", MEMO.subject)
    assert item.owner_id == papers.office.people["plan_officer"]
    assert (read(row.fields), row.form, row.revision, row.thai_digits) == (MEMO, "memo", 1, True)
    assert [each.kind for each in papers.entries(item_id)] == ["opened"]


def test_the_service_account_drafts_once_for_a_cause_and_owns_nothing(papers: PaperDesk) -> None:
    first = papers.draft(by="system", cause="entry:7:memo_quarter_call")
    again = papers.draft(LONGER, by="system", cause="entry:7:memo_quarter_call")
    other = papers.draft(by="system", cause="entry:8:memo_quarter_call")
    assert (first == again, first == other) == (True, False)
    row = drafts.paper_of(papers.session, first)
    assert row is not None
    assert read(row.fields) == MEMO
    assert papers.session.get_one(Item, first).owner_id is None


@pytest.mark.parametrize(
    ("code", "fields", "refusal"),
    [
        ("nothing", MEMO, BadInput("paper", "unknown", "nothing")),
        ("minutes", MEMO, BadInput("paper", "unknown", "minutes")),
        ("free_memo", replace(MEMO, subject=" "), BadInput("paper_subject", "empty")),
        ("free_memo", replace(MEMO, subject="ก" * 501), TooLong("paper_subject", 500, 501)),
        ("free_memo", replace(MEMO, urgency="มาก"), BadInput("urgency", "unknown", "มาก")),
        ("free_memo", replace(MEMO, sent_to=("group:XXX",)), BadInput("sent_to", "unknown", "group:XXX")),
    ],
)
def test_what_no_paper_can_be_is_refused(
    papers: PaperDesk, code: str, fields: Fields, refusal: Exception
) -> None:
    with pytest.raises(type(refusal)) as refused:
        papers.draft(fields, code)
    assert vars(refused.value) == vars(refusal)


ROW = ("ก", "1.00")
COLUMNS = (Column("รายการ", 70), Column("บาท", 30, "num"))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"table": Table(COLUMNS, (ROW, ("ข",)))}, "uneven"),
        ({"table": Table(COLUMNS, (ROW,), total=("รวม",))}, "uneven"),
        ({"table": Table(COLUMNS, (ROW,) * 2_001)}, "too_many"),
        ({"table": Table(COLUMNS * 11, ())}, "too_many"),
        ({"table": Table((Column("รายการ", 0),), ())}, "out_of_range"),
        ({"table": Table((Column("รายการ", 101),), ())}, "out_of_range"),
        ({"sent_to": ("all_staff",) * 501}, "too_many"),
        ({"members": (Appointed("ก", "ข", "ค"),) * 501}, "too_many"),
        ({"secrecy": "ลับสุดยอด"}, "unknown"),
    ],
)
def test_a_paper_holds_what_can_be_printed(wrong: dict[str, object], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked(replace(MEMO, **wrong))
    assert refused.value.problem == problem
    assert checked(replace(MEMO, table=Table(COLUMNS, (ROW,), ("รวม", "1.00")))).table is not None


@given(reason=st.lists(st.text(max_size=40), max_size=4), subject=st.text(max_size=60))
def test_what_is_kept_of_a_paper_is_read_as_it_was_written(reason: list[str], subject: str) -> None:
    fields = Fields(subject, reason=tuple(reason), table=Table(COLUMNS, (ROW,)), urgency="ด่วน")
    assert read(written(fields)) == fields


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"subject": 1}', '{"subject": "ก", "style": "red"}'])
def test_what_are_no_fields_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert (refused.value.name, refused.value.problem) == ("fields", "not_fields")


def test_an_office_that_writes_arabic_digits_drafts_with_them(papers: PaperDesk) -> None:
    set_letterhead(papers.session, papers.office.id, {"thai_digits": False}, papers.hand("clerk"))
    row = drafts.paper_of(papers.session, papers.draft())
    assert row is not None
    assert row.thai_digits is False


def test_a_paper_is_about_something_of_its_own_office(papers: PaperDesk) -> None:
    with pytest.raises(UnknownItem):
        papers.draft(about_id=9_999_999)


@pytest.mark.parametrize("role", ["clerk", "area_director", "school_officer", "internal_auditor"])
def test_papers_are_drafted_by_those_who_propose_them(papers: PaperDesk, role: str) -> None:
    with pytest.raises(NotAllowed):
        papers.draft(by=role)


def test_an_edit_is_told_by_the_fields_it_changed(papers: PaperDesk) -> None:
    item_id = papers.draft()
    wanted = replace(LONGER, subject="ขอให้รายงาน")
    row = drafts.edit(papers.session, item_id, wanted, papers.hand(), expect_revision=1)
    (entry,) = papers.entries(item_id, "paper")
    told = json.loads(entry.details)
    assert (told["changed"], told["revision"]) == (["subject", "wish"], 2)
    assert (read(row.fields), row.revision) == (wanted, 2)
    assert papers.session.get_one(Item, item_id).title == "ขอให้รายงาน"
    assert history.verify(papers.session, papers.office.id).holds


def test_an_edit_that_changes_nothing_leaves_no_trace(papers: PaperDesk) -> None:
    item_id = papers.draft()
    row = drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=1)
    assert row.revision == 1
    assert papers.entries(item_id, "paper") == []


def test_the_digits_of_a_paper_are_a_switch_until_it_is_on_its_way(papers: PaperDesk) -> None:
    item_id = papers.draft()
    row = drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=1, thai_digits=False)
    assert (row.thai_digits, row.revision) == (False, 2)
    (entry,) = papers.entries(item_id, "paper")
    told = json.loads(entry.details)
    assert (told["changed"], told["thai_digits"]) == (["thai_digits"], False)
    drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=2, thai_digits=False)
    row = drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=2)
    assert (row.thai_digits, row.revision) == (False, 2)
    papers.go(item_id, "propose", "plan_officer")
    with pytest.raises(PaperFixed):
        drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=2, thai_digits=True)
    assert row.thai_digits is False


def test_whoever_edits_what_somebody_else_has_changed_is_told_by_whom(papers: PaperDesk) -> None:
    item_id = papers.draft(group_id=papers.office.groups["PLN"])
    drafts.edit(papers.session, item_id, LONGER, papers.hand("project_owner"), expect_revision=1)
    with pytest.raises(ContentChanged) as refused:
        drafts.edit(papers.session, item_id, MEMO, papers.hand(), expect_revision=1)
    assert refused.value.by == "ผู้ดำรงตำแหน่ง project_owner"


def test_a_paper_on_its_way_is_changed_only_after_it_was_sent_back(papers: PaperDesk) -> None:
    item_id = papers.proposed()
    with pytest.raises(PaperFixed) as refused:
        drafts.edit(papers.session, item_id, LONGER, papers.hand(), expect_revision=1)
    assert refused.value.state.en == "With the group director"
    papers.go(item_id, "send_back", "plan_director", reason="ระบุวันที่")
    drafts.edit(papers.session, item_id, LONGER, papers.hand(), expect_revision=1)
    papers.go(item_id, "fix", "plan_officer")
    assert papers.state(item_id) == "pending_group"


@pytest.mark.parametrize("role", ["plan_director", "clerk", "area_director", "project_owner@ADM"])
def test_a_paper_is_changed_by_those_who_write_it(papers: PaperDesk, role: str) -> None:
    """Not by those who pass and sign it, nor by another group."""
    item_id = papers.draft(group_id=papers.office.groups["PLN"])
    with pytest.raises(NotAllowed):
        drafts.edit(papers.session, item_id, LONGER, papers.hand(role), expect_revision=1)


def test_an_item_without_content_cannot_be_edited(papers: PaperDesk) -> None:
    bare = papers.office.open(papers.session, "memo", "M1")
    assert drafts.paper_of(papers.session, bare.id) is None
    with pytest.raises(UnknownItem):
        drafts.edit(papers.session, bare.id, LONGER, papers.hand(), expect_revision=1)


@pytest.mark.parametrize(
    ("code", "fields", "lacking"),
    [
        ("free_memo", Fields("เรื่อง"), "addressee, text (why, or what is wanted), closing phrase or table"),
        ("free_memo", replace(MEMO, closing=" "), "closing phrase or table"),
        ("free_memo", replace(MEMO, reason=(" ",), wish=()), "text (why, or what is wanted)"),
        ("free_order", replace(MEMO, to="", closing=""), "members or duties"),
    ],
)
def test_an_unfinished_paper_is_not_proposed_whatever_anybody_says(
    papers: PaperDesk, code: str, fields: Fields, lacking: str
) -> None:
    item_id = papers.draft(fields, code)
    with pytest.raises(StepRefused) as refused:
        papers.go(item_id, "propose", "plan_officer", fields_complete="ครบ")
    (missing,) = refused.value.missing
    assert missing.detail is not None
    assert missing.detail.en == f"Not filled in yet: {lacking}"


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("free_memo", replace(MEMO, closing="", table=Table((), ()))),
        ("free_memo", replace(MEMO, reason=())),
        ("free_order", replace(MEMO, to="", closing="", duties=("พิจารณากลั่นกรอง",))),
        ("free_order", replace(MEMO, to="", members=(Appointed("(บัญชีสมมติ)", "ผอ.กลุ่ม", "ประธาน"),))),
    ],
)
def test_a_finished_paper_is_proposed_without_anybodys_word(
    papers: PaperDesk, code: str, fields: Fields
) -> None:
    assert papers.state(papers.proposed(fields, code)) == "pending_group"


def test_a_memo_kept_on_paper_still_takes_a_persons_word(papers: PaperDesk) -> None:
    bare = papers.office.open(papers.session, "memo", "M1")
    with pytest.raises(StepRefused):
        papers.go(bare.id, "propose", "plan_officer")
    papers.go(bare.id, "propose", "plan_officer", fields_complete="ครบ")
    assert papers.state(bare.id) == "pending_group"

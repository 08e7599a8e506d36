"""What becomes of a paper's text, number, witness and readers when its steps are taken back or it is void."""

import datetime
import json

import pytest
from conftest import NOW
from msgspec.structs import replace
from owed_desk import readers_owing
from paper_desk import MARKUP, MEMO, TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture

from workflow import corrections, history
from workflow.errors import CannotCorrect, NotOpenHere, PaperFixed, RegisterRefused, StepRefused
from workflow.meetings import minutes
from workflow.papers import drafts, issuing, registers, witness
from workflow.papers.readers import unread
from workflow.papers.signing import sha256_of, signed_text

AGAIN = MARKUP.replace("ติดตาม", "ตรวจ")


def undo(papers: PaperDesk, item_id: int, trigger: str, by: str) -> None:
    corrections.correct(
        papers.session,
        item_id,
        papers.step(item_id, trigger).seq,
        by=papers.office.people[by],
        at=NOW,
        reason="บันทึกผิดเรื่อง",
        undo=True,
    )


def listed(papers: PaperDesk) -> list[tuple[str, bool, str]]:
    found = registers.listing(papers.session, papers.office.id, "internal", 2561)
    return [(each.text, each.voided_at is not None, each.void_reason) for each in found]


def test_a_signature_taken_back_leaves_no_signed_text_and_can_be_given_anew(papers: PaperDesk) -> None:
    item_id = papers.signed()
    undo(papers, item_id, "sign", "area_director")
    assert (papers.state(item_id), signed_text(papers.session, item_id)) == ("pending_director", None)
    with pytest.raises(NotOpenHere):
        papers.issue(item_id)
    facts = {"text_sha256": sha256_of(MARKUP), "signature": "in_system", "order": "อนุมัติ"}
    with pytest.raises(StepRefused):  # the frozen text was that of the earlier signature
        papers.go(item_id, "sign", "area_director", **facts)
    papers.sign(item_id, markup=AGAIN)
    text = signed_text(papers.session, item_id)
    assert text is not None
    assert text.markup == AGAIN


def test_an_issue_taken_back_keeps_the_number_for_the_same_paper(papers: PaperDesk) -> None:
    item_id, other = papers.signed(), papers.signed()
    first = papers.issue(item_id)
    undo(papers, item_id, "issue", "clerk")
    assert (papers.state(item_id), listed(papers)) == ("signed", [("0001/2561", False, "")])
    assert readers_owing(papers.session, item_id) == set()
    assert papers.issue(other).number_text == "0002/2561"
    again = papers.issue(item_id)
    assert (again.number_text, again.witness_code != first.witness_code) == ("0001/2561", True)
    old, new = (witness.check(papers.session, each.witness_code) for each in (first, again))
    assert [(each.holds, each.withdrawn) for each in (old, new)] == [(True, "undone"), (True, "")]
    assert len(readers_owing(papers.session, item_id)) == 3
    assert registers.unexplained(papers.session, papers.office.id, "internal", 2561) == ()


def test_a_paper_issued_again_is_dated_anew_within_the_year_of_its_number(papers: PaperDesk) -> None:
    item_id = papers.signed()
    papers.issue(item_id)
    undo(papers, item_id, "issue", "clerk")
    later = NOW + datetime.timedelta(days=3)
    issuing.issue(papers.session, item_id, papers.hand("clerk", later))
    number = registers.number_of(papers.session, item_id)
    assert number is not None
    assert number.dated_on == TODAY + datetime.timedelta(days=3)
    told = json.loads(papers.entries(item_id, "register")[-1].details)
    assert told == {"redated": "0001/2561", "dated_on": ["2018-01-12", "2018-01-15"]}
    undo(papers, item_id, "issue", "clerk")
    next_year = NOW + datetime.timedelta(days=360)
    with pytest.raises(RegisterRefused) as refused:
        issuing.issue(papers.session, item_id, papers.hand("clerk", next_year))
    assert refused.value.problem == "other_year"


def test_whoever_has_read_the_paper_is_not_asked_again_for_the_same_words(papers: PaperDesk) -> None:
    item_id = papers.issued()
    minutes.acknowledge(papers.session, item_id, papers.office.people["plan_director"], NOW)
    undo(papers, item_id, "issue", "clerk")
    papers.issue(item_id)
    assert len(unread(papers.session, item_id, TODAY)) == 2


def test_the_signature_of_a_paper_that_was_issued_stands(papers: PaperDesk) -> None:
    """What readers have read is never signed anew with other words: such a paper is made void."""
    item_id = papers.issued()
    undo(papers, item_id, "issue", "clerk")
    with pytest.raises(CannotCorrect) as refused:
        undo(papers, item_id, "sign", "area_director")
    assert refused.value.problem == "not_latest"


def test_a_void_paper_keeps_its_number_which_says_why(papers: PaperDesk) -> None:
    item_id = papers.signed()
    code = papers.issue(item_id).witness_code
    papers.go(item_id, "void_after_issue", "plan_director", reason="ออกซ้ำกับฉบับก่อน")
    assert listed(papers) == [("0001/2561", True, "ออกซ้ำกับฉบับก่อน")]
    number = registers.number_of(papers.session, item_id)
    assert number is not None
    with pytest.raises(RegisterRefused):
        registers.void(papers.session, number.id, "อีกครั้ง", papers.hand("clerk"))
    checked = witness.check(papers.session, code)
    assert (checked.holds, checked.withdrawn) == (True, "void")
    assert papers.issue(papers.signed()).number_text == "0002/2561"
    assert readers_owing(papers.session, item_id) == set()
    assert history.verify(papers.session, papers.office.id).holds


def test_the_number_of_a_paper_kept_here_is_not_voided_without_it(papers: PaperDesk) -> None:
    number = registers.number_of(papers.session, papers.issued())
    assert number is not None
    with pytest.raises(RegisterRefused) as refused:
        registers.void(papers.session, number.id, "ผิด", papers.hand("clerk"))
    assert refused.value.problem == "of_paper"


def test_a_voiding_taken_back_puts_the_number_in_force_again(papers: PaperDesk) -> None:
    item_id = papers.issued()
    papers.go(item_id, "void_after_issue", "plan_director", reason="ออกซ้ำ")
    undo(papers, item_id, "void_after_issue", "plan_director")
    assert (papers.state(item_id), listed(papers)) == ("issued", [("0001/2561", False, "")])
    assert len(readers_owing(papers.session, item_id)) == 3
    kinds = [list(json.loads(each.details)) for each in papers.entries(item_id, "register")]
    assert kinds == [["taken"], ["reason", "voided"], ["restored"]]


def test_a_paper_void_after_its_issue_was_taken_back_marks_its_number_too(papers: PaperDesk) -> None:
    item_id = papers.issued()
    undo(papers, item_id, "issue", "clerk")
    papers.go(item_id, "void_before_issue", "plan_officer", reason="ไม่ต้องออกแล้ว")
    assert listed(papers) == [("0001/2561", True, "ไม่ต้องออกแล้ว")]


def test_a_draft_that_is_void_had_no_number(papers: PaperDesk) -> None:
    item_id = papers.draft()
    papers.go(item_id, "void_before_issue", "plan_officer", reason="เลิกร่าง")
    assert (papers.state(item_id), listed(papers)) == ("void", [])
    with pytest.raises(PaperFixed):
        drafts.edit(papers.session, item_id, replace(MEMO, closing="ก"), papers.hand(), expect_revision=1)


def test_a_corrected_fact_changes_neither_text_nor_number(papers: PaperDesk) -> None:
    """The register and the frozen text say what they said; the correction stands beside them."""
    item_id = papers.signed()
    code = papers.issue(item_id).witness_code
    corrections.correct(
        papers.session,
        item_id,
        papers.step(item_id, "issue").seq,
        by=papers.office.people["clerk"],
        at=NOW,
        reason="เลขผิด",
        facts={"document_number": "ศธ 04xxx/9"},
    )
    checked = witness.check(papers.session, code)
    assert (listed(papers), checked.number, checked.holds) == ([("0001/2561", False, "")], "0001/2561", True)

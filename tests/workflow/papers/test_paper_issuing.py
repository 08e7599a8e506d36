"""Issuing gives a signed paper its number, its witness and its readers, all at once or not at all."""

import datetime
import json

import pytest
from conftest import NOW
from msgspec.structs import replace
from owed_desk import readers_owing
from paper_desk import MARKUP, MEMO, TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlmodel import func, select

from notifications.morning import write_morning
from workflow import history, offices
from workflow.errors import (
    AskedAlready,
    BadDate,
    NotAllowed,
    NotOpenHere,
    PaperFixed,
    SomebodyWasFaster,
    StepRefused,
    UnknownItem,
)
from workflow.meetings import minutes
from workflow.models import Acknowledgement, Item, Person, RegisterNumber, Witness
from workflow.papers import issuing, registers, witness
from workflow.papers.readers import ask_again, settle_all, settle_readers, unread
from workflow.papers.signing import sha256_of

PROOF = f"ลงนามในระบบ sha256:{sha256_of(MARKUP)}"
DIRECTORS = {"plan_director", "group_director", "group_director@ADM"}


def names(papers: PaperDesk, item_id: int) -> set[str]:
    return {each.name_th.removeprefix("ผู้ดำรงตำแหน่ง ") for each in unread(papers.session, item_id, TODAY)}


def rows(papers: PaperDesk, table: type) -> int:
    return papers.session.exec(select(func.count()).select_from(table)).one()


def test_a_memo_from_its_draft_to_its_last_reader(papers: PaperDesk) -> None:
    """Every hand on the way, in the order of the path."""
    item_id = papers.signed()
    done = papers.issue(item_id)
    assert (done.number_text, done.moved.to_state) == ("0001/2561", "issued")
    for role in sorted(DIRECTORS):
        assert settle_readers(papers.session, item_id, NOW) is None
        minutes.acknowledge(papers.session, item_id, papers.office.people[role], NOW)
    moved = settle_readers(papers.session, item_id, NOW)
    assert moved is not None
    assert moved.to_state == "acknowledged_all"
    assert [each.trigger or each.kind for each in papers.entries(item_id)] == [
        *("opened", "propose", "pass_group", "pass_deputy", "sign"),
        *("register", "issue", "circulated"),
        *("acknowledged", "acknowledged", "acknowledged", "complete_ack"),
    ]
    closing = papers.step(item_id, "complete_ack")
    assert (closing.capacity, closing.actor_id) == ("system", papers.office.people["system"])
    assert history.verify(papers.session, papers.office.id).holds


def test_a_paper_signed_in_the_system_proves_itself_by_its_text(papers: PaperDesk) -> None:
    item_id = papers.issued()
    told = json.loads(papers.step(item_id, "issue").details)
    assert told == {"facts": {"document_number": "0001/2561", "signed_scan_or_esign": PROOF}}


def test_a_paper_signed_by_hand_needs_its_scan(papers: PaperDesk) -> None:
    item_id = papers.signed(signature="on_paper")
    with pytest.raises(StepRefused) as refused:
        papers.issue(item_id)
    assert [each.code for each in refused.value.missing] == ["signed_scan_or_esign"]
    done = papers.issue(item_id, scan=papers.scan())
    told = json.loads(papers.step(item_id, "issue").details)
    assert told["documents"] == {"signed_scan_or_esign": ["ab" * 32, "ลงนามแล้ว.pdf"]}
    assert told["facts"] == {"document_number": done.number_text}


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        ("free_memo", "internal", "ศธ 04xxx/1"),
        ("free_letter", "outgoing", "ศธ 04xxx/1"),
        ("circular_plan_published", "circular", "ศธ 04xxx/ว 1"),
        ("free_order", "order", "1/2561"),
    ],
)
def test_each_form_is_numbered_in_its_own_register(
    papers: PaperDesk, code: str, kind: str, text: str
) -> None:
    admin = papers.hand("system_admin")
    offices.change_office(papers.session, papers.office.id, {"document_prefix": "ศธ 04xxx"}, admin)
    item_id = papers.signed(replace(MEMO, duties=("กลั่นกรองโครงการ",)), code)
    assert papers.issue(item_id).number_text == text
    number = registers.number_of(papers.session, item_id)
    assert number is not None
    assert (number.kind, number.subject, number.dated_on) == (kind, MEMO.subject, TODAY)
    (listed,) = registers.listing(papers.session, papers.office.id, kind, 2561)
    assert listed.item_code == "M2561-1"


def test_the_generic_step_does_not_issue_a_paper_kept_here(papers: PaperDesk) -> None:
    """A number somebody thought of stands in no register."""
    item_id = papers.signed()
    with pytest.raises(StepRefused) as refused:
        papers.go(item_id, "issue", "clerk", document_number="ศธ 04xxx/99", signed_scan_or_esign="อยู่ในแฟ้ม")
    (missing,) = refused.value.missing
    assert (missing.code, missing.detail is not None) == ("number_assigned", True)


def test_a_memo_kept_on_paper_is_issued_by_its_typed_number(papers: PaperDesk) -> None:
    bare = papers.office.open(papers.session, "memo", "M1")
    bare.state = "signed"
    papers.session.flush()
    papers.go(bare.id, "issue", "clerk", document_number="ศธ 04xxx/99", signed_scan_or_esign="แฟ้ม 3")
    assert (papers.state(bare.id), rows(papers, Witness), rows(papers, Acknowledgement)) == ("issued", 0, 0)
    with pytest.raises(StepRefused):
        papers.go(bare.id, "complete_ack", "system")
    assert settle_readers(papers.session, bare.id, NOW) is None
    papers.go(bare.id, "complete_ack", "system", all_recipients_acknowledged="ลงชื่อครบในสมุด")
    assert papers.state(bare.id) == "acknowledged_all"


def test_nothing_is_issued_before_it_is_signed(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    with pytest.raises(NotOpenHere):
        papers.issue(item_id)
    assert rows(papers, RegisterNumber) == 0


@pytest.mark.parametrize("role", ["area_director", "plan_director", "project_owner", "school_officer"])
def test_papers_are_issued_by_those_who_number_them(papers: PaperDesk, role: str) -> None:
    item_id = papers.signed()
    with pytest.raises(NotAllowed):
        papers.issue(item_id, by=role)
    assert rows(papers, RegisterNumber) == 0


def test_only_a_paper_kept_here_is_issued_here(papers: PaperDesk) -> None:
    with pytest.raises(UnknownItem):
        papers.issue(papers.office.open(papers.session, "memo", "M1").id)


def test_a_paper_is_dated_between_its_signing_and_today(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    papers.sign(item_id)
    for wrong, problem in ((-1, "before_last_step"), (1, "in_future")):
        with pytest.raises(BadDate) as refused, papers.session.begin_nested():
            papers.issue(item_id, dated_on=TODAY + datetime.timedelta(days=wrong))
        assert refused.value.problem == problem
    assert rows(papers, RegisterNumber) == 0


def test_clerks_register_later_what_was_dated_earlier(papers: PaperDesk) -> None:
    """Batches: the date on the paper and the moment it was typed in are two things (DOMAIN 3.3)."""
    item_id = papers.signed()
    later = NOW + datetime.timedelta(days=5)
    done = _issue_at(papers, item_id, later)
    number = registers.number_of(papers.session, item_id)
    assert number is not None
    assert (number.dated_on, number.registered_at, done) == (TODAY, later, "0001/2561")
    assert papers.session.get_one(Item, item_id).effective_on == TODAY


def _issue_at(papers: PaperDesk, item_id: int, at: datetime.datetime) -> str:
    hand = papers.hand("clerk", at)
    return issuing.issue(papers.session, item_id, hand, dated_on=TODAY).number_text


def test_of_two_clerks_the_second_is_told_and_takes_no_number(papers: PaperDesk) -> None:
    item_id = papers.signed()
    version = papers.session.get_one(Item, item_id).version
    with pytest.raises(SomebodyWasFaster):
        papers.issue(item_id, expect_version=version - 1)
    assert rows(papers, RegisterNumber) == 0
    papers.issue(item_id, expect_version=version)


def test_the_readers_are_asked_and_owe_their_reading(papers: PaperDesk) -> None:
    item_id = papers.issued()
    assert names(papers, item_id) == DIRECTORS
    assert {each.removeprefix("ผู้ดำรงตำแหน่ง ") for each in readers_owing(papers.session, item_id)} == DIRECTORS
    (entry,) = papers.entries(item_id, "circulated")
    assert json.loads(entry.details) == {"asked": 3}
    minutes.acknowledge(papers.session, item_id, papers.office.people["plan_director"], NOW)
    assert names(papers, item_id) == DIRECTORS - {"plan_director"}
    progress = minutes.progress(papers.session, item_id)
    assert (progress.asked, progress.read, progress.complete) == (3, 1, False)
    assert [(each.code, each.unread) for each in progress.groups] == [
        ("", ()),
        ("ADM", ("ผู้ดำรงตำแหน่ง group_director@ADM",)),
        ("PLN", ("ผู้ดำรงตำแหน่ง group_director",)),
    ]


def test_a_paper_for_nobody_here_asks_nobody_and_stays_issued(papers: PaperDesk) -> None:
    item_id = papers.issued(replace(MEMO, sent_to=()), "free_letter")
    assert (rows(papers, Acknowledgement), papers.entries(item_id, "circulated")) == (0, [])
    assert settle_all(papers.session, papers.office.id, NOW) == ()


def test_the_service_account_cannot_close_what_somebody_has_not_read(papers: PaperDesk) -> None:
    """Not even where somebody says that all have."""
    item_id = papers.issued()
    with pytest.raises(StepRefused) as refused:
        papers.go(item_id, "complete_ack", "system", all_recipients_acknowledged="ครบ")
    (missing,) = refused.value.missing
    assert missing.detail is not None
    assert missing.detail.en == "3 have not read it yet"


def test_a_reader_who_has_left_the_office_is_waited_for_no_longer(papers: PaperDesk) -> None:
    item_id = papers.issued(replace(MEMO, sent_to=("group:ADM", "group:PLN")))
    waiting = names(papers, item_id)
    assert waiting == {"group_director", "group_director@ADM", "project_owner", "project_owner@ADM"}
    for role in sorted(waiting - {"project_owner"}):
        minutes.acknowledge(papers.session, item_id, papers.office.people[role], NOW)
    assert settle_readers(papers.session, item_id, NOW) is None
    gone = papers.session.get_one(Person, papers.office.people["project_owner"])
    gone.active_to = TODAY - datetime.timedelta(days=1)
    papers.session.flush()
    assert settle_readers(papers.session, item_id, NOW) is not None


def test_the_sweep_closes_all_that_were_read_and_no_other(papers: PaperDesk) -> None:
    read, half, fresh = (papers.issued() for _ in range(3))
    for role in DIRECTORS:
        minutes.acknowledge(papers.session, read, papers.office.people[role], NOW)
    minutes.acknowledge(papers.session, half, papers.office.people["plan_director"], NOW)
    done = settle_all(papers.session, papers.office.id, NOW)
    assert [each.item_id for each in done] == [read]
    assert [papers.state(each) for each in (read, half, fresh)] == ["acknowledged_all", "issued", "issued"]
    assert settle_all(papers.session, papers.office.id, NOW) == ()


def test_the_morning_closes_a_paper_whose_last_unread_reader_has_left(papers: PaperDesk) -> None:
    item_id = papers.issued()
    waiting = sorted(names(papers, item_id))
    for role in waiting[1:]:
        minutes.acknowledge(papers.session, item_id, papers.office.people[role], NOW)
    gone = papers.session.get_one(Person, papers.office.people[waiting[0]])
    gone.active_to = TODAY - datetime.timedelta(days=1)
    papers.session.flush()
    assert papers.state(item_id) == "issued"
    write_morning(papers.session, papers.office.id, NOW)
    assert papers.state(item_id) == "acknowledged_all"


def test_asking_again_names_the_unread_and_is_told(papers: PaperDesk) -> None:
    item_id = papers.issued()
    minutes.acknowledge(papers.session, item_id, papers.office.people["plan_director"], NOW)
    again = ask_again(papers.session, item_id, papers.hand("clerk"))
    assert [each.name_th for each in again] == [
        "ผู้ดำรงตำแหน่ง group_director",
        "ผู้ดำรงตำแหน่ง group_director@ADM",
    ]
    (entry,) = papers.entries(item_id, "asked_again")
    assert json.loads(entry.details) == {"asked_again": 2}
    with pytest.raises(NotAllowed):
        ask_again(papers.session, item_id, papers.hand("project_owner"))


def test_the_unread_are_asked_again_once_a_day_and_only_while_they_are_to_read(papers: PaperDesk) -> None:
    item_id, signed = papers.issued(), papers.signed()
    ask_again(papers.session, item_id, papers.hand("clerk"))
    with pytest.raises(AskedAlready) as refused:
        ask_again(papers.session, item_id, papers.hand("plan_officer"))
    assert refused.value.by == "ผู้ดำรงตำแหน่ง clerk"
    morrow = NOW + datetime.timedelta(days=1)
    assert len(ask_again(papers.session, item_id, papers.hand("plan_officer", morrow))) == 3
    for role in DIRECTORS:
        minutes.acknowledge(papers.session, item_id, papers.office.people[role], morrow)
    later = morrow + datetime.timedelta(days=1)
    assert ask_again(papers.session, item_id, papers.hand("clerk", later)) == ()
    assert len(papers.entries(item_id, "asked_again")) == 2
    settle_readers(papers.session, item_id, later)
    for closed in (item_id, signed):
        with pytest.raises(PaperFixed):
            ask_again(papers.session, closed, papers.hand("clerk", later))


def test_the_paper_has_its_witness_from_the_entry_that_issued_it(papers: PaperDesk) -> None:
    item_id = papers.signed()
    done = papers.issue(item_id)
    row = witness.witness_of(papers.session, item_id)
    assert row is not None
    assert (row.code, row.entry_seq, row.entry_hash) == (
        done.witness_code,
        done.moved.entry_seq,
        done.moved.hash,
    )
    assert row.text_sha256 == sha256_of(MARKUP)

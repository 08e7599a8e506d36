"""What is past its term is listed, held back or destroyed by order, and the record of it stays whole."""

import datetime
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from contents import contents
from counted import statements
from hypothesis import example, given
from hypothesis import strategies as st
from issued_paper import FIELDS, MARKUP, draft
from msgspec.structs import replace
from openpyxl import load_workbook
from retention_desk import (
    LATER,
    ORDER_NO,
    OWN,
    SHARED,
    TODAY,
    Kept,
    end,
    furnished,
    hand,
    order,
    show,
    there,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from notifications import destroying
from notifications.models import Attempt, Delivery, Message, Notice
from workflow import comments, corrections, engine, history
from workflow.asof import replay
from workflow.attest import attest
from workflow.database import Database
from workflow.errors import BadInput, ContentDestroyed, NotAllowed, RetentionRefused, UnknownItem
from workflow.models import (
    Comment,
    DestroyedItem,
    Entry,
    FormDraft,
    Item,
    Mention,
    PaperRow,
    PaperText,
    StoredFile,
)
from workflow.papers import witness
from workflow.retention import destroying as lists
from workflow.retention.files import delete_marked, mark
from workflow.retention.holds import held, hold, release
from workflow.retention.listing import workbook
from workflow.retention.overdue import Group, Wanted, grouped, review
from workflow.retention.standing import destroyed
from workflow.retention.terms import FOR_EVER, USUAL, set_term, still_kept_from, terms

REASON = "อยู่ระหว่างการตรวจสอบของ สตง."


@pytest.fixture
def kept(database: Database, office: SmallOffice, tmp_path: Path) -> Kept:
    return furnished(database, office, tmp_path)


def codes(session: Session, office: SmallOffice, on: datetime.date = TODAY, **more: Any) -> list[str]:
    return [each.code for each in review(session, office.id, on, Wanted(**more))]


def carried_out(database: Database, office: SmallOffice, **more: Any) -> history.Sealed:
    with database.write() as session:
        return destroying.destroy(session, office.id, order(**more), hand(office))[1]


def cleared(database: Database, folder: Path) -> int:
    with database.write() as session:
        return delete_marked(session, folder)


def test_ten_years_to_the_day_and_only_what_ended(kept: Kept, session: Session, office: SmallOffice) -> None:
    assert codes(session, office, TODAY - datetime.timedelta(days=1)) == []
    assert codes(session, office) == ["AP1", kept.paper.code]
    [plan, paper] = review(session, office.id, TODAY)
    assert (plan.files, plan.size, plan.texts, plan.ended_on) == (2, len(OWN + SHARED), 0, NOW.date())
    assert (paper.files, paper.texts, paper.number) == (0, 1, kept.paper.number)
    assert grouped([plan]) == (Group("annual_plan", 2561, 1, 2, len(OWN + SHARED), 0),)


@given(
    on=st.dates(datetime.date(1950, 1, 1), datetime.date(2200, 1, 1)),
    years=st.integers(min_value=1, max_value=100),
)
@example(on=datetime.date(2028, 2, 29), years=10)
def test_a_term_is_never_cut_short(on: datetime.date, years: int) -> None:
    """What ended the day before is a whole term back, leap days and all; one day later is not."""
    first_kept = still_kept_from(on, years)
    last_past = first_kept - datetime.timedelta(days=1)
    try:
        over = last_past.replace(year=last_past.year + years)
    except ValueError:  # 29 February: its term ends with the month
        over = datetime.date(last_past.year + years, 2, 28)
    assert over < on
    try:
        assert first_kept.replace(year=first_kept.year + years) >= on
    except ValueError:
        assert datetime.date(first_kept.year + years, 3, 1) >= on


def test_an_office_sets_its_own_term_and_history_tells(
    kept: Kept, session: Session, office: SmallOffice
) -> None:
    assert {(each.years, each.own) for each in terms(session, office.id)} == {(USUAL, False)}
    sealed = set_term(session, office.id, "annual_plan", 25, ORDER_NO, hand(office))
    assert sealed is not None
    assert json.loads(sealed.record.details) == {"order_no": ORDER_NO, "years": [10, 25]}
    assert codes(session, office) == [kept.paper.code]
    assert set_term(session, office.id, "annual_plan", 25, ORDER_NO, hand(office)) is None
    set_term(session, office.id, "memo", FOR_EVER, ORDER_NO, hand(office))
    assert codes(session, office, datetime.date(2099, 1, 1)) == ["AP1"]


@pytest.mark.parametrize(
    ("kind", "years", "order_no", "problem"),
    [("annual_plan", 101, "1", "out_of_range"), ("annual_plan", -1, "1", "out_of_range"),
     ("none", 5, "1", "unknown"), ("annual_plan", 5, " ", "empty")],
)  # fmt: skip
def test_a_term_that_cannot_be(
    session: Session, office: SmallOffice, kind: str, years: int, order_no: str, problem: str
) -> None:
    with pytest.raises(BadInput) as refused:
        set_term(session, office.id, kind, years, order_no, hand(office))
    assert refused.value.problem == problem


def test_only_those_who_keep_the_office_may(kept: Kept, session: Session, office: SmallOffice) -> None:
    clerk = hand(office, "clerk")
    for deed in (
        lambda: set_term(session, office.id, "memo", 5, ORDER_NO, clerk),
        lambda: hold(session, office.id, ["AP1"], REASON, ORDER_NO, clerk),
        lambda: release(session, office.id, ["AP1"], REASON, ORDER_NO, clerk),
        lambda: destroying.destroy(session, office.id, order(), clerk),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_what_is_held_is_neither_listed_nor_destroyed(
    kept: Kept, session: Session, office: SmallOffice
) -> None:
    hold(session, office.id, ["AP1"], REASON, ORDER_NO, hand(office))
    assert codes(session, office) == [kept.paper.code]
    assert [(each.item.code, each.hold.reason) for each in held(session, office.id)] == [("AP1", REASON)]
    with pytest.raises(RetentionRefused) as refused:
        destroying.destroy(session, office.id, order(wanted=Wanted(codes=("AP1",))), hand(office))
    assert (refused.value.problem, refused.value.item) == ("held", "AP1")
    with pytest.raises(RetentionRefused, match="held_already"):
        hold(session, office.id, ["AP2", "AP1"], REASON, ORDER_NO, hand(office))
    with pytest.raises(RetentionRefused, match="not_held"):
        release(session, office.id, ["AP2"], REASON, ORDER_NO, hand(office))
    with pytest.raises(UnknownItem):
        hold(session, office.id, ["none"], REASON, ORDER_NO, hand(office))
    release(session, office.id, ["AP1"], "เลิกสอบ", ORDER_NO, hand(office))
    assert codes(session, office) == ["AP1", kept.paper.code]


def test_a_dry_run_writes_nothing(
    database: Database, office: SmallOffice, kept: Kept, tmp_path: Path
) -> None:
    before = contents(database)
    with database.read() as session:
        doomed, also = destroying.doom(session, office.id, order(), hand(office))
    assert contents(database) == before
    assert (doomed.files, doomed.kept_files) == ((kept.own,), (kept.shared,))
    assert (doomed.comments, doomed.form_drafts, also) == (1, 1, {"notices": 2, "messages": 1})


def test_everything_of_theirs_goes_and_nothing_of_others(
    database: Database, office: SmallOffice, kept: Kept, tmp_path: Path
) -> None:
    sealed = carried_out(database, office)
    assert there(tmp_path, kept.own)  # until it is committed
    assert (cleared(database, tmp_path), cleared(database, tmp_path)) == (1, 0)
    assert (there(tmp_path, kept.own), there(tmp_path, kept.shared)) == (False, True)
    told = json.loads(sealed.record.details)
    assert (told["order_no"], told["codes"], told["files"]) == (
        ORDER_NO,
        ["AP1", kept.paper.code],
        [kept.own],
    )
    assert told["texts"] == {kept.paper.code: [hashlib.sha256(MARKUP.encode()).hexdigest()]}
    with database.read() as session:
        assert session.exec(select(Comment)).all() == session.exec(select(Mention)).all() == []
        assert session.exec(select(FormDraft.form)).all() == ["proposal/AP2/goals"]
        assert session.exec(select(Notice.about)).all() == ["3"]
        assert session.exec(select(Message.kind)).all() == ["digest"]
        assert (len(session.exec(select(Delivery)).all()), len(session.exec(select(Attempt)).all())) == (1, 1)
        [frozen] = session.exec(select(PaperText)).all()
        assert (frozen.markup, frozen.sha256) == ("", hashlib.sha256(MARKUP.encode()).hexdigest())
        fields = json.loads(session.get_one(PaperRow, kept.paper.item_id).fields)
        assert (fields["subject"], fields["wish"], fields["to"]) == (frozen.title, [], "")


def test_the_record_stays_whole(database: Database, office: SmallOffice, kept: Kept, tmp_path: Path) -> None:
    with database.read() as session:
        assert replay.check(session, office.id) == []
        before = session.exec(select(Entry.hash).order_by(Entry.seq)).all()  # type: ignore[arg-type]
    sealed = carried_out(database, office)
    cleared(database, tmp_path)
    with database.read() as session:
        verdict = history.verify(session, office.id)
        assert (verdict.holds, verdict.last_hash) == (True, sealed.hash)
        after = session.exec(select(Entry.hash).order_by(Entry.seq)).all()  # type: ignore[arg-type]
        assert after == [*before, sealed.hash]
        assert replay.check(session, office.id) == []
        found = destroyed(session, kept.old)
        assert found is not None
        assert (found.order_no, found.on, found.entry_seq) == (ORDER_NO, TODAY, sealed.seq)


def test_the_code_on_the_paper_says_by_which_order(
    database: Database, office: SmallOffice, kept: Kept
) -> None:
    carried_out(database, office)
    with database.read() as session:
        found = witness.check(session, kept.paper.witness)
    assert (found.holds, found.problem) == (True, "")
    assert found.destroyed is not None
    assert (found.destroyed.order_no, found.destroyed.on) == (ORDER_NO, TODAY)


def test_a_second_order_finds_nothing_and_what_is_gone_is_not_added_to(
    kept: Kept, session: Session, office: SmallOffice
) -> None:
    destroying.destroy(session, office.id, order(), hand(office))
    for wanted, problem in ((Wanted(), "nothing"), (Wanted(codes=("AP1",)), "destroyed"),
                            (Wanted(codes=("AP2",)), "not_past")):  # fmt: skip
        with pytest.raises(RetentionRefused) as refused:
            destroying.destroy(session, office.id, order(wanted=wanted), hand(office))
        assert refused.value.problem == problem
    with pytest.raises(RetentionRefused, match="destroyed"):
        hold(session, office.id, ["AP1"], REASON, ORDER_NO, hand(office))
    old, director = session.get_one(Item, kept.old), office.people["area_director"]
    last = session.exec(select(Entry.seq).where(Entry.item_id == old.id, Entry.kind == "step")).one()
    with pytest.raises(ContentDestroyed):
        corrections.correct(session, old.id, last, by=director, at=LATER, reason="x", undo=True)
    with pytest.raises(ContentDestroyed):
        attest(session, old.id, by=office.people["plan_director"], at=LATER, facts={"ceilings_set": "x"})
    with pytest.raises(ContentDestroyed):
        comments.write(session, old, "ยังอยู่ไหม", hand(office))


def test_a_list_of_a_day_to_come_is_refused(kept: Kept, session: Session, office: SmallOffice) -> None:
    with pytest.raises(RetentionRefused, match="future"):
        destroying.destroy(session, office.id, order(), hand(office, at=NOW))


def test_a_file_put_forward_between_commit_and_deletion_stays(
    database: Database, office: SmallOffice, kept: Kept, tmp_path: Path
) -> None:
    """Or after it: then it is written again."""
    carried_out(database, office)
    with database.write() as session:
        item = session.exec(select(Item).where(Item.code == "AP2")).one()
        show(session, office, tmp_path, item, OWN)
    assert cleared(database, tmp_path) == 0
    assert there(tmp_path, kept.own)
    with database.read() as session:
        assert session.get_one(StoredFile, kept.own).destroyed_at is None


def test_a_file_put_forward_after_its_deletion_is_kept_again(
    database: Database, office: SmallOffice, kept: Kept, tmp_path: Path
) -> None:
    carried_out(database, office)
    assert cleared(database, tmp_path) == 1
    with database.write() as session:
        item = session.exec(select(Item).where(Item.code == "AP2")).one()
        show(session, office, tmp_path, item, OWN)
    assert there(tmp_path, kept.own)
    assert cleared(database, tmp_path) == 0
    assert there(tmp_path, kept.own)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper_text SET markup = ''",
        "UPDATE paper_text SET markup = 'x'",
        "UPDATE paper_text SET markup = '', sha256 = 'x'",
        "DELETE FROM paper_text",
    ],
)
def test_the_database_lets_no_text_go_without_an_order(
    database: Database, office: SmallOffice, kept: Kept, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper_text SET markup = 'x'",
        "UPDATE paper_text SET markup = ''",
        "DELETE FROM destroyed_item",
        "UPDATE destroyed_item SET entry_seq = 1",
    ],
)
def test_nor_once_it_is_gone_comes_it_back(
    database: Database, office: SmallOffice, kept: Kept, statement: str
) -> None:
    carried_out(database, office)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(text(statement))


def test_an_emptied_text_of_which_no_order_tells_was_changed(
    database: Database, office: SmallOffice, kept: Kept
) -> None:
    """Whoever writes the row beside history still cannot say that history told of it."""
    with database.write() as session:
        session.add(
            DestroyedItem(item_id=kept.paper.item_id, office_id=office.id, entry_seq=1, destroyed_at=LATER)
        )
        session.flush()
        session.execute(text("UPDATE paper_text SET markup = ''"))
    with database.read() as session:
        found = witness.check(session, kept.paper.witness)
    assert (found.holds, found.problem, found.destroyed) == (False, "text_changed", None)


def test_as_many_statements_for_one_paper_as_for_many(session: Session, office: SmallOffice) -> None:
    counts = []
    for code in ("B1", "B2"):
        for number in range(1 if code == "B1" else 20):
            item = office.open(session, "annual_plan", f"{code}-{number}")
            end(session, office, item.id)
        session.flush()
        session.expire_all()
        with statements(session) as asked:
            assert len(review(session, office.id, TODAY)) == (1 if code == "B1" else 21)
        counts.append(len(asked))
        with statements(session) as asked:
            destroying.doom(session, office.id, order(), hand(office))
        counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_the_list_as_a_workbook(kept: Kept, session: Session, office: SmallOffice) -> None:
    sheet = load_workbook(io.BytesIO(workbook(review(session, office.id, TODAY), TODAY))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[:3] for row in rows[1:]] == [(1, "AP1", None), (2, kept.paper.code, kept.paper.number)]
    assert (rows[1][4], rows[1][8], rows[1][9]) == ("ตัวอย่าง AP1", 2, len(OWN + SHARED))


def test_of_a_secret_paper_not_even_the_subject_stays(session: Session, office: SmallOffice) -> None:
    item = draft(session, office, NOW, fields=replace(FIELDS, subject="ตั้งกรรมการสอบ", secrecy="ลับ"))
    officer = office.people["plan_officer"]
    engine.advance(session, item.id, "void_before_issue", by=officer, at=NOW, reason="ยกเลิก")
    destroying.destroy(session, office.id, order(), hand(office))
    row = session.get_one(PaperRow, item.id)
    assert (row.secret, json.loads(row.fields)["secrecy"], json.loads(row.fields)["subject"]) == (
        True,
        "ลับ",
        item.title,
    )
    assert "ตั้งกรรมการสอบ" not in row.fields


def test_a_list_longer_than_one_order_takes_is_refused_and_its_codes_are_those_asked_for(
    kept: Kept, session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = order(wanted=Wanted(codes=("AP1",)))
    assert lists.doom(session, office.id, only, hand(office)).codes == ["AP1"]
    monkeypatch.setattr(lists, "MOST", 0)
    with pytest.raises(RetentionRefused) as refused:
        lists.doom(session, office.id, only, hand(office))
    assert refused.value.problem == "too_many"


def test_a_marked_file_that_a_living_paper_shows_is_not_deleted(
    session: Session, office: SmallOffice, tmp_path: Path
) -> None:
    item = office.open(session, "annual_plan", "AP9")
    sha256 = show(session, office, tmp_path, item, OWN)
    mark(session, [sha256], LATER)
    assert delete_marked(session, tmp_path) == 0
    session.expire_all()
    assert there(tmp_path, sha256)
    assert session.get_one(StoredFile, sha256).destroyed_at is None

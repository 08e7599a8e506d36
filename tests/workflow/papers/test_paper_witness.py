"""A code printed on a paper says whether history still contains what the paper attests, and what does not."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import SmallOffice
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from paper_desk import MEMO, TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlalchemy import text as sql

from states.thai import thai_digits
from workflow import history
from workflow.database import Database
from workflow.papers import witness
from workflow.papers.witness import as_typed, check, code_of

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
GUARDED = ("history_entry", "paper_text", "witness", "register_number")


def test_the_code_is_what_it_was_when_papers_were_printed() -> None:
    """Codes stand on paper: how they are made can never change."""
    assert code_of("T1", 7, "ab" * 32, "cd" * 32) == "M7V4-9M8Z-BP19-ZXAM"


@given(
    office=st.text(min_size=1, max_size=20),
    seq=st.integers(1, 10**9),
    entry=st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_every_code_is_sixteen_signs_that_are_not_taken_for_another(
    office: str, seq: int, entry: str
) -> None:
    code = code_of(office, seq, entry, "0" * 64)
    assert CODE.fullmatch(code)
    assert as_typed(code.lower().replace("-", " ")) == code
    assert as_typed(thai_digits(code).replace("0", "o").replace("1", "l").replace("-", "")) == code
    others = {code_of(office, seq + 1, entry, "0" * 64), code_of(office, seq, entry, "1" * 64)}
    assert code not in others


@pytest.mark.parametrize("code", ["", "-", "0000-0000-0000-0000", "ก" * 1000, "7QK3", "' OR 1=1 --"])
def test_a_code_nobody_printed_is_unknown(papers: PaperDesk, code: str) -> None:
    checked = check(papers.session, code)
    assert (checked.found, checked.holds, checked.problem, checked.office) == (False, False, "unknown", "")


def test_an_issued_paper_is_found_by_its_code(papers: PaperDesk) -> None:
    done = papers.issue(papers.signed())
    checked = check(papers.session, done.witness_code.lower())
    assert (checked.found, checked.holds, checked.problem) == (True, True, "")
    assert (checked.office, checked.number) == ("สำนักงานเขตตัวอย่าง T1", "0001/2561")
    assert (checked.form, checked.subject, checked.issued_on) == ("memo", MEMO.subject, TODAY)
    assert (checked.entry_seq, checked.withdrawn) == (done.moved.entry_seq, "")


def test_what_happens_later_in_the_office_does_not_matter(papers: PaperDesk) -> None:
    done = papers.issue(papers.signed())
    papers.issued()
    assert check(papers.session, done.witness_code).holds


def test_the_subject_of_a_secret_paper_is_not_told(papers: PaperDesk) -> None:
    done = papers.issue(papers.signed(replace(MEMO, secrecy="ลับ")))
    checked = check(papers.session, done.witness_code)
    assert (checked.holds, checked.subject, checked.number) == (True, "", "0001/2561")


@dataclass
class Forged:
    """A committed, issued paper in a database whose triggers somebody has taken away."""

    database: Database
    office: SmallOffice
    code: str
    seq: int

    def after(self, statement: str, **more: str) -> str:
        """The problem that is found once the statement has run."""
        with self.database.write() as session:
            session.execute(sql(statement), {"seq": self.seq, "office": self.office.id, **more})
        with self.database.read() as session:
            return check(session, self.code).problem


@pytest.fixture
def forged(database: Database, office: SmallOffice) -> Iterator[Forged]:
    with database.write() as session:
        papers = PaperDesk(session, office)
        done = papers.issue(papers.signed())
        papers.draft()
    with database.write() as session:
        if database.is_sqlite:
            named = session.execute(sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for (name,) in named.all():
                session.execute(sql(f"DROP TRIGGER {name}"))
        else:
            for table in GUARDED:
                session.execute(sql(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    made = Forged(database, office, done.witness_code, done.moved.entry_seq)
    yield made
    if not database.is_sqlite:
        with database.write() as session:
            for table in GUARDED:
                session.execute(sql(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("SELECT 1", ""),
        ("DELETE FROM history_entry WHERE seq = :seq AND office_id = :office", "entry_missing"),
        (
            "UPDATE history_entry SET actor_id = actor_id + 1 WHERE seq = :seq AND office_id = :office",
            "entry_changed",
        ),
        (
            "UPDATE history_entry SET hash = prev_hash WHERE seq = :seq AND office_id = :office",
            "entry_changed",
        ),
        (
            "UPDATE history_entry SET reason = 'x' WHERE seq = :seq - 3 AND office_id = :office",
            "chain_broken",
        ),
        ("DELETE FROM history_entry WHERE seq = :seq - 3 AND office_id = :office", "chain_broken"),
        ("UPDATE paper_text SET markup = '<p>อื่น</p>'", "text_changed"),
        ("DELETE FROM paper_text", "text_changed"),
        ("UPDATE witness SET entry_seq = entry_seq - 1", "entry_changed"),
        ("UPDATE office SET code = 'T9'", "code_differs"),
    ],
)
def test_whatever_is_altered_is_found_and_named(forged: Forged, statement: str, problem: str) -> None:
    assert forged.after(statement) == problem


def test_a_text_replaced_with_its_hash_is_found_by_the_code(forged: Forged) -> None:
    """Whoever alters text, hash and witness alike cannot alter the code on the paper."""
    other = witness.sha256_of("<p>อื่น</p>")
    with forged.database.write() as session:
        session.execute(sql("UPDATE paper_text SET markup = '<p>อื่น</p>', sha256 = :sha"), {"sha": other})
    assert forged.after("UPDATE witness SET text_sha256 = :sha", sha=other) == "code_differs"


def test_an_entry_written_anew_with_its_hash_is_found_by_the_witness(forged: Forged) -> None:
    """A chain that holds in itself is no longer the one the paper attests."""
    with forged.database.write() as session:
        cursor = history.Cursor(session)
        texts, seq = [], 1
        while (text := history.canonical(session, forged.office.id, seq)) is not None:
            texts, seq = [*texts, text], seq + 1
        session.execute(
            sql("DELETE FROM history_entry WHERE office_id = :office"), {"office": forged.office.id}
        )
        head = history.Head()
        for text in texts:
            values = json.loads(text)[1:]
            record = history.Record(**dict(zip(history.Record.__struct_fields__, values, strict=True)))
            changed = record if record.seq != 3 else history.replace(record, reason="อื่น")
            sealed = history.seal(head, changed)
            cursor.run(history.INSERT, history.row(sealed))
            head = history.Head(sealed.seq, sealed.hash)
        session.execute(sql("UPDATE chain_head SET hash = :hash"), {"hash": head.hash})
    with forged.database.read() as session:
        assert history.verify(session, forged.office.id).holds
        assert check(session, forged.code).problem == "entry_changed"

"""The code printed on a paper finds out, by page, JSON and command, whether history was tampered with."""
# ruff: noqa: S608  the statements are written here, from constants

import asyncio
import datetime
import json
import time
from html import unescape
from typing import Any

import pytest
from issued_paper import FIELDS, MARKUP, IssuedPaper, issued
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlalchemy import text
from sqlmodel import Session
from typer.testing import CliRunner

from api.cli import app
from papers.stamp import stamp_of
from workflow import corrections, history
from workflow.database import Cursor, Sql
from workflow.history import Head, Record

API = "/api/v1/verify"
REWRITE = Sql("UPDATE history_entry SET hash = ?, prev_hash = ?, reason = ? WHERE office_id = ? AND seq = ?")


@pytest.fixture
def paper(desk: Desk) -> IssuedPaper:
    """An issued memo, with entries before and after it in the office's chain."""
    with desk.database.write() as session:
        made = issued(session, desk.office, desk.at)
        issued(session, desk.office, desk.at + datetime.timedelta(minutes=5))
    return made


def asked(desk: Desk, code: str) -> dict[str, object]:
    answer = desk.visitor().get(f"{API}/{code}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def page(desk: Desk, address: str) -> str:
    answer = desk.visitor().get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    return unescape(answer.text)


def said(desk: Desk, code: str) -> tuple[int, dict[str, object]]:
    """The command line's exit code and answer."""
    done = CliRunner().invoke(
        app, ["history", "verify", "--paper", code, "--database", desk.database_url, "--json"]
    )
    return done.exit_code, json.loads(done.stdout)


def behind_its_back(desk: Desk, *statements: str) -> None:
    """What somebody with the database's own password could do."""
    with desk.database.write() as session:
        connection = session.connection()
        if desk.database.is_sqlite:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            drops = [f"DROP TRIGGER {name}" for (name,) in names]
        else:
            names = connection.execute(
                text("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            )
            drops = [f"DROP TRIGGER {name} ON {table}" for name, table in names]
        for statement in (*drops, *statements):
            connection.execute(text(statement))


def test_every_door_says_that_the_history_holds_the_paper(desk: Desk, paper: IssuedPaper) -> None:
    told = asked(desk, paper.witness)
    assert (told["found"], told["holds"], told["problem"]) == (True, True, "")
    assert told["checks"] == dict.fromkeys(("entry", "chain", "text", "code"), "holds")
    assert (told["number"], told["form"], told["signature"]) == (paper.number, "memo", "in_system")
    assert told["register_kind"] == "internal"
    assert told["dated_on"] == "2018-01-12"
    assert said(desk, paper.witness) == (0, told)
    shown = page(desk, f"/verify/{paper.witness}")
    assert "ประวัติของสำนักงานยังตรงกับหนังสือฉบับนี้" in shown
    assert "ในทะเบียนบันทึกข้อความ" in shown
    assert str(told["text_sha256"]) in shown


def test_a_stranger_learns_nothing_of_what_it_says_or_whom_it_names(desk: Desk, paper: IssuedPaper) -> None:
    """Her colleagues read the subject; a school that may not see the paper does not."""
    shown, told = page(desk, f"/verify/{paper.witness}"), asked(desk, paper.witness)
    for secret in (FIELDS.subject, FIELDS.to, paper.code, "ผู้ดำรงตำแหน่ง", "เห็นควรลงนาม"):
        assert secret not in shown
        assert secret not in json.dumps(told, ensure_ascii=False)
    for role, subject in (("clerk", FIELDS.subject), ("school_officer", None)):
        seen = desk.person(role).get(f"{API}/{paper.witness}").json()
        assert seen["subject"] == subject
        assert (FIELDS.subject in desk.person(role).get(f"/verify/{paper.witness}").text) is (role == "clerk")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        lambda code: f" {code} ",
    ],
)
def test_a_code_is_read_kindly(spoil, desk: Desk, paper: IssuedPaper) -> None:
    typed = spoil(paper.witness)
    assert asked(desk, typed)["code"] == paper.witness
    form = desk.visitor().get("/verify", params={"code": typed}, follow_redirects=True)
    assert paper.witness in form.text
    assert "ประวัติของสำนักงานยังตรงกับหนังสือฉบับนี้" in form.text


def test_an_address_pasted_into_the_form_is_understood(desk: Desk, paper: IssuedPaper) -> None:
    typed = {"code": f"https://office.example/verify/{paper.witness}/"}
    form = desk.visitor().get("/verify", params=typed, follow_redirects=True)
    assert "ประวัติของสำนักงานยังตรงกับหนังสือฉบับนี้" in form.text


def test_an_unknown_code_is_an_answer_and_no_fault(desk: Desk) -> None:
    unknown = "7QK3-9M2D-0XVB-41TA"
    assert asked(desk, unknown)["found"] is False
    assert said(desk, unknown)[0] == 1
    assert "ไม่พบหนังสือที่มีรหัสนี้" in page(desk, f"/verify/{unknown}")
    assert "ที่พิมพ์มาอ่านได้ ๓ ตัว" in page(desk, "/verify/abc")
    assert "รหัสท้ายกระดาษ" in page(desk, "/verify")
    for odd in ("%F0%9F%98%80", "'%20OR%201=1", "%3Cscript%3E", "-", "x" * 3000):
        assert "<script>" not in desk.visitor().get(f"/verify/{odd}").text
        assert asked(desk, odd)["found"] is False


def test_whoever_tries_codes_has_to_wait(desk: Desk, paper: IssuedPaper) -> None:
    """A paper at hand may be looked at as often as one likes; an unknown code ten times."""
    visitor = desk.visitor()
    assert {visitor.get(f"/verify/{paper.witness}").status_code for _ in range(15)} == {200}
    tries = [visitor.get(f"{API}/AAAA-AAAA-AAAA-AAAA") for _ in range(11)]
    assert [each.status_code for each in tries] == [200] * 10 + [429]
    assert int(tries[-1].headers["retry-after"]) > 0
    assert visitor.get("/verify/AAAA-AAAA-AAAA-AAAA").status_code == 429
    for number in range(80):
        visitor.get(f"{API}/{number:016}")
    assert visitor.get(f"/verify/{paper.witness}").status_code == 429
    desk.at += datetime.timedelta(minutes=16)
    assert visitor.get(f"/verify/{paper.witness}").status_code == 200


def failing(desk: Desk, code: str) -> dict[str, object]:
    """What all doors tell of a paper that history no longer holds."""
    told = asked(desk, code)
    assert (told["found"], told["holds"]) == (True, False)
    assert said(desk, code) == (1, told)
    assert "ประวัติของสำนักงานไม่ตรงกับหนังสือฉบับนี้" in page(desk, f"/verify/{code}")
    return told


def _entry(desk: Desk, code: str) -> int:
    return int(str(asked(desk, code)["entry_seq"]))


def test_a_chain_cut_before_the_paper_is_found(desk: Desk, paper: IssuedPaper) -> None:
    """Cut consistently, head and all: the chain itself still verifies."""
    seq = _entry(desk, paper.witness)
    behind_its_back(
        desk,
        f"DELETE FROM history_entry WHERE seq >= {seq}",
        f"UPDATE chain_head SET seq = {seq - 1},"
        f" hash = (SELECT hash FROM history_entry WHERE seq = {seq - 1})",
    )
    with desk.database.read() as session:
        assert history.verify(session, desk.office.id).holds
    told = failing(desk, paper.witness)
    assert told["problem"] == "entry_missing"
    assert told["checks"] == {"entry": "fails"} | dict.fromkeys(("chain", "text", "code"), "not_reached")


def test_an_entry_changed_before_the_paper_is_found(desk: Desk, paper: IssuedPaper) -> None:
    behind_its_back(desk, "UPDATE history_entry SET reason = 'อื่น' WHERE seq = 3")
    told = failing(desk, paper.witness)
    assert (told["problem"], told["checks"]["entry"], told["checks"]["chain"]) == (
        "chain_broken",
        "holds",
        "fails",
    )


def test_the_paper_s_own_entry_changed_is_found(desk: Desk, paper: IssuedPaper) -> None:
    seq = _entry(desk, paper.witness)
    behind_its_back(desk, f"UPDATE history_entry SET details = '{{}}' WHERE seq = {seq}")
    assert failing(desk, paper.witness)["problem"] == "entry_changed"


def test_a_frozen_text_changed_is_found(desk: Desk, paper: IssuedPaper) -> None:
    behind_its_back(desk, f"UPDATE paper_text SET markup = '<p>อื่น</p>' WHERE item_id = {paper.item_id}")
    told = failing(desk, paper.witness)
    assert (told["problem"], told["checks"]["text"]) == ("text_changed", "fails")


def test_a_chain_rewritten_from_its_beginning_is_found(desk: Desk, paper: IssuedPaper) -> None:
    """Every hash reckoned anew after a lie: the chain verifies, the paper in somebody's drawer does not."""
    behind_its_back(desk)
    with desk.database.write() as session:
        _rewrite(session, desk.office.id)
    with desk.database.read() as session:
        assert history.verify(session, desk.office.id).holds
    assert failing(desk, paper.witness)["problem"] == "entry_changed"


def _rewrite(session: Session, office_id: int) -> None:
    cursor, head = Cursor(session), Head()
    while (text := history.canonical(session, office_id, head.seq + 1)) is not None:
        told = dict(zip(Record.__struct_fields__, json.loads(text)[1:], strict=True))
        if told["seq"] == 3:
            told["reason"] = "อื่น"
        sealed = history.seal(head, Record(**told))
        cursor.run(
            REWRITE,
            (sealed.hash, sealed.record.prev_hash, sealed.record.reason, office_id, sealed.seq),
        )
        head = Head(sealed.seq, sealed.hash)
    cursor.run(history._ADVANCE_HEAD, (head.seq, head.hash, office_id))


def test_a_void_paper_says_so(desk: Desk, paper: IssuedPaper) -> None:
    wish = {"trigger": "void_after_issue", "reason": "ออกซ้ำ"}
    done = desk.person("plan_director").post(f"/api/v1/items/{paper.code}/advance", json=wish)
    assert done.status_code == 200, done.text
    told = asked(desk, paper.witness)
    assert (told["holds"], told["withdrawn"]) == (True, "void")
    assert "ถูกยกเลิกแล้ว" in page(desk, f"/verify/{paper.witness}")


def test_only_an_issued_paper_is_stamped(desk: Desk, paper: IssuedPaper) -> None:
    with desk.database.read() as session:
        stamp = stamp_of(session, paper.item_id, "https://office.example", thai_digits=True)
        assert stamp is not None
        assert (stamp.code, stamp.address) == (
            paper.witness,
            f"https://office.example/verify/{paper.witness}",
        )
        assert "๑๒ ม.ค. ๒๕๖๑" in stamp.line
        nowhere = stamp_of(session, paper.item_id, "", thai_digits=False)
        assert nowhere is not None
        assert nowhere.address == paper.witness
        assert stamp_of(session, paper.item_id + 10_000, "", thai_digits=False) is None
    assert MARKUP


def test_a_paper_whose_issue_was_taken_back_bears_no_stamp(desk: Desk, paper: IssuedPaper) -> None:
    told = asked(desk, paper.witness)
    with desk.database.write() as session:
        corrections.correct(
            session,
            paper.item_id,
            told["entry_seq"],
            by=desk.office.people["clerk"],
            at=desk.at,
            reason="ออกผิดฉบับ",
            undo=True,
        )
    assert asked(desk, paper.witness)["withdrawn"] == "undone"
    with desk.database.read() as session:
        assert stamp_of(session, paper.item_id, "https://office.example", thai_digits=True) is None


def test_the_public_has_one_chain_walked_at_a_time(
    desk: Desk, paper: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a few people with one circular in their hands would keep the whole office waiting."""
    walking, most, real = [0], [0], history.verify

    def counted(*given: object, **more: object) -> history.Verdict:
        walking[0] += 1
        most[0] = max(most[0], walking[0])
        time.sleep(0.05)
        verdict = real(*given, **more)  # type: ignore[arg-type]
        walking[0] -= 1
        return verdict

    async def get(address: str) -> int:
        """One request, given to the application as a server gives it."""
        scope = {"type": "http", "method": "GET", "path": address, "raw_path": address.encode()}
        scope |= {"query_string": b"", "headers": [(b"host", b"testserver")], "client": ("10.0.0.1", 1)}
        scope |= {"http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "root_path": ""}
        answered: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            answered.append(message.get("status", 0))

        await desk.app(scope, receive, send)
        return answered[0]

    async def all_at_once() -> list[int]:
        addresses = [f"{API}/{paper.witness}", f"/verify/{paper.witness}"] * 3
        return await asyncio.gather(*map(get, addresses))

    monkeypatch.setattr(history, "verify", counted)
    assert asyncio.run(all_at_once()) == [200] * 6
    assert most == [1]

"""`khanton remind` tells what would be sent, to whom and why, and sends nothing."""

import datetime
import json
import re
from typing import Any

import pytest
from contents import contents
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from api.cli import app
from workflow.database import Database

RUN = CliRunner()
TOLD = {
    "at",
    "person",
    "name_th",
    "code",
    "subject",
    "duty",
    "duty_name",
    "rung",
    "because",
    "due_on",
    "item",
}


@pytest.fixture(autouse=True)
def nothing_else_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHANTON_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KHANTON_DATABASE_URL", raising=False)


def asked(database: str, *words: str) -> Result:
    return RUN.invoke(app, ["remind", *words, "--database", database])


def told(database: str, *words: str) -> dict[str, Any]:
    result = asked(database, *words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def looked(database: str, now: str) -> dict[str, Any]:
    return told(database, "--now", now, "--dry-run")


def shown(database: str, *words: str) -> str:
    result = asked(database, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(database: str, *words: str) -> tuple[int, str]:
    result = asked(database, *words, "--json")
    error = json.loads(result.stdout)["error"]
    assert re.search("[ก-๙]", error["th"])
    assert error["en"].strip()
    return result.exit_code, error["code"]


def test_the_twelfth_of_january_tells_exactly_these(told_january: str) -> None:
    """The first quarter's report is due on Monday the 15th; its draft waits to be looked through."""
    found = looked(told_january, "2018-01-12")
    at = "2018-01-12T07:30:00+07:00"
    report = "รายงานผลไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561"
    every = {"at": at, "because": "", "item": "QR2561-1", "channels": ["inbox"]}
    due = {"code": "reminder", "duty": "D-QR", "duty_name": "รายงานผลรายไตรมาส", "rung": -1}
    subject = {"subject": f"อีก 3 วันครบกำหนด: รายงานผลรายไตรมาส ของ “{report}”", "due_on": "2018-01-15"}
    waits = {"code": "awaits_plan_director", "duty": "", "duty_name": "", "rung": None}
    names = {
        "plan1": "เจ้าหน้าที่งานนโยบายและแผน (บัญชีสมมติ)",
        "plan2": "เจ้าหน้าที่งานวิเคราะห์งบประมาณ (บัญชีสมมติ)",
        "plan3": "เจ้าหน้าที่งานติดตามประเมินผลและรายงาน (บัญชีสมมติ)",
    }
    head = {"person": "plandir", "name_th": "ผอ.กลุ่มนโยบายและแผน (บัญชีสมมติ)", **waits}
    code = next(each["code"] for each in found["notices"] if each["person"] == "plandir")
    assert found == {
        "now": at,
        "office": "UTD2",
        "closed_because": None,
        "next_workday": "2018-01-15",
        "notices": [
            *({**every, **due, **subject, "person": who, "name_th": name} for who, name in names.items()),
            {**every, **head, "code": code, "subject": f"มีรายงานรอตรวจสอบ: {report}", "due_on": None},
        ],
        "totals": {
            "notices": 4,
            "people": 4,
            "days": 1,
            "by_month": {"2018-01": 4},
            "by_person": {"plan1": 1, "plan2": 1, "plan3": 1, "plandir": 1},
        },
    }


@pytest.mark.parametrize(
    "typed", ["12/1/2561", "๑๒ มกราคม ๒๕๖๑", "12 ม.ค. 2561", "2018-01-12 07:30", "12/1/2561 เวลา ๐๗.๓๐ น."]
)
def test_the_day_is_typed_as_people_type_it(told_january: str, typed: str) -> None:
    assert looked(told_january, typed) == looked(told_january, "2018-01-12")


def test_a_time_is_kept_and_before_the_morning_nobody_is_reminded(told_january: str) -> None:
    late, early = looked(told_january, "12/1/2561 10.15 น."), looked(told_january, "2018-01-12T07:29")
    assert {each["at"] for each in late["notices"]} == {"2018-01-12T10:15:00+07:00"} == {late["now"]}
    assert late["totals"]["by_person"] == {"plan1": 1, "plan2": 1, "plan3": 1, "plandir": 1}
    assert [each["rung"] for each in early["notices"]] == [None]


def test_without_a_day_it_is_the_one_at_which_the_sample_stands(told_january: str) -> None:
    assert told(told_january, "--dry-run")["now"] == "2018-01-12T09:00:00+07:00"


@pytest.mark.parametrize(
    ("day", "because", "following"),
    [
        ("13/1/2561", "วันเสาร์", "15 ม.ค. 2561"),
        ("5/12/2560", "วันพ่อแห่งชาติ", "6 ธ.ค. 2560"),
        ("1/1/2561", "วันขึ้นปีใหม่", "3 ม.ค. 2561"),
    ],
)
def test_on_a_closed_day_it_says_so_and_when_people_hear_next(
    told_january: str, day: str, because: str, following: str
) -> None:
    screen = shown(told_january, "--now", day, "--dry-run")
    assert "ไม่มีเรื่องที่จะแจ้ง" in screen
    said = rf"สำนักงานปิด \(.*{because}.*\) จึงไม่มีการเตือน วันทำการถัดไป {re.escape(following)}"
    assert re.search(said, " ".join(screen.split()))
    assert looked(told_january, day)["notices"] == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ((), (2, "remind_sends_nothing")),
        (("--now", "2018-01-12"), (2, "remind_sends_nothing")),
        (("--year", "2562"), (2, "bad_option")),
        (("--forecast",), (2, "bad_option")),
        (("--forecast", "--dry-run"), (2, "bad_option")),
        (("--year", "2562", "--forecast", "--now", "2018-01-12"), (2, "bad_option")),
        (("--year", "2018", "--forecast"), (2, "wrong_era")),
        (("--now", "เมื่อวาน", "--dry-run"), (2, "unreadable_date")),
        (("--now", "2018-01-12 25:00", "--dry-run"), (2, "unreadable_date")),
        (("--now", "2018-01-12", "--dry-run", "--office", "NONE"), (2, "unknown_office")),
        (("--year", "2562", "--forecast", "--office", "NONE"), (2, "unknown_office")),
    ],
)
def test_what_cannot_be_meant_is_refused(told_january: str, words: tuple[str, ...], answer: Any) -> None:
    assert refused(told_january, *words) == answer


def test_whoever_wants_it_sent_is_told_how(told_january: str) -> None:
    result = asked(told_january, "--now", "2018-01-12")
    assert (result.exit_code, result.stdout) == (2, "")
    for words in ("คำสั่งนี้ไม่ส่งข้อความ", "--dry-run", "khanton work", "This command sends nothing"):
        assert words in result.stderr


def test_asking_twice_tells_the_same_and_leaves_nothing(told_january: str) -> None:
    database = Database(told_january)
    before = contents(database)
    assert looked(told_january, "2018-01-12") == looked(told_january, "2018-01-12")
    assert contents(database) == before
    database.dispose()


def test_the_other_office_is_told_by_its_code(told_january: str) -> None:
    found = told(told_january, "--now", "2018-01-12", "--dry-run", "--office", "PYO2")
    assert found["office"] == "PYO2"
    assert {each["item"] for each in found["notices"]} <= {"AP2561"}


def test_people_who_are_told_alike_stand_together(told_january: str) -> None:
    lines = shown(told_january, "--now", "2018-01-12", "--dry-run").splitlines()
    assert [line.rstrip() for line in lines] == [
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาอุตรดิตถ์ เขต 2",
        "วันศุกร์ที่ 12 มกราคม 2561 เวลา 07.30 น. จะแจ้ง 4 คน รวม 4 เรื่อง",
        "แสดงให้ดูเท่านั้น ไม่ได้ส่งจริง",
        "",
        "ถึง เจ้าหน้าที่งานนโยบายและแผน (บัญชีสมมติ)",
        "    เจ้าหน้าที่งานวิเคราะห์งบประมาณ (บัญชีสมมติ)",
        "    เจ้าหน้าที่งานติดตามประเมินผลและรายงาน (บัญชีสมมติ) (3 คน)",
        "  • อีก 3 วันครบกำหนด: รายงานผลรายไตรมาส ของ “รายงานผลไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561”",
        "    เตือนล่วงหน้า 1 วัน · ทาง: ในระบบ",
        "",
        "ถึง ผอ.กลุ่มนโยบายและแผน (บัญชีสมมติ)",
        "  • มีรายงานรอตรวจสอบ: รายงานผลไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561",
        "    ทาง: ในระบบ",
    ]


def test_whoever_is_told_in_another_s_place_reads_why(told_january: str) -> None:
    """The second office's plan was due on 29 December: a fortnight after, its deputy director hears."""
    screen = shown(told_january, "--now", "2018-01-12", "--dry-run", "--office", "PYO2")
    assert "ถึง รอง ผอ.สพป. (บัญชีสมมติ)" in screen
    assert "ติดตามเมื่อเลยกำหนด 14 วัน; แจ้งท่านในฐานะผู้บังคับบัญชา" in " ".join(screen.split())


def test_a_year_is_told_by_day_month_and_person(told_january: str) -> None:
    screen = shown(told_january, "--year", "๒๕๖๒", "--forecast")
    found = told(told_january, "--year", "2562", "--forecast")
    totals, lines = found["totals"], [line.rstrip() for line in screen.splitlines()]
    assert (found["fiscal_year"], found["office"], found["now"]) == (
        2562,
        "UTD2",
        "2018-01-12T09:00:00+07:00",
    )
    assert {frozenset(each) for each in found["notices"]} == {frozenset(TOLD | {"channels"})}
    assert len(found["notices"]) == totals["notices"] == sum(totals["by_month"].values())
    assert totals["notices"] == sum(totals["by_person"].values())
    assert totals["people"] == len(totals["by_person"])
    assert list(totals["by_month"]) == [f"{at:%Y-%m}" for at in _months(2018, 10, 15)]
    assert lines[1] == "คาดการณ์การแจ้งเตือน ปีงบประมาณ พ.ศ. 2562 (1 ต.ค. 2561 - 31 ธ.ค. 2562)"
    assert lines[-1] == f"รวม {totals['notices']:,} เรื่อง ถึง {totals['people']:,} คน"
    due = next(number for number, line in enumerate(lines) if line.startswith("15 ม.ค. 2562 "))
    assert lines[due].split(maxsplit=5)[3:] == ["3", "3", "รายงานผลรายไตรมาส: เตือนในวันครบกำหนด × 3"]
    assert not re.search(r"\bD-[A-Z]{2}", screen)  # duties by their names
    assert max(map(cell_len, lines)) <= 100


def _months(year: int, month: int, count: int) -> list[datetime.date]:
    return [
        datetime.date(year + (month - 1 + each) // 12, (month - 1 + each) % 12 + 1, 1)
        for each in range(count)
    ]


def test_of_the_year_that_is_running_it_says_what_is_not_counted(told_january: str) -> None:
    screen = shown(told_january, "--year", "2561", "--forecast")
    assert "ก่อนวันที่ 12 ม.ค. 2561 นับเฉพาะเรื่องที่ยังไม่ได้เปิดในระบบ" in screen
    found = told(told_january, "--year", "2561", "--forecast")["notices"]
    report = [
        (each["at"][:10], each["rung"])
        for each in found
        if each["item"] == "QR2561-1" and each["duty"] == "D-QR"
    ]
    assert sorted(set(report))[:3] == [("2018-01-15", 0), ("2018-01-16", 1), ("2018-01-18", 3)]


def test_who_was_told_of_a_paper_reads_in_words(told_january: str) -> None:
    words = ["told", "QR2561-1", "--database", told_january]
    shown = CliRunner(env={"COLUMNS": "160"}).invoke(app, words).stdout
    reminded = [line for line in shown.splitlines() if "(plan1)" in line and "เตือน" in line]
    assert "เตือน: รายงานผลรายไตรมาส ก่อนกำหนด 1 วัน" in reminded[-1]
    assert "D-QR" not in shown

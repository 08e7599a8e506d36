"""`khanton money`, `goal` and `bodies`: what an officer sets from the command line."""

import json
from typing import Any

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow.database import Database
from workflow.models import Body, Fund
from workflow.money.queries import year_money
from workflow.money.yearly import savings
from workflow.proposals.goals import goals_of

RUN = CliRunner()
FINANCE, PLAN, DIRECTOR, CLERK = (
    f"{role}.t1" for role in ("finance_officer", "plan_officer", "area_director", "clerk")
)
CEILING = ("money", "ceiling", "2561", "OFFICE")
TRANCHE = ("money", "tranche", "2561", "OFFICE", "1")
TARGET = ("money", "target", "2561")


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are given on 12 January 2018."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def rows(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        session.add(Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน"))
        body = Body(
            office_id=office.id, code="plan_committee", name_th="คณะทำงาน", internal=True, valid_from=LONG_AGO
        )
        session.add(body)


def ran(url: str, *words: str) -> tuple[int, Any]:
    done = RUN.invoke(app, [*words, "--database", url, "--json"])
    return done.exit_code, json.loads(done.stdout)


def refused(url: str, *words: str) -> tuple[int, str]:
    code, told = ran(url, *words)
    return code, told["error"]["code"]


def test_the_offices_money_is_set_as_people_type_it(
    database: Database, database_url: str, office: SmallOffice
) -> None:
    by = ("--as", FINANCE)
    said = [
        ran(database_url, *CEILING, "๑๒๐,๐๐๐.๕๐", "--authority", "ศธ 1", "--on", "15/1/2561", *by),
        ran(database_url, *CEILING, "0", "--group", "PLN", "--authority", "ศธ 1", "--provisional", *by),
        ran(database_url, *TRANCHE, "60,000", "--letter", "ศธ 2", "--on", "10/1/2561", *by),
        ran(database_url, *TRANCHE[:-1], "2", "(500)", "--letter", "ศธ 3", "--letter-on", "9/1/2561", *by),
        ran(database_url, *TARGET, "1", "32.5%", "--authority", "ครม.", "--source", "มติ 8 ส.ค. 2560", *by),
        ran(database_url, "money", "savings", "2561", "ลดกระดาษ", "ปิดไฟ", "--as", DIRECTOR),
    ]
    assert [code for code, _ in said] == [0] * 6, said
    entries = [told.pop("entry") for _, told in said]
    assert entries == sorted(entries)
    assert said[0][1] == {
        "office": "T1",
        "saved": True,
        "fiscal_year": 2561,
        "fund": "OFFICE",
        "group": "",
        "amount": "120000.50",
    }
    with database.read() as session:
        told = year_money(session, office.id, 2561, NOW.date().replace(day=15))
        measures = [each.text for each in savings(session, office.id, 2561)]
    assert [(each.group, each.amount, each.provisional) for each in told.ceilings] == [
        ("", 120_000_50, False),
        ("PLN", 0, True),
    ]
    assert [(each.number, each.amount, each.received_on.day) for each in told.tranches] == [
        (1, 60_000_00, 10),
        (2, -500_00, 12),
    ]
    assert [(each.hundredths, each.source, each.verified) for each in told.targets] == [
        (3250, "มติ 8 ส.ค. 2560", True)
    ]
    assert measures == ["ลดกระดาษ", "ปิดไฟ"]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        ((*CEILING, "100", "--authority", "ศธ 1", "--as", CLERK), 1, "no_role"),
        ((*CEILING, "100", "--authority", "ศธ 1", "--as", "nobody"), 2, "unknown_person"),
        ((*CEILING, "ร้อยบาท", "--authority", "ศธ 1", "--as", FINANCE), 2, "input_out_of_range"),
        ((*CEILING, "0.001", "--authority", "ศธ 1", "--as", FINANCE), 2, "input_out_of_range"),
        ((*CEILING, " ", "--authority", "ศธ 1", "--as", FINANCE), 2, "input_empty"),
        ((*CEILING, "(1)", "--authority", "ศธ 1", "--as", FINANCE), 2, "input_out_of_range"),
        ((*CEILING, "100", "--authority", " ", "--as", FINANCE), 2, "input_empty"),
        (("money", "ceiling", "2561", "NO", "1", "--authority", "ศธ 1", "--as", FINANCE), 2, "input_unknown"),
        (("money", "ceiling", "2018", "OFFICE", "1", "--authority", "x", "--as", FINANCE), 2, "wrong_era"),
        ((*TRANCHE, "100", "--letter", "ศธ 2", "--on", "13/1/2561", "--as", FINANCE), 1, "date_in_future"),
        ((*TRANCHE, "100", "--letter", "ศธ 2", "--as", DIRECTOR), 1, "no_role"),
        ((*TARGET, "5", "30", "--authority", "ครม.", "--as", PLAN), 2, "input_out_of_range"),
        ((*TARGET, "1", "30.555", "--authority", "ครม.", "--as", PLAN), 2, "input_out_of_range"),
        ((*TARGET, "1", "30", "--authority", "ครม.", "--scope", "x", "--as", PLAN), 2, "input_unknown"),
        (("money", "savings", "2561", " ", "--as", DIRECTOR), 2, "input_empty"),
        (("money", "savings", "2561", "ลดกระดาษ", "--as", PLAN), 1, "no_role"),
        (("goal", "2561", "dream", "S1", "ฝัน", "--as", PLAN), 2, "input_unknown"),
        (("goal", "2561", "strategy", "S1", "พัฒนา", "--as", CLERK), 1, "no_role"),
        (("bodies", "appoint", "none", "ก", "--order", "1", "--as", CLERK), 2, "input_unknown"),
        (("bodies", "appoint", "plan_committee", "ก", "--order", "1", "--as", FINANCE), 1, "no_role"),
        (("bodies", "end", "plan_committee", "9", "--on", "12/1/2561", "--as", CLERK), 2, "unknown_body"),
    ],
)
def test_what_is_refused_is_said_and_not_kept(
    database: Database,
    database_url: str,
    office: SmallOffice,
    words: tuple[str, ...],
    exit_code: int,
    code: str,
) -> None:
    assert refused(database_url, *words) == (exit_code, code)
    with database.read() as session:
        told = year_money(session, office.id, 2561, NOW.date())
    assert (told.ceilings, told.tranches, told.targets) == ((), (), ())


def test_a_goal_is_added(database: Database, database_url: str, office: SmallOffice) -> None:
    code, told = ran(database_url, "goal", "2561", "strategy", "S1", "พัฒนาผู้เรียน", "--as", PLAN)
    assert (code, told["kind"], told["code"]) == (0, "strategy", "S1")
    with database.read() as session:
        assert [each.name_th for each in goals_of(session, office.id, 2561)] == ["พัฒนาผู้เรียน"]


def test_members_are_appointed_listed_and_leave(database_url: str) -> None:
    appoint = ("bodies", "appoint", "plan_committee", "นายประธาน ตัวอย่าง", "--order", "12/2561", "--as", CLERK)
    code, told = ran(database_url, *appoint, "--role", "chair", "--account", PLAN, "--on", "10/1/2561")
    assert (code, told["role"], told["valid_from"]) == (0, "chair", "2018-01-10")
    end = ("bodies", "end", "plan_committee", str(told["member"]), "--on", "11/1/2561", "--as", CLERK)
    assert ran(database_url, *end)[0] == 0
    listed = ("bodies", "list", "plan_committee", "--on")
    _, before = ran(database_url, *listed, "11/1/2561")
    assert before["members"] == [
        {
            "member": told["member"],
            "name_th": "นายประธาน ตัวอย่าง",
            "role": "chair",
            "account": PLAN,
            "order_no": "12/2561",
            "valid_from": "2018-01-10",
            "valid_to": "2018-01-11",
        }
    ]
    assert ran(database_url, *listed, "12/1/2561")[1]["members"] == []
    shown = RUN.invoke(app, [*listed, "11/1/2561", "--database", database_url])
    assert ("คณะทำงาน" in shown.stdout, "10 ม.ค. 2561" in shown.stdout) == (True, True)


def test_people_read_what_was_set_in_thai(database_url: str) -> None:
    words = (*CEILING, "1,000", "--authority", "ศธ 1", "--as", FINANCE, "--database", database_url)
    assert RUN.invoke(app, list(words)).stdout.splitlines()[0] == (
        "กรอบวงเงิน OFFICE ปีงบประมาณ 2561: 1,000.00 บาท"
    )

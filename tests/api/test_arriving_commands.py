"""Histories and offices brought in by the public command, with real logs of two other worlds."""

import csv
import datetime
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from arriving_desk import (
    CASES,
    DECLARATION,
    entries_of,
    needs_cases,
    read_csv,
    sequences_in,
    sequences_of_csv,
    sequences_of_xes,
    times_of_xes,
    write_csv,
)
from conftest import SmallOffice
from sqlmodel import Session, col, func, select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow import disclosures, history
from workflow.database import Database
from workflow.models import Body, ChainHead, Entry, Holiday, Item, Office, OfficeDefinition, Person, School
from workflow.moments import BANGKOK

RUN = CliRunner()
NOW = datetime.datetime(2026, 1, 12, 9, 0, tzinfo=BANGKOK)
LOGS = ("wabo_receipt", "bpic2020_domestic")
SIZES = {"wabo_receipt": (1434, 8577), "bpic2020_domestic": (10_357, 55_628)}
BIG = [
    pytest.param("wabo_receipt", "xes", id="wabo-xes"),
    pytest.param("wabo_receipt", "csv", id="wabo-csv"),
    pytest.param("bpic2020_domestic", "xes", id="bpic-xes", marks=pytest.mark.slow),
    pytest.param("bpic2020_domestic", "csv", id="bpic-csv", marks=pytest.mark.slow),
]


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are given on 12 January 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def run(*words: str) -> tuple[int, Any]:
    """The exit code and the one JSON document on stdout."""
    result = RUN.invoke(app, ["import", *words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def brought_in(url: str, path: Path, *words: str, account: str = "system_admin.t1") -> Any:
    code, told = run("history", str(path), "--as", account, "--database", url, *words)
    assert code == 0, told
    return told


@needs_cases
@pytest.mark.parametrize(("name", "form"), BIG)
def test_a_real_log_comes_in_whole_with_the_sequences_an_independent_reader_sees(
    name: str, form: str, database: Database, database_url: str, office: SmallOffice
) -> None:
    path = Path(CASES) / f"{name}.{form}.gz"
    told = brought_in(database_url, path, "--kind", name, "--order", "1/2569")
    figures = {
        key: told[key]
        for key in ("cases", "events", "accepted", "quarantined", "fitting", "ended", "fitness")
    }
    cases, events = SIZES[name]
    assert figures == {
        "cases": cases,
        "events": events,
        "accepted": events,
        "quarantined": 0,
        "fitting": cases,
        "ended": cases,
        "fitness": 1.0,
    }
    expected = sequences_of_xes(path) if form == "xes" else sequences_of_csv(path)
    with database.read() as session:
        assert sequences_in(session, office.id, name) == expected
        assert sum(map(len, expected.values())) == events
        assert history.verify(session, office.id).holds
    again = brought_in(database_url, path, "--kind", name)
    assert (again["already"], again["accepted"]) == (cases, events)
    with database.read() as session:
        found = session.exec(select(func.count()).select_from(Item).where(Item.kind == name)).one()
        assert found == cases


@needs_cases
@pytest.mark.parametrize(("name", "form"), BIG[:3:2])
def test_a_real_log_leaves_as_it_came(
    name: str, form: str, database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    """Taken in and taken away again: another reader sees the same sequences at the same times."""
    path, out = Path(CASES) / f"{name}.{form}.gz", tmp_path / "log.xes"
    brought_in(database_url, path, "--kind", name)
    words = ("export", "history", "--format", "xes", "--kind", name, "--office", office.code)
    left = RUN.invoke(app, [*words, "--database", database_url, str(out)])
    assert left.exit_code == 0, left.output
    assert sequences_of_xes(out) == sequences_of_xes(path)
    assert times_of_xes(out) == times_of_xes(path)


@needs_cases
def test_every_word_of_a_row_is_in_the_entry(
    database: Database, database_url: str, office: SmallOffice
) -> None:
    path = Path(CASES) / "wabo_receipt.csv.gz"
    brought_in(database_url, path, "--kind", "wabo")
    rows = iter(read_csv(path))
    with database.read() as session:
        people = dict(session.exec(select(Person.id, Person.name_th)).all())
        for opening, *steps in entries_of(session, office.id, "wabo").values():
            case = json.loads(opening.details)["case"]
            details = disclosures.read(session, steps)
            for entry in steps:
                row, told = next(rows), details[entry.office_id, entry.seq]["event"]
                assert (told["activity"], told["resource"]) == (row["concept:name"], row["org:resource"])
                meant = datetime.datetime.fromisoformat(row["time:timestamp"])
                assert datetime.datetime.fromisoformat(told["time"]) == meant
                assert entry.effective_on == meant.astimezone(BANGKOK).date()
                assert told["attributes"].get("org:group", ["", ""])[1] == row["org:group"]
                assert people[entry.actor_id] == (row["org:resource"] or "ไม่ระบุผู้ทำ")
                assert case["name"] == row["case:concept:name"]
                kept = {f"case:{name}": text for name, (_, text) in case["attributes"].items()}
                kept |= {
                    name: text for name, (_, text) in told["attributes"].items() if name.startswith("case:")
                }
                assert kept == {
                    name: text
                    for name, text in row.items()
                    if name.startswith("case:") and name != "case:concept:name" and text
                }
        assert next(rows, None) is None


MAPPING = """
kind: old_declarations
th: ใบเบิกค่าเดินทาง
en: Travel declarations
definition: {file: declaration.yaml}
check: CHECKS
activities:
  Declaration SUBMITTED by EMPLOYEE: submit
  Declaration APPROVED by ADMINISTRATION: check
  Declaration FINAL_APPROVED by SUPERVISOR: approve
  Declaration REJECTED by ADMINISTRATION: send_back
  Declaration REJECTED by SUPERVISOR: send_back
  Request Payment: {trigger: request, documents: [signed_scan_or_esign]}
  Payment Handled: pay
roles: {EMPLOYEE: project_owner, ADMINISTRATION: plan_officer, SUPERVISOR: area_director}
"""
# The same path once more, by hand: where each activity leads from, and who may.
LEADS = {
    "Declaration SUBMITTED by EMPLOYEE": ({"prepared"}, "submitted"),
    "Declaration APPROVED by ADMINISTRATION": ({"submitted"}, "checked"),
    "Declaration FINAL_APPROVED by SUPERVISOR": ({"submitted", "checked"}, "approved"),
    "Declaration REJECTED by ADMINISTRATION": ({"submitted", "checked"}, "returned"),
    "Declaration REJECTED by SUPERVISOR": ({"submitted", "checked"}, "returned"),
    "Request Payment": ({"approved"}, "requested"),
    "Payment Handled": ({"requested"}, "paid"),
}


def reckoned(
    rows: list[dict[str, str]], *, roles: bool, reasons: bool
) -> tuple[Counter[tuple[str, str]], int]:
    """Deviations by reason and activity, and the events that fit, without any of the program's code."""
    found: Counter[tuple[str, str]] = Counter()
    states: dict[str, str] = {}
    fitting = 0
    for row in rows:
        case, activity = row["case:concept:name"], row["concept:name"]
        state = states.setdefault(case, "prepared")
        sources, target = LEADS.get(activity, (set(), ""))
        if not target:
            found["unknown_activity", activity] += 1
        elif state not in sources:
            found["after_end" if state == "paid" else "not_open", activity] += 1
        elif roles and row["org:role"] == "UNDEFINED":
            found["wrong_role", activity] += 1
        elif reasons and "REJECTED" in activity:
            found["reason_missing", activity] += 1
        else:
            states[case], fitting = target, fitting + 1
    return found, fitting


@needs_cases
@pytest.mark.slow
@pytest.mark.parametrize("checks", ["[]", "[roles]", "[reason, separation]"])
def test_the_deviations_from_a_given_path_are_those_an_independent_reckoning_finds(
    checks: str, database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    (tmp_path / "declaration.yaml").write_text(DECLARATION, encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        MAPPING.replace("CHECKS", checks) + "nobody: [STAFF MEMBER, SYSTEM]\n", encoding="utf-8"
    )
    path = Path(CASES) / "bpic2020_domestic.csv.gz"
    expected, fitting = reckoned(read_csv(path), roles="roles" in checks, reasons="reason" in checks)
    tried = brought_in(database_url, path, "--mapping", str(mapping), "--dry-run")
    told = brought_in(database_url, path, "--mapping", str(mapping), "--batch", "4000")
    by_both: Counter[tuple[str, str]] = Counter()
    for each in told["deviations"]:
        by_both[each["reason"], each["activity"]] += each["events"]
    assert by_both == expected
    assert (told["accepted"], told["quarantined"]) == (fitting, sum(expected.values()))
    assert fitting > 0 < sum(expected.values())
    assert (tried["saved"], told["saved"]) == (False, True)
    assert {**tried, "saved": True} == told
    export = tmp_path / "quarantine.csv"
    code, said = run("quarantine", "--csv", str(export), "--database", database_url)
    assert (code, said["events"]) == (0, sum(expected.values()))
    with export.open(encoding="utf-8-sig", newline="") as file:
        kept = Counter((row["reason"], row["activity"]) for row in csv.DictReader(file))
    assert kept == expected
    with database.read() as session:
        taken = sequences_in(session, office.id, "old_declarations")
        assert sum(map(len, taken.values())) == fitting
        assert history.verify(session, office.id).holds


@pytest.fixture
def log(tmp_path: Path) -> Path:
    rows = [
        (str(case), activity, f"2018-03-0{day}", "ann", "")
        for case in (1, 2)
        for day, activity in ((1, "A"), (2, "B"))
    ]
    return write_csv(tmp_path / "log.csv", rows)


def test_a_dry_run_tells_the_same_and_writes_nothing(
    database: Database, database_url: str, office: SmallOffice, log: Path
) -> None:
    with database.read() as session:
        before = history.verify(session, office.id)
    tried = brought_in(database_url, log, "--kind", "old", "--dry-run")
    with database.read() as session:
        assert history.verify(session, office.id) == before
        assert session.exec(select(Item)).all() == []
    assert {**tried, "saved": True} == brought_in(database_url, log, "--kind", "old")


def test_people_are_told_in_both_languages(database_url: str, office: SmallOffice, log: Path) -> None:
    words = [
        "import",
        "history",
        str(log),
        "--kind",
        "old",
        "--as",
        "system_admin.t1",
        "--database",
        database_url,
    ]
    first, again = RUN.invoke(app, words), RUN.invoke(app, words)
    assert "เหตุการณ์ · events: 4  รับไว้ · accepted: 4" in first.stdout
    assert "บันทึกแล้ว · saved" in first.stdout
    assert "taken in before, nothing changed" in again.stdout
    listed = RUN.invoke(app, ["import", "quarantine", "--database", database_url])
    assert (listed.exit_code, "log.csv" in listed.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "input_empty"),
        (("--kind", "memo"), "input_log_kind_taken"),
        (("--kind", "old", "--as", "clerk.t1"), "no_role"),
        (("--kind", "old", "--mapping", "none.yaml"), "unreadable"),
    ],
)
def test_a_refusal_says_what_to_do_next(
    words: tuple[str, ...], code: str, database_url: str, office: SmallOffice, log: Path
) -> None:
    account = () if "--as" in words else ("--as", "system_admin.t1")
    exit_code, told = run("history", str(log), *account, *words, "--database", database_url)
    assert (exit_code != 0, told["error"]["code"]) == (True, code)
    assert told["error"]["next_th"]


def test_what_was_kept_apart_is_tried_again_by_the_command(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    (tmp_path / "declaration.yaml").write_text(DECLARATION, encoding="utf-8")
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    start = "kind: old\ndefinition: {file: declaration.yaml}\ncheck: []\nactivities: {A: submit"
    bad.write_text(start + "}\n", encoding="utf-8")
    good.write_text(start + ", B: check}\n", encoding="utf-8")
    rows = [("=1+1", "A", "2018-03-01", "ann", ""), ("=1+1", "B", "2018-03-02", "=cmd", "")]
    told = brought_in(database_url, write_csv(tmp_path / "log.csv", rows), "--mapping", str(bad))
    assert (told["accepted"], told["reasons"]) == (1, {"unknown_activity": 1})
    code, listed = run("quarantine", "--database", database_url)
    assert (code, [(each["case"], each["reason"]) for each in listed]) == (0, [("=1+1", "unknown_activity")])
    export = tmp_path / "q.csv"
    assert run("quarantine", "--csv", str(export), "--database", database_url)[0] == 0
    (_, row) = csv.reader(export.read_text(encoding="utf-8-sig").splitlines())
    assert (row[4], row[12]) == ("'=1+1", "'=cmd")
    again = (
        "retry",
        "--import",
        "1",
        "--mapping",
        str(good),
        "--as",
        "system_admin.t1",
        "--database",
        database_url,
    )
    assert run(*again, "--dry-run")[1]["accepted"] == 1
    assert run(*again)[1]["accepted"] == 1
    assert run("quarantine", "--database", database_url) == (0, [])
    with database.read() as session:
        assert sequences_in(session, office.id, "old") == {"=1+1": ["A", "B"]}


def counts(session: Session) -> dict[str, int]:
    """How many schools each office has, by its code."""
    query = select(Office.code, func.count(col(School.id))).outerjoin(
        School, col(School.office_id) == col(Office.id)
    )
    return dict(session.exec(query.group_by(col(Office.code))).all())


@needs_cases
@pytest.mark.slow
def test_the_whole_countrys_offices_and_schools_load_as_tenants(
    database: Database, database_url: str
) -> None:
    offices, schools = Path(CASES) / "area_offices_2015.csv", Path(CASES) / "schools_2015.csv.gz"
    words = ("offices", str(offices), "--schools", str(schools), "--database", database_url)
    code, told = run(*words)
    with offices.open(encoding="utf-8-sig", newline="") as file:
        listed = {row["office_code"]: row["office_name"] for row in csv.DictReader(file)}
    with gzip.open(schools, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert code == 0
    assert (told["offices"], told["new_offices"], told["schools"], told["new_schools"]) == (
        226,
        226,
        30_810,
        30_810,
    )
    repeated = Counter((row["office_code"], row["school_code"]) for row in rows)
    more = sum(times - 1 for times in repeated.values())
    why = Counter(each["why"] for each in told["adjusted"])
    assert why == {
        "prefixed": 226,
        "repeated": more,
        "unnamed": sum(not row["school_name"].strip() for row in rows),
    }
    names = Counter(
        (row["office_code"], row["school_name"].strip()) for row in rows if row["school_name"].strip()
    )
    assert told["same_names"] == sum(times > 1 for times in names.values())
    with database.read() as session:
        expected = Counter(row["office_code"] for row in rows)
        assert counts(session) == {f"ESA{code}": expected[code] for code in listed}
        found = session.exec(select(Office.code, Office.short_th)).all()
        assert dict(found) == {f"ESA{code}": name for code, name in listed.items()}
        heads = session.exec(select(func.count()).select_from(ChainHead)).one()
        kinds = session.exec(select(func.count()).select_from(OfficeDefinition)).one()
        assert (heads, kinds) == (226, 226 * 11)
        for table in (Holiday, Body):
            assert len(session.exec(select(table.office_id).distinct()).all()) == 226
        for office_id in session.exec(select(Office.id)).all()[::25]:
            assert history.verify(session, office_id).holds
        entries = session.exec(select(func.count()).select_from(Entry)).one()
    code, again = run(*words)
    assert (code, again["new_offices"], again["new_schools"]) == (0, 0, 0)
    assert again["adjusted"] == told["adjusted"]
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Entry)).one() == entries


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    offices, schools = tmp_path / "o.csv", tmp_path / "s.csv"
    offices.write_text("office_code,office_name\n1,สพป.ก เขต 1\nB2,สพม.ข\n", encoding="utf-8")
    schools.write_text(
        "school_code,office_code,school_name\n1,1,ก\n1,1,ข\n1-2,1,ค\n1,B2,ก\n9,1,\n", encoding="cp874"
    )
    return offices, schools


def test_codes_are_made_by_one_rule_and_an_office_that_is_there_gets_what_it_lacks(
    database: Database, database_url: str, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    offices, schools = lists
    words = ("offices", str(offices), "--database", database_url)
    assert run(*words, "--dry-run")[1]["saved"] is False
    with database.read() as session:
        assert counts(session) == {}
    codes = tmp_path / "codes.csv"
    assert run(*words, "--codes", str(codes))[1]["new_offices"] == 2
    assert codes.stat().st_mode & 0o077 == 0  # with these an administrator signs in
    assert [line.split(",")[:2] for line in codes.read_text(encoding="utf-8-sig").splitlines()] == [
        *(["office", "account"], ["ESA1", "admin.esa1"], ["B2", "admin.b2"])
    ]
    told = run(*words, "--schools", str(schools))[1]
    assert (told["new_offices"], told["new_schools"]) == (0, 5)
    with database.read() as session:
        made = session.exec(
            select(Office.code, School.code, School.name_th).join(School).order_by(col(School.id))
        )
        assert made.all() == [
            ("ESA1", "1", "ก"),
            ("ESA1", "1-3", "ข"),
            ("ESA1", "1-2", "ค"),
            ("ESA1", "9", "โรงเรียนรหัส 9 (ไม่มีชื่อในรายการ)"),
            ("B2", "1", "ก"),
        ]
        assert session.exec(select(Office.name_th).where(Office.code == "ESA1")).one() == (
            "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาก เขต 1"
        )
        office = session.exec(select(School).where(School.name_th == "ข")).one()
    with database.write() as session:
        session.get_one(School, office.id).name_th = "ชื่อใหม่"
    told = run(*words, "--schools", str(schools))[1]
    assert (told["new_schools"], told["differing"]) == (0, {"ESA1": ["1-3"]})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("school_code,office_code,school_name\n1,7,ก\n", "input_list_office"),
        ("school_code,office_code,school_name\n,1,ก\n", "input_list_code"),
        ("school_code,office_code,school_name\n1,1," + "ก" * 301 + "\n", "input_list_name"),
        ("school_code,school_name\n1,ก\n", "input_log_headings"),
    ],
)
def test_a_list_with_a_mistake_saves_nothing(
    database: Database, database_url: str, lists: tuple[Path, Path], text: str, code: str
) -> None:
    offices, schools = lists
    schools.write_text(text, encoding="utf-8")
    told = run("offices", str(offices), "--schools", str(schools), "--database", database_url)[1]
    assert told["error"]["code"] == code
    with database.read() as session:
        assert counts(session) == {}

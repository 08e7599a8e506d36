"""Small logs written by hand, a definition that allows part of what people do, and reading both back."""

import csv
import datetime
import gzip
import io
import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import SmallOffice
from sqlmodel import Session, col, select

from workflow.arriving.importing import Importing, source
from workflow.arriving.mapping import Written, kept_mapping
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Entry, Item

CASES = os.environ.get("KHANTON_CASES", "")
needs_cases = pytest.mark.skipif(not CASES, reason="KHANTON_CASES does not say where the real logs are")

# What a log of declarations is held against: fewer activities, one way, roles, and two that must be apart.
DECLARATION = """
kind: declaration
th: ใบเบิกค่าเดินทาง
en: Declaration
initial: prepared
states:
  prepared: {th: เตรียม, en: Prepared}
  submitted: {th: ยื่นแล้ว, en: Submitted}
  checked: {th: ตรวจแล้ว, en: Checked}
  approved: {th: อนุมัติแล้ว, en: Approved}
  returned: {th: ส่งกลับ, en: Sent back}
  requested: {th: ขอจ่าย, en: Payment requested}
  paid: {th: จ่ายแล้ว, en: Paid, end: done}
transitions:
  - {t: submit, th: ยื่น, en: Submit, from: [prepared], to: submitted, by: [project_owner], src: [gk]}
  - {t: submit_again, th: ยื่นใหม่, en: Submit again, from: [returned], to: submitted, by: [project_owner], rework: true, src: [gk]}
  - {t: check, th: ตรวจ, en: Check, from: [submitted], to: checked, by: [plan_officer], src: [gk]}
  - {t: approve, th: อนุมัติ, en: Approve, from: [submitted, checked], to: approved, by: [area_director], src: [gk]}
  - {t: send_back, th: ส่งกลับ, en: Send back, from: [submitted, checked], to: returned, by: [plan_officer, area_director], guards: [reason_given], send_back: true, src: [gk]}
  - {t: request, th: ขอจ่าย, en: Request, from: [approved], to: requested, by: [finance_officer], docs: [signed_scan_or_esign], src: [gk]}
  - {t: pay, th: จ่าย, en: Pay, from: [requested], to: paid, by: [finance_officer], guards: [no_open_commitments], src: [gk]}
separate:
  - [check, approve]
"""  # noqa: E501  a table reads best one move to a line

AT = datetime.datetime(2026, 1, 5, 3, tzinfo=datetime.UTC)
WRITTEN = Written(kind="old_receipts", th="ใบรับ", en="Receipts")
MAPPING = """
kind: old_declarations
title: ชื่อ
amount: วงเงิน
code_prefix: "OLD-"
check: [reason]
definition: {file: declaration.yaml}
reason_from: note
activities: {Submit: submit, Approve: approve, Request: request, Pay: pay}
"""
ROWS = [
    ("1", "Submit", "2018-03-01", "ann", ""),
    ("1", "Approve", "2018-03-02", "bob", ""),
    ("1", "Money asked", "2018-03-03", "cid", ""),
    ("1", "Pay", "2018-03-04", "dee", ""),
    ("2", "Submit", "2018-03-01", "ann", ""),
    ("2", "Sent home", "2018-03-02", "bob", "", "no receipt"),
    ("3", "Sent home", "2018-03-02", "bob", "", ""),
]

Row = tuple[str, str, str, str, str]  # case, activity, time, resource, role


def take(
    database: Database,
    office: SmallOffice,
    hand: Hand,
    path: Path,
    written: Written = WRITTEN,
    batch: int | None = None,
    text: str = "",
) -> Importing:
    """Takes a file in as the command does; what it told."""
    found = source(path, written, text, at=AT)
    doing = Importing(found, office.id, hand, "12/2569")
    with database.write() as session:
        doing.begin(session)
    while not doing.done:
        with database.write() as session:
            doing.go_on(session, batch)
    return doing


def take_declarations(database: Database, office: SmallOffice, hand: Hand, folder: Path) -> Importing:
    """Three cases held against a definition, of which four events do not fit."""
    (folder / "declaration.yaml").write_text(DECLARATION, encoding="utf-8")
    path = write_csv(folder / "log.csv", ROWS)
    return take(database, office, hand, path, kept_mapping(MAPPING).named(""), text=MAPPING)


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    """A log under the headings that process mining tools use."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        ["case:concept:name", "concept:name", "time:timestamp", "org:resource", "org:role", "note"]
    )
    writer.writerows([*row, ""] if len(row) == 5 else row for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xes(*traces: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><log xmlns="http://www.xes-standard.org/">'
        + "".join(traces)
        + "</log>"
    )


def event(activity: str, time: str, resource: str = "", more: str = "") -> str:
    return (
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/>'
        f'<string key="org:resource" value="{resource}"/>{more}</event>'
    )


def trace(name: str, *events: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{more}{"".join(events)}</trace>'


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a log by the standard library alone."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sequences_of_csv(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_csv(path):
        found.setdefault(row["case:concept:name"], []).append(row["concept:name"])
    return found


def sequences_of_xes(path: Path) -> dict[str, list[str]]:
    """The activities of each trace by xml.etree alone."""
    return _of_xes(path, "concept:name")


def times_of_xes(path: Path) -> dict[str, list[datetime.datetime]]:
    """The moments of each trace's events, by the same."""
    read = datetime.datetime.fromisoformat
    return {case: [read(each) for each in told] for case, told in _of_xes(path, "time:timestamp").items()}


def _of_xes(path: Path, key: str) -> dict[str, list[str]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        root = ET.parse(file).getroot()  # noqa: S314  our own file
    space = root.tag.partition("}")[0] + "}"
    found = {}
    for each in root.iter(f"{space}trace"):
        name = next(a.get("value", "") for a in each if a.get("key") == "concept:name")
        events = each.iter(f"{space}event")
        found[name] = [next(a.get("value", "") for a in one if a.get("key") == key) for one in events]
    return found


def entries_of(session: Session, office_id: int, kind: str) -> Mapping[int, list[Any]]:
    """The entries of every item of a kind, by item, in the chain's order."""
    query = (
        select(Entry)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(Item.office_id == office_id, Item.kind == kind)
        .order_by(col(Entry.seq))
    )
    found: dict[int, list[Any]] = {}
    for entry in session.exec(query):
        found.setdefault(entry.item_id or 0, []).append(entry)
    return found


def sequences_in(session: Session, office_id: int, kind: str) -> dict[str, list[str]]:
    """What the office's history tells of a kind: by the case's own name the activities in order.

    On the way every item is replayed: each entry starts where the one before ended, and the item stands
    where the last one led.
    """
    items = {item.id: item for item in session.exec(select(Item).where(Item.kind == kind))}
    found: dict[str, list[str]] = {}
    for item_id, entries in entries_of(session, office_id, kind).items():
        opening, *steps = entries
        assert (opening.kind, opening.version) == ("imported", 1)
        state, version = opening.to_state, 1
        name = json.loads(opening.details)["case"]["name"]
        found[name] = []
        for entry in steps:
            assert (entry.kind, entry.from_state, entry.version) == ("step", state, version + 1)
            state, version = entry.to_state, entry.version
            found[name].append(json.loads(entry.details)["event"]["activity"])
        assert (items[item_id].state, items[item_id].version) == (state, version)
    return found

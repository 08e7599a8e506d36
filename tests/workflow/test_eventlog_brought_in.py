"""What was brought in from another log leaves as it came: same cases, events, moments and attributes."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from event_readers import XES, Seen, log_of, read, values, written, xes_root
from sqlmodel import Session

from workflow import history
from workflow.eventlogs.brought_in import original, original_case
from workflow.eventlogs.formats import Format
from workflow.models import Item
from workflow.moments import moment_text

EVENTS = (
    ("Confirmation of receipt", "2011-10-11T13:45:40.276+02:00", "Resource21"),
    ("T02 Check confirmation", "2011-10-12T08:26:25.398+02:00", "Resource10"),
    ("T02 Check confirmation", "2011-10-12T08:26:25.398+02:00", ""),
    ("=cmd() ]]> \U0001f600\nสองบรรทัด", "2011-11-24T15:37:16.553+01:00", "Resource21"),
)
UTC_TIMES = tuple(datetime.datetime.fromisoformat(time).astimezone(datetime.UTC) for _, time, _ in EVENTS)


def brought_in(session: Session, office: SmallOffice, code: str, case: str) -> Item:
    """An item whose opening tells the case, and whose entries tell EVENTS."""
    item = office.open(session, "project", f"{code}0")  # an item of the same database, for its definition
    own = Item(**{**item.model_dump(exclude={"id"}), "code": code, "title": case})
    session.add(own)
    session.flush()
    told = {"name": case, "attributes": {"channel": ["string", "Internet"], "variant-index": ["int", "7"]}}
    _append(session, office, own, "imported", {"case": told})
    for activity, time, resource in EVENTS:
        attributes = {"amount": ["float", "12.5"], "concept:name": ["string", "said twice"]}
        event = {"time": time, "activity": activity, "resource": resource, "attributes": attributes}
        _append(session, office, own, "step", {"event": event})
    return own


def _append(session: Session, office: SmallOffice, item: Item, kind: str, details: dict[str, Any]) -> None:
    record = history.Record(
        office_id=office.id,
        kind=kind,
        at=moment_text(NOW),
        effective_on="2011-10-11",
        item_id=item.id,
        subject=f"item:{item.code}",
        actor_id=office.people["plan_officer"],
        capacity="system",
        trigger="submit" if kind == "step" else "",
        from_state="draft",
        to_state="draft",
        version=1,
        definition_hash=item.definition_hash,
        details=history.details(details),
    )
    history.append(session, record)


@pytest.mark.parametrize("form", list(Format))
def test_every_form_says_what_the_log_said(
    session: Session, office: SmallOffice, tmp_path: Path, form: Format
) -> None:
    brought_in(session, office, "W1", "case-10011")
    told = read(written(tmp_path, log_of(session, office.id, item="W1"), form), form)
    wanted = [
        Seen("case-10011", activity, resource, at)
        for (activity, _, resource), at in zip(EVENTS, UTC_TIMES, strict=True)
    ]
    assert told == {"case-10011": wanted}


def test_in_xes_its_moments_and_attributes_are_as_they_were_written(
    session: Session, office: SmallOffice, tmp_path: Path
) -> None:
    brought_in(session, office, "W1", "case-10011")
    root = xes_root(written(tmp_path, log_of(session, office.id, item="W1"), Format.XES))
    [trace] = root.iter(f"{XES}trace")
    assert values(trace) == {"concept:name": "case-10011", "channel": "Internet", "variant-index": "7"}
    events = [values(each) for each in trace.iter(f"{XES}event")]
    for told, (activity, time, resource) in zip(events, EVENTS, strict=True):
        wanted = {"concept:name": activity, "time:timestamp": time, "amount": "12.5"}
        assert told == ({**wanted, "org:resource": resource} if resource else wanted)


def test_in_a_part_of_the_log_the_case_keeps_its_name(session: Session, office: SmallOffice) -> None:
    """The entry that names it may lie outside of what is asked for."""
    item = brought_in(session, office, "W1", "case-10011")
    details = {
        "event": {"time": "2018-01-10T00:00:00Z", "activity": "Late", "resource": "", "attributes": {}}
    }
    last = log_of(session, office.id).asked.upto
    _append(session, office, item, "step", details)
    events = [event for event in log_of(session, office.id).in_order() if event.seq > last]
    assert [(event.case.name, event.activity) for event in events] == [("case-10011", "Late")]


def test_what_is_done_here_to_an_item_brought_in_is_told_in_our_words(
    session: Session, office: SmallOffice
) -> None:
    item = brought_in(session, office, "W1", "case-10011")
    _append(session, office, item, "attested", {"facts": {}})
    last = list(log_of(session, office.id, item="W1").in_order())[-1]
    assert (last.case.name, last.attributes, last.resource) == ("case-10011", None, "plan_officer.t1")
    assert last.activity.startswith("attested")


def test_cases_of_the_same_name_stay_two_cases(session: Session, office: SmallOffice, tmp_path: Path) -> None:
    brought_in(session, office, "W1", "1")
    brought_in(session, office, "W2", "1")
    root = xes_root(written(tmp_path, log_of(session, office.id), Format.XES))
    traces = [t for t in root.iter(f"{XES}trace") if values(t)["concept:name"] == "1"]
    assert [len(list(trace.iter(f"{XES}event"))) for trace in traces] == [len(EVENTS), len(EVENTS)]
    told = json.loads(
        written(tmp_path, log_of(session, office.id), Format.OCEL_JSON).read_text(encoding="utf-8")
    )
    assert {"item:W1", "item:W2"} <= {each["id"] for each in told["objects"]}


@pytest.mark.parametrize(
    "told",
    [
        None,
        "x",
        {},
        {"time": "2011-10-11", "activity": "A"},  # no moment
        {"time": "2011-10-11T13:45:40", "activity": "A"},  # no offset
        {"time": "yesterday", "activity": "A"},
        {"time": "2011-10-11T13:45:40Z", "activity": None},
        {"time": 7, "activity": "A"},
    ],
)
def test_what_has_another_shape_is_no_event_of_another_log(told: object) -> None:
    assert original({"event": told}) is None


@pytest.mark.parametrize("told", [None, "x", {}, {"name": 3}, []])
def test_what_has_another_shape_is_no_case_of_another_log(told: object) -> None:
    assert original_case({"case": told}) is None


def test_attributes_of_another_shape_are_left_out() -> None:
    kept = {"a": ["string", "1"], "b": ["list", "1"], "c": "1", "d": ["int", 1], "e": ["int"], "f": None}
    found = original_case({"case": {"name": "C", "attributes": kept}})
    assert found is not None
    assert [each.name for each in found[1]] == ["a"]
    assert original_case({"case": {"name": "C", "attributes": []}}) == ("C", ())

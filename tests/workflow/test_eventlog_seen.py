"""An event log holds what its reader may see and nothing else: not another office's, not what is secret."""

import json
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice, make_office
from event_readers import log_of, read, written
from sqlmodel import Session, select

from workflow import queries
from workflow.changes import Hand
from workflow.errors import BadInput, UnknownItem, UnknownKind
from workflow.eventlogs.formats import Format
from workflow.eventlogs.narrowing import narrowed
from workflow.models import Office
from workflow.papers import drafts
from workflow.papers.fields import Fields

SECRET = Fields(
    subject="ตั้งคณะกรรมการสอบข้อเท็จจริง",
    to="ผู้อำนวยการกลุ่มทุกกลุ่ม",
    reason=("ด้วยมีเหตุ",),
    wish=("จึงขอตั้งคณะกรรมการ",),
    closing="จึงเรียนมาเพื่อโปรดทราบ",
    secrecy="ลับ",
    sent_to=("person:finance_officer.t1",),
)


def drafted_in_secret(session: Session, office: SmallOffice) -> str:
    """The code of a secret memo of the plan officer's."""
    hand = Hand(office.people["plan_officer"], NOW)
    group = office.groups["PLN"]
    return drafts.open_paper(session, office.id, "free_memo", SECRET, hand, group_id=group).code


def codes(session: Session, office: SmallOffice, role: str = "") -> set[str]:
    who = queries.viewer(session, office.people[role], NOW) if role else None
    return {event.case.code for event in log_of(session, office.id, who).in_order()}


@pytest.mark.parametrize("form", list(Format))
def test_an_office_where_nothing_has_happened_gives_an_empty_log(
    session: Session, office: SmallOffice, tmp_path: Path, form: Format
) -> None:
    path = written(tmp_path, log_of(session, office.id), form)
    assert path.stat().st_size > 0 or form is Format.JSONL
    assert read(path, form) == {}


@pytest.mark.parametrize("form", list(Format))
def test_one_office_never_holds_anothers(
    session: Session, office: SmallOffice, tmp_path: Path, form: Format
) -> None:
    other = make_office(session, "T2")
    office.open(session, "project", "MINE")
    other.open(session, "project", "THEIRS", title="ของเขตอื่น")
    for home, own, foreign in ((office, "MINE", b"THEIRS"), (other, "THEIRS", b"MINE")):
        for who in (None, queries.viewer(session, home.people["internal_auditor"], NOW)):
            path = written(tmp_path, log_of(session, home.id, who), form)
            assert set(read(path, form)) == {own}
            assert foreign not in path.read_bytes()


def test_codes_that_two_offices_share_stay_apart(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    office.open(session, "project", "P1", title="ของเรา")
    other.open(session, "project", "P1", title="ของเขา")
    titles = {event.case.title for event in log_of(session, office.id, item="P1").in_order()}
    assert titles == {"ของเรา"}


@pytest.mark.parametrize("role", ["internal_auditor", "clerk", "plan_officer"])
def test_whoever_has_a_part_in_a_secret_paper_or_checks_papers_finds_it(
    session: Session, office: SmallOffice, role: str
) -> None:
    code = drafted_in_secret(session, office)
    assert code in codes(session, office, role)


@pytest.mark.parametrize("role", ["committee_secretary", "system_admin", "school_officer"])
@pytest.mark.parametrize("form", list(Format))
def test_a_secret_paper_is_in_nobody_elses_log(
    session: Session, office: SmallOffice, tmp_path: Path, role: str, form: Format
) -> None:
    code = drafted_in_secret(session, office)
    office.open(session, "project", "OPEN")
    who = queries.viewer(session, office.people[role], NOW)
    path = written(tmp_path, log_of(session, office.id, who), form)
    assert code not in read(path, form)
    if form is not Format.XLSX:  # packed: its cells were read above
        assert code.encode() not in path.read_bytes()
        assert SECRET.subject.encode() not in path.read_bytes()
    with pytest.raises(UnknownItem):
        narrowed(session, office.id, who, item=code)


def test_school_people_have_the_events_of_their_own_school(session: Session, office: SmallOffice) -> None:
    office.open(session, "school_plan", "SP1")
    office.open(session, "school_plan", "SP2", school_id=office.schools["S002"])
    office.open(session, "project", "P1")
    assert codes(session, office, "school_officer") == {"SP1"}
    assert codes(session, office, "school_officer@S002") == {"SP2"}
    assert codes(session, office) == {"SP1", "SP2", "P1"}


@pytest.mark.parametrize("form", [Format.OCEL_JSON, Format.OCEL_SQLITE, Format.CSV, Format.JSONL])
def test_what_an_item_is_part_of_is_named_only_to_whoever_may_see_it(
    session: Session, office: SmallOffice, tmp_path: Path, form: Format
) -> None:
    plan = office.open(session, "annual_plan", "HIDDENPLAN")
    office.open(session, "school_plan", "SP1", parent_id=plan.id)
    officer = queries.viewer(session, office.people["school_officer"], NOW)
    director = queries.viewer(session, office.people["plan_director"], NOW)
    kept = written(tmp_path, log_of(session, office.id, officer), form)
    told = written(tmp_path, log_of(session, office.id, director), form)
    assert b"HIDDENPLAN" not in kept.read_bytes()
    assert b"HIDDENPLAN" in told.read_bytes()


def test_somebody_without_a_post_has_an_empty_log(session: Session, office: SmallOffice) -> None:
    office.open(session, "project", "P1")
    who = queries.Viewer(
        person_id=office.people["clerk"],
        office_id=office.id,
        roles=frozenset(),
        school_ids=frozenset(),
        cluster_ids=frozenset(),
        group_ids=frozenset(),
        active=True,
    )
    assert list(log_of(session, office.id, who).in_order()) == []


def test_what_is_recorded_while_it_is_written_is_in_no_part_of_it(
    session: Session, office: SmallOffice, tmp_path: Path
) -> None:
    office.open(session, "project", "P1")
    log = log_of(session, office.id)
    office.open(session, "project", "LATER")
    told = json.loads(written(tmp_path, log, Format.OCEL_JSON).read_text(encoding="utf-8"))
    assert [each["id"] for each in told["objects"] if each["id"].startswith("item:")] == ["item:P1"]
    assert log.total() == len(told["events"]) == 1


def test_what_is_not_there_is_refused_by_name(session: Session, office: SmallOffice) -> None:
    office.open(session, "project", "P1")
    with pytest.raises(UnknownItem, match="P2"):
        narrowed(session, office.id, item="P2")
    with pytest.raises(UnknownKind, match="memo"):
        narrowed(session, office.id, kind="memo")
    with pytest.raises(BadInput) as refused:
        narrowed(session, office.id, since=NOW.date(), until=NOW.date().replace(year=2017))
    assert refused.value.problem == "dates_crossed"
    assert session.exec(select(Office.code)).one() == "T1"

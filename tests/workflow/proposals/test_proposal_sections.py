"""Sections saved one by one: the others stay, nobody's work is overwritten, no entry without a change."""

import datetime
import threading

import pytest
from sqlmodel import func, select

from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import BadInput, ContentChanged, NotAllowed, NotOpenHere, SomebodyWasFaster
from workflow.form_drafts import find_draft, keep_draft
from workflow.items import find
from workflow.models import Entry, FormDraft, Fund, Goal, Item
from workflow.money.lines import NewLine
from workflow.proposals.fields import FIELDS, Form, FormActivity, FormIndicator
from workflow.proposals.form import lacking
from workflow.proposals.lacking import lacking_of
from workflow.proposals.opening import NewProposal, next_codes, open_proposal
from workflow.proposals.sections import OF_FIELD, SECTIONS, Kept, base, read_kept, save_section
from workflow.queries import matching

FORM = Form(
    work_plan="พัฒนาครู",
    nature="new",
    rationale="เหตุ",
    objectives="เพื่อ",
    target_group="ครู",
    quantity="10 คน",
    quality="ดี",
    risks="ฝน",
    evaluation="ทดสอบ",
    expected="อ่านได้",
    activities=(FormActivity("อบรม", (3, 4)),),
    indicators=(FormIndicator("ร้อยละ", "80"),),
    goals=(("strategy", "S1"),),
)
SINCE, UNTIL = datetime.date(2017, 12, 1), datetime.date(2018, 9, 30)


def _wanted(office):
    line = NewLine("OBEC", "operating", "services", 5_000)
    return Kept(FORM, "ชื่อใหม่", office.people["project_owner"], SINCE, UNTIL, (line,), (0, 5_000, 0, 0))


def _opened(session, office):
    session.add(Fund(office_id=office.id, code="OBEC", name_th="งบ สพฐ."))
    session.add(Goal(office_id=office.id, fiscal_year=2561, kind="strategy", code="S1", name_th="ข้อ 1"))
    return office.open(session, "project", "P001")


def test_every_field_of_the_form_stands_in_one_section():
    assert sorted(OF_FIELD) == sorted(FIELDS)
    assert sum(len(section.fields) for section in SECTIONS.values()) == len(FIELDS)


def test_sections_saved_one_by_one_make_the_whole_and_leave_each_other_alone(session, office, now):
    item, hand, wanted = _opened(session, office), Hand(office.people["plan_officer"], now), _wanted(office)
    for name in SECTIONS:
        others = {other: base(read_kept(session, item), other) for other in SECTIONS if other != name}
        seq = save_section(session, item, name, wanted, hand, expect=base(read_kept(session, item), name))
        assert seq is not None
        after = read_kept(session, item)
        assert {other: base(after, other) for other in others} == others
        assert base(after, name) == base(wanted, name)
        assert save_section(session, item, name, wanted, hand) is None  # once more changes nothing
    assert read_kept(session, item) == wanted
    found = matching(select(Item), text="ชื่อใหม่")
    assert [each.code for each in session.exec(found)] == ["P001"]  # found by its new title
    assert lacking(session, item) == ()


def test_what_somebody_else_saved_is_not_overwritten_unseen(session, office, now):
    item, wanted = _opened(session, office), _wanted(office)
    read = base(read_kept(session, item), "reason")
    save_section(session, item, "reason", wanted, Hand(office.people["plan_officer"], now), expect=read)
    other = Kept(Form(rationale="ของอีกคน"))
    hand = Hand(office.people["plan_director"], now)
    with pytest.raises(ContentChanged) as told:
        save_section(session, item, "reason", other, hand, expect=read)
    assert (told.value.by, told.value.at) == ("ผู้ดำรงตำแหน่ง plan_officer", now)
    assert read_kept(session, item).form.rationale == "เหตุ"
    save_section(session, item, "targets", wanted, hand, expect=base(Kept(Form()), "targets"))


def test_who_may_not_write_saves_no_section(session, office, now):
    item, wanted = _opened(session, office), _wanted(office)
    for role in ("clerk", "project_owner@ADM", "internal_auditor"):
        with pytest.raises(NotAllowed):
            save_section(session, item, "reason", wanted, Hand(office.people[role], now))
    hand = Hand(office.people["plan_officer"], now)
    with pytest.raises(BadInput):
        save_section(session, item, "colour", wanted, hand)
    item.state = "submitted"
    session.flush()
    with pytest.raises(NotOpenHere):
        save_section(session, item, "reason", wanted, hand)


def test_two_who_save_one_section_at_once_do_not_both_win(database: Database, office, now):
    with database.write() as session:
        _opened(session, office)
    with database.read() as session:
        read = base(read_kept(session, find(session, office.id, "P001")), "reason")
    outcomes = []
    start = threading.Barrier(2)

    def save(role: str) -> None:
        hand, wanted = Hand(office.people[role], now), Kept(Form(rationale=role))
        start.wait()
        try:
            with database.write() as session:
                item = find(session, office.id, "P001")
                save_section(session, item, "reason", wanted, hand, expect=read)
            outcomes.append(role)
        except (ContentChanged, SomebodyWasFaster):
            outcomes.append("refused")

    threads = [threading.Thread(target=save, args=(role,)) for role in ("plan_officer", "plan_director")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        kept = read_kept(session, find(session, office.id, "P001")).form.rationale
    assert sorted(outcomes) == sorted([kept, "refused"])


def test_two_devices_of_one_person_keep_one_draft(database: Database, office, now):
    owner, start, faults = office.people["project_owner"], threading.Barrier(4), []

    def keep(device: int) -> None:
        start.wait()
        try:
            for turn in range(5):
                with database.write() as session:
                    fields = (("device", str(device)), ("turn", str(turn)))
                    keep_draft(session, owner, "proposal/P001/reason", fields, base="", at=now)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=keep, args=(device,)) for device in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(FormDraft)).one() == 1
        draft = find_draft(session, owner, "proposal/P001/reason", now)
        assert draft is not None
        assert dict(draft.fields)["turn"] == "4"


def test_many_proposals_lack_what_each_of_them_lacks(session, office, now):
    item, hand = _opened(session, office), Hand(office.people["plan_officer"], now)
    for name in ("reason", "activities", "budget"):
        save_section(session, item, name, _wanted(office), hand)
    others = [office.open(session, "project", f"P{number:03}") for number in range(2, 5)]
    save_section(session, others[0], "alignment", _wanted(office), hand)
    items = [item, *others]
    assert lacking_of(session, items) == {each.id: lacking(session, each) for each in items}
    assert lacking_of(session, []) == {}


def test_an_earlier_project_is_taken_over_into_the_next_year(session, office, now):
    item, hand = _opened(session, office), Hand(office.people["plan_officer"], now)
    for name in SECTIONS:
        save_section(session, item, name, _wanted(office), hand)
    session.add(Goal(office_id=office.id, fiscal_year=2563, kind="strategy", code="S1", name_th="ข้อ 1"))
    for year, goals in ((2562, ()), (2563, (("strategy", "S1"),))):
        new = NewProposal("ปีต่อไป", office.groups["PLN"], year, hand.by)
        copy = open_proposal(session, office.id, new, hand, before=item)
        kept = read_kept(session, copy)
        assert (kept.form.goals, kept.form.nature, kept.form.rationale) == (goals, "continuing", "เหตุ")
        assert (kept.lines, kept.plan) == (_wanted(office).lines, (0, 5_000, 0, 0))
        assert copy.starts_on == datetime.date(year - 544, 12, 1)
        assert copy.ends_on == datetime.date(year - 543, 9, 30)
    assert read_kept(session, item) == _wanted(office)  # the earlier one stays as it was


def test_a_leap_day_moves_to_the_last_day_of_february(session, office, now):
    hand = Hand(office.people["plan_officer"], now)
    leap = datetime.date(2020, 2, 29)
    before = office.open(session, "project", "P001", fiscal_year=2563, starts_on=leap, ends_on=leap)
    new = NewProposal("ปีต่อไป", office.groups["PLN"], 2564)
    copy = open_proposal(session, office.id, new, hand, before=before)
    assert (copy.starts_on, copy.ends_on) == (datetime.date(2021, 2, 28), datetime.date(2021, 2, 28))


def test_codes_fill_the_gaps_of_their_group_and_year(session, office, now):
    for code in ("PLN61-01", "PLN61-03", "ADM61-02"):
        office.open(session, "project", code)
    assert next_codes(session, office.id, "PLN", 2561, 3) == ["PLN61-02", "PLN61-04", "PLN61-05"]
    hand = Hand(office.people["plan_officer"], now)
    item = open_proposal(session, office.id, NewProposal("ก", office.groups["PLN"], 2561), hand)
    assert item.code == "PLN61-02"


@pytest.mark.parametrize("what", ["group", "year", "plan", "person"])
def test_what_cannot_be_opened_opens_nothing(session, office, now, what):
    plan = office.open(session, "annual_plan", "AP2561")
    before = session.exec(select(func.count()).select_from(Item)).one()
    group = 10_000 if what == "group" else office.groups["PLN"]
    new = NewProposal("ก", group, 2017 if what == "year" else 2561)
    hand = Hand(office.people["clerk" if what == "person" else "plan_officer"], now)
    with pytest.raises(NotAllowed if what == "person" else BadInput), session.begin_nested():
        open_proposal(session, office.id, new, hand, before=plan if what == "plan" else None)
    assert session.exec(select(func.count()).select_from(Item)).one() == before
    assert session.exec(select(Entry).where(Entry.kind == "proposal")).all() == []

"""An office sets its own rungs, and is reminded by them from the next morning on."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice
from reminding_desk import DUE, Owing
from sqlmodel import Session, select

from notifications.ladders import ladders_of
from notifications.models import OfficeRung
from notifications.office_ladders import set_ladder, tellable
from states.catalogue import Rung, catalogue
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import Entry

DAY = datetime.timedelta(days=1)
SHIPPED = catalogue().ladders["standard"].rungs
OWN = [Rung(days=0, to="owner"), Rung(days=-5, to="group_director")]


def hand(office: SmallOffice, role: str = "plan_director") -> Hand:
    return Hand(office.people[role], NOW)


def test_its_own_rungs_take_the_place_of_the_shipped_ones(session: Session, office: SmallOffice) -> None:
    owing = Owing(session, office)
    set_ladder(session, office.id, "standard", OWN, hand(office))
    owing.owe("project_owner")
    for day in range(20):
        owing.morning(DUE - 14 * DAY + day * DAY)
    assert owing.reminders() == [("group_director", -5, "escalated"), ("project_owner", 0, "")]
    assert ladders_of(session, office.id)["short"] == catalogue().ladders["short"].rungs


def test_without_rungs_the_shipped_ones_come_back_and_each_change_is_history(
    session: Session, office: SmallOffice
) -> None:
    assert set_ladder(session, office.id, "standard", OWN, hand(office)) == tuple(reversed(OWN))
    set_ladder(session, office.id, "standard", OWN, hand(office))  # the same again changes nothing
    assert set_ladder(session, office.id, "standard", [], hand(office, "system_admin")) == SHIPPED
    assert session.exec(select(OfficeRung)).all() == []
    told = session.exec(select(Entry.details).where(Entry.kind == "ladder").order_by(Entry.seq)).all()
    assert [json.loads(each)["shipped"] for each in told] == [False, True]


@pytest.mark.parametrize(
    ("ladder", "rung", "name"),
    [
        ("nothing", Rung(days=0, to="owner"), "ladder"),
        ("standard", Rung(days=0, to="school_officer"), "rung_to"),
        ("standard", Rung(days=0, to="system"), "rung_to"),
        ("standard", Rung.model_construct(days=4000, to="owner"), "rung_days"),
    ],
)
def test_what_is_refused(session: Session, office: SmallOffice, ladder: str, rung: Rung, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_ladder(session, office.id, ladder, [rung], hand(office))
    assert refused.value.name == name


@pytest.mark.parametrize("role", ["clerk", "group_director", "area_director", "school_officer"])
def test_only_who_sets_the_office_up_and_the_planning_director_may(
    session: Session, office: SmallOffice, role: str
) -> None:
    with pytest.raises(NotAllowed):
        set_ladder(session, office.id, "standard", OWN, hand(office, role))


def test_every_shipped_rung_may_be_set_by_an_office() -> None:
    shipped = {rung.to for ladder in catalogue().ladders.values() for rung in ladder.rungs}
    assert shipped <= set(tellable())

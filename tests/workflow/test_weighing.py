"""What lists say of a step agrees with its own page: whose it is, and what of it is known to be missing."""

from pathlib import Path

import pytest
from demonstration import copied
from sqlmodel import Session, col, select

from states.main_path import way_of
from workflow import definitions
from workflow.database import Database
from workflow.decision import offers
from workflow.demo import stands_at
from workflow.models import Item, Person
from workflow.moments import bangkok_date
from workflow.weighing import leading_on

WHO = ("plandir", "director", "supown", "school01", "fin1")


@pytest.mark.one_database
def test_a_list_and_the_items_page_agree_on_every_item_of_the_sample(sample_may: str, tmp_path: Path) -> None:
    with copied(sample_may, tmp_path) as url:
        database = Database(url)
        with database.read() as session:
            told = [line for name in WHO for line in _compared(session, name)]
        database.dispose()
    assert [line for line in told if line.startswith("wrong")] == []
    assert len(told) > 10, "hardly a step was compared"


def _compared(session: Session, username: str) -> list[str]:
    """A line for each step of hers that leads on: by both ways, and wrong where they differ."""
    at = stands_at(session)
    person = session.exec(select(Person).where(Person.username == username)).one()
    items = session.exec(select(Item).where(Item.office_id == person.office_id).order_by(col(Item.id))).all()
    weighed = leading_on(session, items, person.id, bangkok_date(at))
    told = []
    for item in items:
        way = way_of(item.definition_hash, definitions.by_hash(session, item.definition_hash))
        full = {
            each.move.trigger: len(each.missing)
            for each in offers(session, item.id, by=person.id, at=at, on=bangkok_date(at))
            if each.denial is None and way.leads_on(item.state, each.move)
        }
        seen = {each.move.trigger: each for each in weighed[item.id]}
        if set(full) != set(seen):
            told.append(f"wrong: {username} {item.code}: {sorted(seen)}, not {sorted(full)}")
        for trigger, each in seen.items():
            lacks = full.get(trigger, 0)
            right = each.missing == lacks if each.judged else each.missing <= lacks
            told.append(f"{'right' if right else 'wrong'}: {username} {item.code} {trigger}")
    return told

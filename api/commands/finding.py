"""Which item and whose account a command means, and what an item is called in answers."""

from sqlmodel import Session, col, select

from api.commands.place import offices
from api.commands.refusals import CommandRefused
from states.model import Definition
from workflow import definitions, items
from workflow.errors import Denial, NotAllowed, UnknownItem
from workflow.models import Group, Item, Office, Person, School
from workflow.people import by_username


def item_of(session: Session, code: str, office: str | None) -> Item:
    """The item of this code, where only one office is meant.

    Raises UnknownItem, UnknownOffice, or CommandRefused where two offices have it and none was named.
    """
    if office:
        return items.find(session, offices(session, office)[0].id, code)
    found = session.exec(select(Item).where(Item.code == code)).all()
    if len(found) > 1:
        codes = sorted(items.offices_with(session, code))
        facts = {"code": code, "offices": ", ".join(codes)}
        raise CommandRefused("two_offices", facts, {"offices": codes})
    if not found:
        raise UnknownItem(code)
    return found[0]


def actor_and_item(session: Session, code: str, account: str, office: str | None) -> tuple[Person, Item]:
    """Who acts, and the item in her own office. Raises UnknownPerson, UnknownItem, and NotAllowed for the
    item of another office."""
    person = by_username(session, account)
    if office and offices(session, office)[0].id != person.office_id:
        raise NotAllowed(Denial("other_office"))
    return person, items.find(session, person.office_id, code)


class Names:
    """The names behind ids, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.offices = {each.id: each.code for each in session.exec(select(Office))}
        self.groups = {each.id: each.code for each in session.exec(select(Group))}
        self.schools = {each.id: each.code for each in session.exec(select(School))}
        self.people = {each.id: each for each in session.exec(select(Person))}

    def definition(self, item: Item) -> Definition:
        return definitions.by_hash(self._session, item.definition_hash)

    def item_codes(self) -> dict[int, str]:
        found = self._session.exec(select(Item.id, Item.code).order_by(col(Item.id)))
        return {item_id: code for item_id, code in found}  # noqa: C416  rows are not pairs to a type checker

    def username(self, person_id: int | None) -> str | None:
        return self.people[person_id].username if person_id is not None else None


def described(item: Item, names: Names, codes: dict[int, str]) -> dict[str, object]:
    """An item as JSON has it."""
    definition = names.definition(item)
    label = definition.by_state[item.state].label
    return {
        "office": names.offices[item.office_id],
        "kind": item.kind,
        "code": item.code,
        "title": item.title,
        "state": item.state,
        "state_label": label,
        "version": item.version,
        "definition": item.definition_hash,
        "fiscal_year": item.fiscal_year,
        "quarter": item.quarter,
        "starts_on": item.starts_on,
        "ends_on": item.ends_on,
        "effective_on": item.effective_on,
        "state_since": item.state_since,
        "parent": codes.get(item.parent_id) if item.parent_id else None,
        "group": names.groups.get(item.group_id) if item.group_id else None,
        "school": names.schools.get(item.school_id) if item.school_id else None,
        "owner": names.username(item.owner_id),
    }

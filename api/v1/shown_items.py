"""An item as programs see it, with the names of everything it refers to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.v1.shapes import BangkokDate, Instant, Named, named
from states.model import Definition
from workflow import definitions
from workflow.models import Group, Item, Person, School


class StateShown(Named):
    ending: str = Field(description="open, done (its purpose is met) or abandoned")


class OwnerShown(BaseModel):
    username: str
    name_th: str


class ItemShown(BaseModel):
    """A plan, project, report or paper on its way."""

    code: str
    kind: Named
    title: str
    fiscal_year: int = Field(description="Buddhist Era")
    quarter: int | None = Field(description="1 (October to December) to 4")
    starts_on: BangkokDate | None = Field(description="Bangkok date, C.E.")
    ends_on: BangkokDate | None = Field(description="Bangkok date, C.E.")
    state: StateShown
    version: int = Field(description="Rises with every step; send it back as expect_version")
    state_since: Instant = Field(description="When the last step was recorded, UTC")
    effective_on: BangkokDate = Field(description="Bangkok date of the last step, as signed or resolved")
    parent: str | None = Field(description="Code of the item it belongs to")
    group: Named | None
    school: Named | None
    owner: OwnerShown | None
    definition_hash: str


class ItemPage(BaseModel):
    """One page of a list in the order of codes."""

    items: list[ItemShown]
    next_after: str | None = Field(description="Send it as `after` for the next page; null on the last")


def show_items(session: Session, found: Sequence[Item]) -> list[ItemShown]:
    """The items with their names, in four statements however many there are."""
    parents = {row.id: row for row in _by_id(session, Item, (each.parent_id for each in found))}
    groups = {row.id: row for row in _by_id(session, Group, (each.group_id for each in found))}
    schools = {row.id: row for row in _by_id(session, School, (each.school_id for each in found))}
    owners = {row.id: row for row in _by_id(session, Person, (each.owner_id for each in found))}
    return [
        _shown(item, definitions.by_hash(session, item.definition_hash), parents, groups, schools, owners)
        for item in found
    ]


def show_item(session: Session, item: Item) -> ItemShown:
    return show_items(session, [item])[0]


def show_state(definition: Definition, state: str) -> StateShown:
    known = definition.by_state[state]
    return StateShown(code=state, th=known.label.th, en=known.label.en, ending=known.ending.value)


def _by_id(session: Session, table: Any, ids: Iterable[int | None]) -> Sequence[Any]:
    wanted = {each for each in ids if each is not None}
    return session.exec(select(table).where(col(table.id).in_(wanted))).all() if wanted else ()


def _shown(
    item: Item,
    definition: Definition,
    parents: Mapping[int | None, Item],
    groups: Mapping[int | None, Group],
    schools: Mapping[int | None, School],
    owners: Mapping[int | None, Person],
) -> ItemShown:
    parent, group = parents.get(item.parent_id), groups.get(item.group_id)
    school, owner = schools.get(item.school_id), owners.get(item.owner_id)
    return ItemShown(
        code=item.code,
        kind=named(item.kind, definition.label),
        title=item.title,
        fiscal_year=item.fiscal_year,
        quarter=item.quarter,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        state=show_state(definition, item.state),
        version=item.version,
        state_since=item.state_since,
        effective_on=item.effective_on,
        parent=parent.code if parent else None,
        group=Named(code=group.code, th=group.name_th, en=group.name_en or group.name_th) if group else None,
        school=Named(code=school.code, th=school.name_th, en=school.name_th) if school else None,
        owner=OwnerShown(username=owner.username, name_th=owner.name_th) if owner else None,
        definition_hash=item.definition_hash,
    )

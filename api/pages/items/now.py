"""Where an item stands, for other pages about it: the way so far, and the step that leads on from here."""

from dataclasses import dataclass

from api.pages.items.cards import Card, Form, Place, cards
from api.pages.items.marks import Mark, marks_of
from api.pages.plan.seat import Seat
from states.main_path import way_of
from workflow import definitions, queries
from workflow.decision import offers
from workflow.models import Item
from workflow.waiting import powers


@dataclass(frozen=True, slots=True)
class Now:
    """`step` is the one that leads on, hers before others'; `beside` where it stands off the main path."""

    item: Item
    state: str
    ended: bool
    marks: list[Mark]
    beside: bool
    step: Card | None

    @property
    def hers(self) -> bool:
        """The next step is for whoever looks."""
        return not self.ended and self.step is not None and self.step.status != "denied"


def now_of(place: Seat, item: Item) -> Now:
    """The item as it stands before whoever looks."""
    session, words = place.session, place.words
    definition = definitions.by_hash(session, item.definition_hash)
    way = way_of(item.definition_hash, definition)
    entries = session.exec(queries.entries_of(item.id)).all()
    offered = offers(session, item.id, by=place.person.id, at=place.at, on=place.on)
    roles = frozenset(power.role for power in powers(session, place.person.id, place.on))
    steps = cards(offered, Place(definition, item.state, way, roles), words, Form())
    return Now(
        item=item,
        state=words.label(definition.by_state[item.state].label),
        ended=definition.is_end(item.state),
        marks=marks_of(definition, way, item, entries, words),
        beside=item.state not in way.path,
        step=next((each for each in steps if each.tone in ("main", "on")), None),
    )


def state_of(place: Seat, item: Item) -> str:
    """The name of the state in which the item stands."""
    definition = definitions.by_hash(place.session, item.definition_hash)
    return place.words.label(definition.by_state[item.state].label)

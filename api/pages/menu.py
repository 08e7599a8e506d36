"""Where the head of every page leads, and for whom: the main entries, the rest, setting the office up."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from notifications.tellings import MINDERS
from workflow.changes import ORDER_KEEPERS, SETTERS
from workflow.meetings.bodies import APPOINTERS
from workflow.papers import letterhead, templates
from workflow.queries import Viewer
from workflow.retention import terms as retention

# Who comes to which page of settings: whoever may save there.
KEEPERS: Final[dict[str, tuple[str, ...]]] = {
    "people": ORDER_KEEPERS,
    "posts": ORDER_KEEPERS,
    "orders": ORDER_KEEPERS,
    "bodies": APPOINTERS,
    "structure": SETTERS,
    "definitions": (*SETTERS, "plan_director"),
    "ladders": (*SETTERS, "plan_director"),
    "channels": SETTERS,
    "letterhead": letterhead.KEEPERS,
    "templates": templates.WRITERS,
    "retention": retention.KEEPERS,
    "sign-in": SETTERS,
    "public": (*SETTERS, "plan_director"),
}


_SIGNERS: Final = frozenset({"area_director", "deputy_director", "plan_director", "group_director"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go: `key` names its section and its words `nav_<key>`."""

    key: str
    address: str
    shown: Callable[[Viewer], bool]


def _anybody(who: Viewer) -> bool:
    return True


def _office(who: Viewer) -> bool:
    return bool(who.roles) and not who.bounded


def _school(who: Viewer) -> bool:
    return "school_officer" in who.roles


def _signs(who: Viewer) -> bool:
    return bool(who.roles & _SIGNERS)


def _minds(who: Viewer) -> bool:
    return bool(who.roles & MINDERS)


MAIN: Final = (
    Entry("today", "/", _anybody),
    Entry("desk", "/desk", _signs),
    Entry("plan", "/plan", _office),
    Entry("items", "/items", _anybody),
    Entry("meetings", "/meetings", _office),
    Entry("quarter", "/quarter", _office),
    Entry("schools", "/schools", _anybody),
    Entry("surveys", "/surveys", _school),
    Entry("papers", "/papers", _anybody),
)
MORE: Final = (
    Entry("propose", "/proposals", _office),
    Entry("figures", "/figures", _office),
    Entry("year", "/year", _office),
    Entry("amendments", "/amendments", _office),
    Entry("development", "/development", _office),
    Entry("standards", "/standards", _office),
    Entry("goals", "/goals", _office),
    Entry("calendar", "/calendar", _office),
    Entry("import", "/import", _office),
    Entry("history", "/history", _office),
    Entry("as-of", "/as-of", _office),
    Entry("audit", "/audit", _office),
    Entry("health", "/health", _minds),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """The entries a person sees; `settings` names the pages of settings that are hers."""

    main: tuple[Entry, ...]
    more: tuple[Entry, ...]
    settings: tuple[str, ...]


def menu_of(who: Viewer) -> Menu:
    return Menu(
        tuple(entry for entry in MAIN if entry.shown(who)),
        tuple(entry for entry in MORE if entry.shown(who)),
        settings_of(who.roles),
    )


def settings_of(roles: Collection[str]) -> tuple[str, ...]:
    """The pages of settings on which somebody with these roles may save."""
    return tuple(page for page, keepers in KEEPERS.items() if set(roles) & set(keepers))

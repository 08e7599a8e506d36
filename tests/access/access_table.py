"""The table that says who may come where, read from table/*.yaml, and what it means for one person.

A row is `METHOD /address: who`, or a mapping with `who` and more:

who     anybody     also whoever has not signed in
        signed_in   every account in force
        office      everybody of the office with a post but school people
        sees        whoever sees the thing that the address names; it is 404 to everybody else
        hers        the one person whose thing it is (plan_officer's); it is 404 to everybody else
        settings:X  the keepers of the page X of settings (api/pages/menu.py)
        minders     whoever minds what is sent (notifications/tellings.py)
        [a, b]      these roles; a project owner or group director within her own group, where things have one
of      the thing that the address names (two_offices.py and small_things.py make it); another office's is 404
group   any: a group does not matter here; own: what is sent is for the first group alone
ended   open: what is at the end of its path may still be written to here; hidden: it is not found here
body    what is sent: it must be complete where a form is read before anybody asks who may
names   what the address is filled with, where the usual would not do
becomes what becomes of it for those who may come, where that is no answer of its own: hidden, where what is
        asked for is not there; forbidden or sign_in, where the password typed along is looked at first
few     true: an answer that takes long is only asked for by some
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from probing import COMES, ENDED_ACCOUNT, FORBIDDEN, HIDDEN, NOBODY, SIGN_IN, STRANGER, Route
from things import ENDED, FOREIGN, NOTHING, OTHER, OWN

from api.pages.menu import KEEPERS
from notifications.tellings import MINDERS

TABLE: Final = Path(__file__).parent / "table"
SCHOOL_PEOPLE: Final = frozenset({"school_officer", "school_cluster_chair"})
NO_POST: Final = "no_post"
WORDS: Final = frozenset({"anybody", "signed_in", "office", "sees", "hers", "minders"})
_BOUND: Final = frozenset({"project_owner", "group_director"})
# What school people see; everybody else of the office sees all of it.
_CHAIR_SEES: Final = frozenset(
    {"annual_plan", "plan_amendment", "project", "meeting", "document", "comment", "school_plan"}
)
_SCHOOL_SEES: Final = frozenset({"school_plan"})
_KEYS: Final = frozenset({"who", "of", "group", "ended", "becomes", "body", "few", "names"})


@dataclass(frozen=True, slots=True)
class Row:
    """Who may come to one address by one method."""

    key: str
    who: Any
    of: str = ""
    group: str = ""
    ended: str = ""
    body: Any = None
    becomes: str = ""
    few: bool = False
    names: Mapping[str, Any] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that may come, where roles decide."""
        if isinstance(self.who, list):
            return frozenset(self.who)
        if self.who == "minders":
            return frozenset(MINDERS)
        page = str(self.who).removeprefix("settings:")
        return frozenset(KEEPERS[page]) if page != self.who else frozenset()


def rows() -> dict[str, dict[str, Row]]:
    """Every row by area and address."""
    return {path.stem: _area(path) for path in sorted(TABLE.glob("*.yaml"))}


def _area(path: Path) -> dict[str, Row]:
    told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {key: _row(key, value) for key, value in told.items()}


def _row(key: str, told: Any) -> Row:
    values = told if isinstance(told, dict) else {"who": told}
    assert values.keys() <= _KEYS, f"{key}: {values.keys() - _KEYS}"
    row = Row(key, **values)
    assert row.roles or row.who in WORDS, f"{key}: {row.who} is no word of this table"
    return row


def role_of(who: str) -> str:
    return "plan_director" if who == STRANGER else who.partition("@")[0]


def expected(row: Row, route: Route, who: str, whose: str) -> frozenset[str]:
    """What may become of it when `who` asks for a thing of `whose` ("own", "other", "ended", "foreign")."""
    if row.who == "anybody":
        return frozenset({row.becomes or COMES})
    if who in (NOBODY, ENDED_ACCOUNT):
        return frozenset({SIGN_IN})
    abroad = bool(row.of) and (whose in (FOREIGN, NOTHING)) != (who == STRANGER)
    if abroad or (row.of and not _sees(row, who, whose)):
        # Whoever may do nothing here at all may be told so before anybody looks for the thing.
        return frozenset({HIDDEN} if _may(row, who) else {HIDDEN, FORBIDDEN})
    if whose == ENDED and not route.safe:  # any refusal will do: see `written_to`
        return frozenset({COMES, FORBIDDEN, HIDDEN})
    if whose == ENDED and row.ended == HIDDEN and _may(row, who):
        return frozenset({HIDDEN})
    if not _may(row, who) or _of_another_group(row, who, whose):
        return frozenset({FORBIDDEN})
    return frozenset({row.becomes or COMES})


def _may(row: Row, who: str) -> bool:
    if row.who in ("signed_in", "sees", "hers"):
        return True
    if row.who == "office":
        return who != NO_POST and role_of(who) not in SCHOOL_PEOPLE
    return role_of(who) in row.roles


def _sees(row: Row, who: str, whose: str) -> bool:
    role = role_of(who)
    if row.who == "hers":
        return who == "plan_officer"
    if row.of == "school" and row.key.startswith("GET /schools/"):  # school people see their own alone
        return who != NO_POST and role not in SCHOOL_PEOPLE
    if row.of in _OF_THE_OFFICE or row.who in ("office", "signed_in"):
        return True
    if who == NO_POST:
        return False
    if role == "school_officer":
        mine = "S002" if "@S002" in who else "S001"
        return row.of in _SCHOOL_SEES and mine == ("S002" if whose == OTHER else "S001")
    return role != "school_cluster_chair" or row.of in _CHAIR_SEES


# Things that belong to the office as a whole: only the role decides.
_OF_THE_OFFICE: Final = frozenset(
    {
        *("body", "person", "absence", "order", "contact", "message", "post"),
        *("group", "cluster", "school", "number", "survey"),
    }
)


def _of_another_group(row: Row, who: str, whose: str) -> bool:
    """Her role may, but within her own group only."""
    if role_of(who) not in _BOUND or role_of(who) not in row.roles or row.group == "any":
        return False
    if row.group == "own":
        return "@ADM" in who
    if not row.of:
        return False
    if row.of in _OF_THE_OFFICE:
        return False
    return ("@ADM" in who) != (whose == OTHER)


def written_to(row: Row, route: Route, whose: str, status: int) -> bool:
    """Whether something at the end of its path was changed although nobody may."""
    return whose == ENDED and not route.safe and row.ended != "open" and status < 400


def whose_things(row: Row, known: Mapping[str, Any]) -> list[str]:
    """Whose things are asked for under this address."""
    if not row.of:
        return [OWN]
    return [OWN, *(whose for whose in (OTHER, ENDED) if whose in known), FOREIGN]

"""Takes back, entry by entry, what was changed later in an office's structure, posts and orders."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from workflow.asof.course import Told
from workflow.models import (
    Body,
    Cluster,
    Delegation,
    Group,
    Member,
    Occupancy,
    Person,
    Position,
    School,
)

# What holds from a day of its own: a change of it says when it was known, not from when it holds.
_DAYS: Final = frozenset({"valid_from", "valid_to", "active_from", "active_to"})


@dataclass(slots=True)
class Kept:
    """Copies of the rows, which no session knows; `doubtful` are members whose last day then is not told."""

    people: list[Person] = field(default_factory=list)
    posts: list[Position] = field(default_factory=list)
    held: list[Occupancy] = field(default_factory=list)
    orders: list[Delegation] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)

    def post(self, code: str) -> int:
        """The key of the post of this code; 0 where there is none."""
        return next((each.id for each in self.posts if each.code == code), 0)

    def person(self, username: str) -> int:
        return next((each.id for each in self.people if each.username == username), 0)


def take_back(kept: Kept, entry: Told, code: str, *, known: bool, given: Sequence[tuple[Told, str]]) -> None:
    """Puts the rows back to how they were before an entry, whose subject's code is `code`.

    Of an entry that was known only what has no day of its own is taken back: names, of which the day asked
    about had not come. `given` are all orders that were ever recorded, each with the code of its post.
    """
    told = entry.told
    if entry.kind in _STRUCTURE:
        _take_back_structure(kept, entry, told, code, known=known)
    elif known:
        return
    elif entry.kind == "occupancy":
        _take_back_appointment(kept, told, code)
    elif entry.kind == "delegation":
        _take_back_order(kept, told, code, given)
    elif entry.kind == "member":
        _take_back_member(kept, told, code)


_STRUCTURE: Final[Mapping[str, Callable[[Kept], list[Any]]]] = {
    "person": lambda kept: kept.people,
    "position": lambda kept: kept.posts,
    "group": lambda kept: kept.groups,
    "school": lambda kept: kept.schools,
    "cluster": lambda kept: kept.clusters,
    "body": lambda kept: kept.bodies,
}


def _take_back_structure(kept: Kept, entry: Told, told: Mapping[str, Any], code: str, *, known: bool) -> None:
    """A row added is gone again, a name changed is the one before."""
    cluster = "cluster" in told or told.get("added") == "cluster"
    rows = _STRUCTURE["cluster" if cluster else entry.kind](kept)
    if "added" in told or told.get("service"):
        for each in () if known else told.get("codes", (code,)):
            newest = max((row for row in rows if _code(row) == each), key=_begins, default=None)
            if newest is not None:
                rows.remove(newest)
        return
    changed = told.get("changed")
    if not isinstance(changed, dict):
        return
    wanted = told.get("cluster") or code
    row = _changed_row(rows, wanted, changed)
    for name, (before, _) in changed.items() if row is not None else ():
        if not (known and name in _DAYS):
            setattr(row, name, _as_kept(name, before))


def _changed_row(rows: Iterable[Any], code: str, changed: Mapping[str, Any]) -> Any:
    """The row of this code that is as the entry left it; bodies of a code follow each other."""
    mine = [row for row in rows if _code(row) == code]
    fitting = [
        row
        for row in mine
        if all(getattr(row, name) == _as_kept(name, after) for name, (_, after) in changed.items())
    ]
    return next(iter(fitting or mine), None)


def _code(row: Any) -> str:
    return str(row.username if isinstance(row, Person) else row.code)


def _begins(row: Any) -> datetime.date:
    since = row.active_from if isinstance(row, Person) else getattr(row, "valid_from", datetime.date.min)
    return since if isinstance(since, datetime.date) else datetime.date.min


def _as_kept(name: str, value: Any) -> Any:
    """A value of an entry as a row has it."""
    return _day(value) if name in _DAYS else value


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _take_back_appointment(kept: Kept, told: Mapping[str, Any], code: str) -> None:
    """Whoever was appointed is not yet; who was to leave stays as long as she was to stay before."""
    for post, username, since, _, order_no in told.get("appointed", ()):
        key = (kept.post(post), kept.person(username), _day(since), order_no)
        kept.held = [
            row for row in kept.held if (row.position_id, row.person_id, row.valid_from, row.order_no) != key
        ]
    if "changed" in told:
        before, after = (_day(each) for each in told["changed"]["valid_to"])
        for row in kept.held:
            if row.position_id == kept.post(code) and row.valid_to == after:
                row.valid_to = before
                return


def _take_back_order(
    kept: Kept, told: Mapping[str, Any], code: str, given: Sequence[tuple[Told, str]]
) -> None:
    """An order given is not yet, one ended runs as long as it was to, one withdrawn stands again."""
    post, person = kept.post(code), kept.person(told["person"])
    mine = [
        row
        for row in kept.orders
        if (row.position_id, row.person_id, row.order_no) == (post, person, told["order_no"])
    ]
    if "changed" in told:
        before, after = (_day(each) for each in told["changed"]["valid_to"])
        for row in mine:
            if row.valid_to == after and before is not None:
                row.valid_to = before
    elif "withdrawn" in told:
        kept.orders += _given_again(told, code, post, person, given)
    elif "from" in told:
        gone = [row for row in mine if row.valid_from == _day(told["from"])]
        kept.orders = [row for row in kept.orders if row not in gone]


def _given_again(
    told: Mapping[str, Any], code: str, post: int, person: int, given: Sequence[tuple[Told, str]]
) -> list[Delegation]:
    """An order that was withdrawn, as the entry tells by which it was given."""
    since, until = told["withdrawn"]
    for entry, at_post in given:
        said = entry.told
        same = (said["person"], said["order_no"], said["from"]) == (told["person"], told["order_no"], since)
        if at_post == code and same:
            return [
                Delegation(
                    office_id=0,
                    position_id=post,
                    person_id=person,
                    capacity=said["capacity"],
                    subjects=said["subjects"],
                    order_no=said["order_no"],
                    ordered_on=entry.effective_on,
                    valid_from=datetime.date.fromisoformat(since),
                    valid_to=datetime.date.fromisoformat(until),
                )
            ]
    return []


def _take_back_member(kept: Kept, told: Mapping[str, Any], code: str) -> None:
    """Members that an order seated sit no more; one who left sits as long as she was to, if that is told."""
    bodies = {each.id for each in kept.bodies if each.code == code}
    ended = "valid_to" in told
    for name, role in told.get("members", ()):
        mine = [
            row for row in kept.members if row.body_id in bodies and (row.name_th, row.role) == (name, role)
        ]
        if not ended:
            gone = [row.id for row in mine if row.order_no == told["order_no"]][-1:]
            kept.members = [row for row in kept.members if row.id not in gone]
            continue
        for row in (row for row in mine if row.valid_to == _day(told["valid_to"])):
            if "changed" in told:
                row.valid_to = _day(told["changed"]["valid_to"][0])
            else:
                row.valid_to = None
                kept.doubtful.add(row.id)

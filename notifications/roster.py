"""Who stands in for whom on a day: the posts of an office, who holds them, who is away, who acts for them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, or_, select

from states.catalogue import catalogue
from workflow.models import Absence, Delegation, Occupancy, Person, Position
from workflow.permissions import ACTING, ON_BEHALF
from workflow.queries import in_force_on

Told = dict[int, str]
"""Whom to tell, each with why it goes to her: empty for the holder of the post, see `because`."""


@dataclass(frozen=True, slots=True)
class Lent:
    """An order by which somebody acts for a post; no subjects means all of them."""

    person_id: int
    capacity: str
    subjects: frozenset[str]

    def covers(self, kind: str) -> bool:
        return not self.subjects or any(each.partition(".")[0] == kind for each in self.subjects)


@dataclass
class Roster:
    """The posts of one office on one Bangkok date.

    `holders` and `lent` are by post; `present` are the people in service that day, `away` those on leave.
    """

    posts: tuple[Position, ...]
    holders: Mapping[int, tuple[int, ...]]
    lent: Mapping[int, tuple[Lent, ...]]
    present: frozenset[int]
    away: frozenset[int]
    _by_role: dict[str, list[Position]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_role = defaultdict(list)
        for post in self.posts:
            self._by_role[post.role].append(post)

    @classmethod
    def on(cls, session: Session, office_id: int, day: datetime.date) -> "Roster":
        """As the office's register has it; four statements."""
        posts = session.exec(
            select(Position)
            .where(Position.office_id == office_id, in_force_on(Position, day))
            .order_by(col(Position.id))
        ).all()
        service = session.exec(
            select(Person.id).where(
                Person.office_id == office_id,
                col(Person.is_service).is_(False),
                Person.active_from <= day,
                or_(col(Person.active_to).is_(None), col(Person.active_to) >= day),
            )
        )
        away = session.exec(
            select(Absence.person_id)
            .join(Person, col(Person.id) == col(Absence.person_id))
            .where(Person.office_id == office_id, Absence.valid_from <= day, Absence.valid_to >= day)
        )
        in_service, on_leave = frozenset(service), frozenset(away)
        return cls(
            posts=tuple(posts),
            holders=_held(session, office_id, day),
            lent=_lent(session, office_id, day),
            present=in_service - on_leave,
            away=on_leave & in_service,
        )

    def holding(
        self, role: str, *, group_id: int | None = None, school_id: int | None = None
    ) -> list[Position]:
        """The posts of a role that reach a group or school: the role's scope decides which."""
        known = catalogue().roles.get(role)
        scope = known.scope if known else "office"
        posts = self._by_role.get(role, [])
        if scope == "group" and group_id is not None:
            found = [post for post in posts if post.group_id == group_id]
            return found or self._plan_group_led(role, group_id)
        if scope == "school" and school_id is not None:
            return [post for post in posts if post.school_id == school_id]
        return posts

    def _plan_group_led(self, role: str, group_id: int) -> list[Position]:
        """The plan group may have no other head than its own director."""
        posts = self._by_role.get("plan_director", []) if role == "group_director" else []
        return [post for post in posts if post.group_id == group_id]

    def told(
        self, role: str, kind: str, *, group_id: int | None = None, school_id: int | None = None
    ) -> Told:
        """Whoever holds the role that day; else who acts for it; else the role one level up, which says so.

        `kind` is the kind of paper, for orders that are limited to some. Empty where nobody is left to tell.
        """
        why = ""
        for level in _ladder(role):
            posts = self.holding(level, group_id=group_id, school_id=school_id)
            found = self._at(posts, kind)
            if found:
                return {person: said if level == role else why for person, said in found.items()}
            why = why or self._missing(posts, level)
        return {}

    def first_of(
        self, roles: Iterable[str], kind: str, *, group_id: int | None, school_id: int | None
    ) -> Told:
        """Everybody who holds one of the roles or acts for it; else one level above the first."""
        names = list(roles)
        found: Told = {}
        for role in names:
            found |= self._at(self.holding(role, group_id=group_id, school_id=school_id), kind)
        if found or not names:
            return found
        return self.told(names[0], kind, group_id=group_id, school_id=school_id)

    def everybody(self, *, except_for: Iterable[str]) -> Told:
        """All in service that day who hold a post, also on leave, but for the holders of some roles."""
        others = {person for role in except_for for person in self.holders_of(role)}
        people = {person for post in self.posts for person in self.holders.get(post.id, ())}
        return {person: "" for person in sorted(people - others) if self.serves(person)}

    def holders_of(self, role: str) -> list[int]:
        """Whoever holds a post of the role and is in service, also on leave."""
        people = {each for post in self._by_role.get(role, []) for each in self.holders.get(post.id, ())}
        return sorted(each for each in people if self.serves(each))

    def heads(self, role: str) -> list[int]:
        """The same, and whoever acts in all matters for a post that nobody there holds."""
        acting = self._at(self._by_role.get(role, []), "")
        return sorted({*self.holders_of(role), *acting})

    def serves(self, person: int) -> bool:
        """Whether she is in the office's service that day, also on leave."""
        return person in self.present or person in self.away

    def owner(self, owner_id: int, role: str, kind: str, *, group_id: int | None = None) -> Told:
        """The person named as owner while she holds a post; away or gone, whoever stands in for the role."""
        posts = [post for post in self.posts if owner_id in self.holders.get(post.id, ())]
        if posts and owner_id in self.present:
            return {owner_id: ""}
        acting = self._acting(posts, kind)
        if acting:
            return acting
        said = f"absent:{owner_id}" if owner_id in self.away and posts else f"left:{owner_id}"
        others = [each for each in self.told(role, kind, group_id=group_id) if each != owner_id]
        above = catalogue().roles[role].up
        if said.startswith("absent") and above:
            others = list(self.told(above, kind, group_id=group_id))
        return dict.fromkeys(others, said)

    def _at(self, posts: Iterable[Position], kind: str) -> Told:
        """Those who hold the posts and are there, or act for the ones that nobody there holds."""
        found: Told = {}
        for post in posts:
            there = [each for each in self.holders.get(post.id, ()) if each in self.present]
            found |= dict.fromkeys(there, "") if there else self._acting([post], kind)
        return found

    def _acting(self, posts: Iterable[Position], kind: str) -> Told:
        return {
            lent.person_id: f"acting:{post.id}"
            for post in posts
            for lent in self.lent.get(post.id, ())
            if lent.person_id in self.present and lent.covers(kind)
        }

    def _missing(self, posts: list[Position], role: str) -> str:
        """Why nobody of a role can be told: the post is vacant, or its holder away."""
        for post in posts:
            away = [each for each in self.holders.get(post.id, ()) if each in self.away]
            return f"absent:{away[0]}" if away else f"vacant:{post.id}"
        return f"vacant:{role}"


def _ladder(role: str) -> list[str]:
    """The role and those above it, each once."""
    found: list[str] = []
    while role and role not in found:
        found.append(role)
        known = catalogue().roles.get(role)
        role = known.up if known else ""
    return found


def _held(session: Session, office_id: int, day: datetime.date) -> dict[int, tuple[int, ...]]:
    rows = session.exec(
        select(Occupancy.position_id, Occupancy.person_id)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(Position.office_id == office_id, in_force_on(Occupancy, day))
        .order_by(col(Occupancy.id))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for post, person in rows:
        found[post].append(person)
    return {post: tuple(people) for post, people in found.items()}


def _lent(session: Session, office_id: int, day: datetime.date) -> dict[int, tuple[Lent, ...]]:
    """The orders in force; those who act for a post (รักษาราชการแทน) before those who sign on its behalf."""
    rows = session.exec(
        select(Delegation)
        .where(Delegation.office_id == office_id, in_force_on(Delegation, day))
        .order_by(col(Delegation.id))
    )
    found: dict[int, list[Lent]] = defaultdict(list)
    for row in rows:
        subjects = frozenset(part.strip() for part in row.subjects.split(",") if part.strip())
        found[row.position_id].append(Lent(row.person_id, row.capacity, subjects))
    order = (ACTING, ON_BEHALF)
    return {
        post: tuple(sorted(orders, key=lambda each: order.index(each.capacity)))
        for post, orders in found.items()
    }

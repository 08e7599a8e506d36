"""The names that entries refer to by number: people, posts, groups, schools and states, each read once."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from workflow import definitions
from workflow.models import Group, Person, Position, School

NOBODY = ("", "")


class Names:
    """What people, posts, groups, schools and states of an office are called.

    An office has some hundreds of people and schools; they are kept as long as a log is being read. Items,
    of which there may be a million, are not among them (see `cases`).
    """

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._people: dict[int, tuple[str, str]] = {}
        self._positions: dict[int, tuple[str, str]] = {}
        self._states: dict[tuple[str, str], str] = {}
        of_groups = select(Group.id, Group.code, Group.name_th).where(Group.office_id == office_id)
        self._groups = {number: (code, name) for number, code, name in session.exec(of_groups)}
        of_schools = select(School.id, School.code, School.name_th).where(School.office_id == office_id)
        self._schools = {number: (code, name) for number, code, name in session.exec(of_schools)}

    def learn(self, rows: Iterable[Any]) -> None:
        """Reads the people and posts that these entries name and that are not known yet."""
        people, positions = set(), set()
        for row in rows:
            people |= {row.actor_id, row.principal_id}
            positions.add(row.position_id)
        self._learn_people(people - self._people.keys() - {None})
        self._learn_positions(positions - self._positions.keys() - {None})

    def _learn_people(self, wanted: set[int]) -> None:
        if wanted:
            found = select(Person.id, Person.username, Person.name_th).where(col(Person.id).in_(wanted))
            self._people |= {number: (login, name) for number, login, name in self._session.exec(found)}

    def _learn_positions(self, wanted: set[int]) -> None:
        if wanted:
            found = select(Position.id, Position.title_th, Position.group_id)
            rows = self._session.exec(found.where(col(Position.id).in_(wanted)))
            self._positions |= {number: (title, self.group(of)[1]) for number, title, of in rows}

    def person(self, number: int | None) -> tuple[str, str]:
        """The account and the Thai name of a person."""
        return self._people.get(number or 0, NOBODY)

    def position(self, number: int | None) -> tuple[str, str]:
        """The title of a post, and the name of the group it belongs to."""
        return self._positions.get(number or 0, NOBODY)

    def group(self, number: int | None) -> tuple[str, str]:
        """The code and the name of a group."""
        return self._groups.get(number or 0, NOBODY)

    def school(self, number: int | None) -> tuple[str, str]:
        """The code and the name of a school."""
        return self._schools.get(number or 0, NOBODY)

    def state(self, definition_hash: str, state: str) -> str:
        """What a state is called in Thai."""
        key = (definition_hash, state)
        if key not in self._states:
            self._states[key] = definitions.state_label(self._session, definition_hash, state).th
        return self._states[key]

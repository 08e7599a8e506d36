"""What the list of schools is asked for in its address: the year, a cluster, a state, who owes an answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.plain_text import PlainText
from states.thai import search_text
from workflow.schools.answering import Missing, SchoolAsked
from workflow.schools.progress import Standing

Short = Annotated[PlainText, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class AskedSchools:
    """The list's address, read; `year` as typed, empty for the year that the desk begins with."""

    q: str = ""
    cluster: str = ""
    state: str = ""
    missing: str = ""
    year: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.cluster or self.state or self.missing)

    def query(self, **changes: Any) -> str:
        """The address of the same list with something changed, empty words left out."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})

    def found(self, schools: Sequence[SchoolAsked]) -> list[SchoolAsked]:
        """The schools that are asked for: those most days late first, then by code."""
        words = search_text(self.q).split()
        wanted = [
            each
            for each in schools
            if (not self.cluster or each.now.cluster == self.cluster.strip("-"))
            and (not self.state or each.now.standing == self.state)
            and each.lacks(self.missing)
            and all(word in search_text(f"{each.now.code} {each.now.name_th}") for word in words)
        ]
        return sorted(wanted, key=lambda each: (-each.days_late, each.now.code))


def asked_schools(
    q: Annotated[PlainText, Query(max_length=200)] = "",
    cluster: Short = "",
    state: Short = "",
    missing: Short = "",
    year: Short = "",
) -> AskedSchools:
    """The address as it was typed; a state or a lack that there is none of narrows nothing."""
    return AskedSchools(
        q.strip(),
        cluster,
        state if state in set(Standing) else "",
        missing if missing in set(Missing) else "",
        year.strip(),
    )


AskedList = Annotated[AskedSchools, Depends(asked_schools)]

"""Every kind of item with its path in force: since when, by whom, what is under way by which version."""

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk
from states.model import Definition
from workflow import definitions
from workflow.paths.verdicts import open_by_definition
from workflow.paths.versions import Version, versions

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind: its version in force, how many open items are on it, and on earlier ones by number."""

    definition: Definition
    version: Version
    current: int
    earlier: tuple[tuple[int, int], ...]

    @property
    def behind(self) -> int:
        return sum(count for _, count in self.earlier)


@router.get("/settings/definitions")
def show(desk: AtDesk) -> HTMLResponse:
    """The kinds in a table; no statement more for more of them."""
    counts = open_by_definition(desk.session, desk.office_id)
    by_kind: dict[str, list[Version]] = defaultdict(list)
    for each in versions(desk.session, desk.office_id, desk.at):
        by_kind[each.kind].append(each)
    rows = [_row(desk, found, counts) for found in by_kind.values()]
    rows.sort(key=lambda row: (-row.behind, row.definition.kind))
    return desk.page("definitions/list.html", rows=rows, behind=sum(row.behind for row in rows))


def _row(desk: AtDesk, found: list[Version], counts: dict[str, int]) -> Row:
    last = found[-1]
    newest = {each.hash: each.number for each in found}  # published twice, it counts as the later
    earlier = tuple(
        (number, counts[name]) for name, number in newest.items() if name != last.hash and counts.get(name)
    )
    return Row(
        definitions.by_hash(desk.session, last.hash), last, counts.get(last.hash, 0), tuple(sorted(earlier))
    )

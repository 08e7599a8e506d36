"""The pages beside an item's own, where the work on it is done: a proposal, a meeting, a quarter, a plan."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from workflow.models import Item, Obligation
from workflow.queries import Viewer

# Before a project stands in the plan it is its proposal; from then on its report is due at the end.
PROPOSED: Final = frozenset({"draft", "returned", "submitted", "group_endorsed", "under_screening"})
_LEFT: Final = frozenset({"merged", "not_selected", "cancelled"})
_BY_AMENDING: Final = frozenset({"D-AM-01", "D-AM-02"})
_REPORTED: Final = frozenset({"completed", "report_returned", "reported", "closed"})


@dataclass(frozen=True, slots=True)
class Way:
    """A page and the key of its words; `main` is the one to open first."""

    address: str
    words: str
    main: bool = False


def ways(item: Item, who: Viewer) -> tuple[Way, ...]:
    """Where else the item is worked on; nothing for school people, whose pages are few."""
    if who.bounded or not who.roles:
        return ()
    code, year = quote(item.code, safe=""), item.fiscal_year
    if item.kind == "project":
        return _of_project(item, code)
    if item.kind == "quarterly_report" and item.quarter:
        return (Way(f"/quarter/{year}/{item.quarter}", "way_quarter", main=True),)
    address = {
        "annual_plan": f"/plan/{year}",
        "annual_report": f"/reports/annual/{year}",
        "expenditure_analysis": f"/reports/expenditure/{year}",
        "meeting": f"/meetings/{code}",
        "plan_amendment": f"/amendments/{code}",
    }.get(item.kind)
    return (Way(address, f"way_{item.kind}", main=True),) if address else ()


def _of_project(item: Item, code: str) -> tuple[Way, ...]:
    proposal = Way(f"/proposals/{code}", "way_proposal", main=item.state in PROPOSED)
    if item.state in PROPOSED | _LEFT:
        return (proposal,)
    report = Way(f"/projects/{code}/report", "way_report", main=item.state in _REPORTED)
    row = Way(f"/plan/{item.fiscal_year}?q={code}", "way_row")
    return (proposal, report, row)


def address_of_duty(item: Item, duty: Obligation, papers: Collection[int]) -> str:
    """Where what is owed on an item is done: an amendment's meeting has its own list, the rest its item."""
    if duty.code in _BY_AMENDING:
        return f"/amendments?year={item.fiscal_year}"
    return address_of(item, papers)


def address_of(item: Item, papers: Collection[int]) -> str:
    """Where the next step on an item is taken: a paper's desk for those among `papers`, a meeting's page, a
    proposal's while it is one, else the item's own page."""
    if item.id in papers:
        area = "papers"
    elif item.kind == "meeting":
        area = "meetings"
    elif item.kind == "project" and item.state in PROPOSED:
        area = "proposals"
    else:
        area = "items"
    return f"/{area}/{quote(item.code, safe='')}"

"""The same answers as on the pages, as JSON for programs: everything under /api/v1."""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from api.together import together
from api.v1 import (
    absences,
    account,
    actions,
    amendments,
    analysis,
    as_of,
    assessment,
    audit,
    bodies,
    calendar,
    checkpoints,
    definition_moves,
    definitions,
    development,
    evidence,
    goals,
    history,
    history_export,
    items,
    ladders,
    letterhead,
    lines,
    me,
    meetings,
    money,
    offices,
    outcomes,
    packs,
    paper_outputs,
    paper_steps,
    papers,
    particulars,
    planned,
    project_reports,
    proposals,
    registers,
    reports,
    schools,
    sign_in,
    staffing,
    surveys,
    templates,
    told,
    verify,
)
from api.v1.described import described

DESCRIPTION = """\
ขั้นตอน: โต๊ะอนุมัติงานของสำนักงานเขตพื้นที่การศึกษา · The approval desk of a Thai Educational Service Area Office.

* Dates are Bangkok dates, `YYYY-MM-DD` in the Common Era; a Buddhist year is refused with the date it
  probably means. Fiscal years are Buddhist Era (2561 runs from 1 October 2017). Moments are UTC.
  Amounts given as evidence are baht with at most two decimals.
* Sign in at `/api/v1/sign-in` and send `Authorization: Bearer TOKEN`.
* A refusal is `application/problem+json` in Thai and English, with everything missing and who can supply it.
* `Idempotency-Key` on any POST or PUT: the same key and request get one answer, nothing twice.
"""
PREFIX = "/api/v1"


def mount(app: FastAPI) -> None:
    """Adds every JSON address, and the description of them all at /openapi.json."""
    for part in (
        actions,  # first: routes are tried in their order, and nothing is asked for more often than a step
        *(sign_in, account, offices, absences, definitions, definition_moves, staffing),
        *(items, evidence),
        *(schools, analysis, surveys, development, assessment),
        *(proposals, planned, amendments, meetings, reports, outcomes),
        *(history, checkpoints, history_export, as_of, audit, packs),
        *(money, goals, lines, bodies, particulars, project_reports),
        *(calendar, ladders, me, told),
        *(papers, paper_steps, paper_outputs, registers, letterhead, templates, verify),
    ):
        _put_together(part.router)
        app.include_router(part.router, prefix=PREFIX)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]


def _put_together(router: APIRouter) -> None:
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.endpoint = together(route.endpoint)

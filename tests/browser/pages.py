"""The catalogue of pages: every address a person can open, who opens it, and a concrete one to look at.

A page gets its line here when it is made; tests/browser/test_page_catalogue.py finds those that were
forgotten, and everything that is asked of every page (tests/browser/test_every_page.py, `python3 run.py
tour`) is then asked of it. An address may name what changes from sample to sample, like {paper}:
sample.py has these.
"""

from dataclasses import dataclass
from typing import Final

NOBODY: Final = ""  # somebody who has not signed in


@dataclass(frozen=True, slots=True)
class Page:
    """One view: the route as the application knows it, the account that looks, and where it looks."""

    route: str
    who: str
    address: str = ""
    status: int = 200

    @property
    def where(self) -> str:
        return self.address or self.route

    @property
    def name(self) -> str:
        """What its test and its picture are called: the address in letters, digits and dashes."""
        kept = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in self.where)
        name = "-".join(part for part in kept.split("-") if part) or "today"
        return f"{name}-{self.who or 'public'}".lower()


PAGES: Final = (
    # Signing in, and pages that anybody may open.
    Page("/sign-in", NOBODY),
    Page("/forgotten", NOBODY),
    Page("/first", NOBODY),
    Page("/reset", NOBODY),
    Page("/reset/{code}", NOBODY, "/reset/ABCD-EFGH"),
    Page("/account", "plandir"),
    Page("/account/password", "plandir"),
    Page("/account/second-factor", "director"),
    Page("/verify", NOBODY),
    Page("/verify/{code}", NOBODY, "/verify/AAAA-AAAA-AAAA"),
    Page("/public", NOBODY),
    Page("/public/{office}", NOBODY, "/public/UTD2"),
    Page("/public/{office}/plan/{fiscal_year}", NOBODY, "/public/UTD2/plan/2561"),
    Page("/public/{office}/oit/{fiscal_year}", NOBODY, "/public/UTD2/oit/2561"),
    Page("/{address:path}", NOBODY, "/no-such-page", status=404),
    # Today.
    Page("/", "plandir"),
    Page("/", "director"),
    Page("/", "supown"),
    Page("/", "school01"),
    Page("/desk", "director"),
    Page("/search", "plandir", "/search?q=%E0%B8%AD%E0%B9%88%E0%B8%B2%E0%B8%99"),
    Page("/notices", "plandir"),
    Page("/notices/settings", "plandir"),
    Page("/calendar", "plandir"),
    Page("/calendar/change", "plandir", "/calendar/change?day=2018-08-15&name=holiday"),
    # Items.
    Page("/items", "plandir"),
    Page("/items", "plandir", "/items?kind=project"),
    Page("/items/{code}", "plandir", "/items/AP2561"),
    Page("/items/{code}", "admown", "/items/P001"),
    Page("/items/{code}", "plan3", "/items/QR2561-2"),
    Page("/items/{code}", "plansec", "/items/A2"),
    Page("/items/{code}", "plansec", "/items/M5"),
    Page("/items/{code}", "plandir", "/items/NOTHING", status=404),
    Page("/items/{code}/papers/{paper}", "plandir", "/items/P001/papers/proposal_form"),
    Page("/items/{code}/papers/{paper}", "plandir", "/items/AP2561/papers/plan_book"),
    Page("/history", "auditor"),
    Page("/history", "auditor", "/history?check=true"),
    Page("/history/checkpoints", "auditor"),
    Page("/history/export", "auditor"),
    Page("/as-of", "auditor", "/as-of?on=2018-03-15&known=2018-03-20"),
    Page("/as-of/roster", "auditor", "/as-of/roster?on=2018-03-15"),
    Page("/as-of/definitions", "auditor", "/as-of/definitions?on=2018-03-15&kind=project"),
    Page("/items/{code}/as-of", "auditor", "/items/AP2561/as-of?on=2018-03-15&known=2018-03-20"),
    Page("/plan/{year}/as-of", "auditor", "/plan/2561/as-of?on=2018-03-15&known=2018-03-20"),
    Page("/audit", "auditor"),
    Page("/audit/{question}", "auditor", "/audit/entries?group=SUP"),
    Page("/audit/{question}", "auditor", "/audit/stays?kind=project"),
    Page("/audit/{question}", "auditor", "/audit/powers?person=plandir"),
    # The plan, its money and its amendments.
    Page("/plan", "plandir"),
    Page("/plan/{year}", "plandir", "/plan/2561?group=PLN"),
    Page("/plan/{year}", "director", "/plan/2561"),
    Page("/plan/{year}/money", "plandir", "/plan/2561/money"),
    Page("/amendments", "plandir"),
    Page("/amendments/new", "plan1"),
    Page("/amendments/{code}", "plandir", "/amendments/A2"),
    Page("/amendments/{code}/edit", "plandir", "/amendments/{amendment}/edit"),
    Page("/figures", "plandir"),
    Page("/goals", "plandir"),
    # Schools, the development plan and the work standards.
    Page("/schools", "plandir"),
    Page("/schools", "school01"),
    Page("/schools/open", "plandir"),
    Page("/schools/{code}", "plandir", "/schools/S001"),
    Page("/development", "plandir"),
    Page("/development/new", "plandir"),
    Page("/development/{code}", "plandir", "/development/{development}"),
    Page("/development/{code}", "plandir", "/development/NONE", 404),
    Page("/development/{code}/edit", "plandir", "/development/{development}/edit"),
    Page("/standards", "plandir"),
    Page("/standards/{year}", "plandir", "/standards/2561"),
    # Proposals and reports of projects.
    Page("/proposals", "plandir"),
    Page("/proposals", "supown"),
    Page("/proposals/new", "supown"),
    Page("/proposals/{code}", "supown", "/proposals/{proposal}"),
    Page("/proposals/{code}/similar", "supown", "/proposals/{proposal}/similar"),
    Page("/proposals/{code}/paper", "supown", "/proposals/{proposal}/paper"),
    *(
        Page("/proposals/{code}/{section}", "supown", f"/proposals/{{proposal}}/{section}")
        for section in (
            "frame",
            "reason",
            "targets",
            "alignment",
            "activities",
            "budget",
            "indicators",
            "results",
        )
    ),
    Page("/projects/{code}/report", "admown", "/projects/P015/report"),
    # Meetings.
    Page("/meetings", "plansec"),
    Page("/meetings/new", "plansec"),
    Page("/meetings/outside", "boardrec"),
    Page("/meetings/bodies/{body}", "plansec", "/meetings/bodies/plan_committee"),
    Page("/meetings/{code}", "plansec", "/meetings/M5"),
    Page("/meetings/{code}", "director", "/meetings/M4"),
    Page("/meetings/{code}/entries/{entry}", "plansec", "/meetings/M5/entries/{entry}"),
    Page("/meetings/{code}/show/{number}", "plansec", "/meetings/M5/show/1"),
    Page("/meetings/{code}/many", "plansec", "/meetings/M5/many"),
    Page("/meetings/{code}/close", "plansec", "/meetings/M5/close"),
    # The quarter's desk.
    Page("/quarter", "plan3"),
    Page("/quarter/{year}/{quarter}", "plan3", "/quarter/2561/2"),
    Page("/quarter/{year}/{quarter}", "supown", "/quarter/2561/3"),
    Page("/quarter/{year}/{quarter}/projects/{code}", "admown", "/quarter/2561/2/projects/P001"),
    # Reports of the year, and what schools are asked.
    Page("/reports/annual/{year}", "plan1", "/reports/annual/2561"),
    Page("/reports/expenditure/{year}", "plan1", "/reports/expenditure/2561"),
    Page("/surveys", "school01"),
    Page("/surveys/{code}/answer", "school01", "/surveys/{survey}/answer"),
    # Papers.
    Page("/papers", "plan1"),
    Page("/papers/new", "plan1"),
    Page("/papers/{code}", "plan1", "/papers/{paper}"),
    Page("/registers", "clerk1"),
    Page("/registers/{kind}/{year}", "clerk1", "/registers/outgoing/2561"),
    # The year's figures.
    Page("/year", "plandir"),
    Page("/year/{year}", "plandir", "/year/2561"),
    Page("/import", "fin1"),
    Page("/import/saved", "fin1", "/import/saved?first={money_first}&last={money_last}"),
    # Setting the office up.
    Page("/health", "plandir"),
    Page("/settings", "sysadmin"),
    Page("/settings/public", "plandir"),
    Page("/settings/sign-in", "sysadmin"),
    Page("/settings/people", "sysadmin"),
    Page("/settings/people/import/file", "sysadmin"),
    Page("/settings/people/{username}", "sysadmin", "/settings/people/plan1"),
    Page("/settings/people/{username}/end", "sysadmin", "/settings/people/plan1/end?last_day={far}"),
    Page("/settings/posts", "sysadmin"),
    Page("/settings/posts/{code}", "sysadmin", "/settings/posts/admdir"),
    Page("/settings/orders", "sysadmin"),
    Page("/settings/orders/new", "sysadmin"),
    Page("/settings/bodies", "sysadmin"),
    Page("/settings/bodies/{key}", "sysadmin", "/settings/bodies/{body}"),
    Page("/settings/structure", "sysadmin"),
    Page("/settings/structure/schools/{code}", "sysadmin", "/settings/structure/schools/S001"),
    Page(
        "/settings/structure/schools/{code}/close",
        "sysadmin",
        "/settings/structure/schools/S001/close?last_day={far}",
    ),
    Page("/settings/channels", "sysadmin"),
    Page("/settings/ladders", "plandir"),
    Page("/settings/ladders/{name}", "plandir", "/settings/ladders/standard"),
    Page("/settings/definitions", "plandir"),
    Page("/settings/definitions/file", "plandir"),
    Page("/settings/definitions/staffing", "plandir"),
    Page("/settings/definitions/{kind}", "plandir", "/settings/definitions/annual_plan"),
    Page(
        "/settings/definitions/{kind}/difference", "plandir", "/settings/definitions/annual_plan/difference"
    ),
    Page("/settings/definitions/{kind}/route", "plandir", "/settings/definitions/annual_plan/route"),
    Page("/settings/definitions/{kind}/move", "plandir", "/settings/definitions/annual_plan/move"),
    Page("/settings/definitions/{kind}/moved", "plandir", "/settings/definitions/annual_plan/moved"),
    Page("/settings/retention", "director"),
    Page("/settings/letterhead", "sysadmin"),
    Page("/settings/templates", "plandir"),
    Page("/settings/templates/{name}", "plandir", "/settings/templates/memo.html"),
)

# Addresses that answer something else than a page of their own: a file, or the way to another page.
NO_PAGES: Final = {
    "/history/export/file": "the history as a file",
    "/items/{code}/files/{sha256}": "a document somebody handed in",
    "/sign-in/second-factor": "follows a password; without one it leads back to the form",
    "/sign-in/provider": "leads to the provider",
    "/sign-in/provider/answer": "leads on from the provider",
    "/people/named": "names for whoever writes @",
    "/public/{office}/books/{sha256}": "the book of a plan or report",
    "/settings/people/{username}/code": "leads back to the person: a code is shown once, after its form",
    "/import/template": "leads to the template's file",
    "/import/preview": "leads back to the form: what answered it has no address",
    "/import/save": "the same",
}
FILES: Final = (
    ".xlsx",
    ".pdf",
    ".docx",
    ".html",
    ".png",
    ".css",
    ".ics",
    ".xml",
    ".txt",
    ".json",
    ".csv",
    ".bpmn",
    ".zip",
    ".mmd",
)

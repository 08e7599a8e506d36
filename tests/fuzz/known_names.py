"""Names that the sample office really has, so that made-up requests get past "not found" half of the time."""

from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from notifications.questions import QUESTIONS
from papers import trying
from states.catalogue import catalogue
from states.source import shipped_kinds

HALF: Final = 0.5
PASSWORD: Final = "ความลับของสำนักงาน"
# What a parameter is called wherever it stands, and the list from which it takes a value half of the time.
EVERYWHERE: Final = {
    "path.code": "items",
    "path.fiscal_year": "years",
    "path.year": "years",
    "path.number": "numbers",
    "path.body": "bodies",
    "path.member": "numbers",
    "path.absence": "numbers",
    "path.day": "days",
    "path.ending": "endings",
    "path.paper": "papers of items",
    "query.item": "items",
    "query.kind": "kinds",
    "query.group": "groups",
    "query.person": "people",
    "query.account": "people",
    "query.fiscal_year": "years",
    "query.year": "years",
    "query.on": "days",
    "query.seq": "numbers",
    "query.entry": "numbers",
    "query.format": "formats",
    "body.group": "groups",
    "body.school": "schools",
    "body.owner": "people",
    "body.account": "people",
    "body.item": "items",
    "body.parent": "items",
    "body.about": "items",
    "body.plan": "items",
    "body.body": "bodies",
    "body.kind": "kinds",
    "body.fund": "funds",
    "body.fiscal_year": "years",
    "body.quarter": "numbers",
    "body.number": "numbers",
    "body.day": "days",
    "body.held_on": "days",
    "body.on": "days",
    "body.effective_on": "days",
    "body.dated_on": "days",
    "body.trigger": "triggers",
    "body.paper": "kinds of papers",
    "body.project": "projects",
    "body.expect_version": "numbers",
    "body.password": "password",
    "body.username": "people",
}
# Addresses at which the same name stands for something else.
ELSEWHERE: Final = (
    ("/papers/.code", {"path.code": "papers"}),
    ("/meetings/", {"path.code": "meetings"}),
    ("/items/.code./(report|submissions|problems|acceleration)", {"path.code": "reports"}),
    ("/items/.code./(proposal|similar|planned|lines|carry|project)", {"path.code": "projects"}),
    ("/items/.code./changes", {"path.code": "amendments"}),
    ("/definitions/", {"path.kind": "kinds"}),
    ("/registers/", {"path.kind": "registers"}),
    ("/ladders/", {"path.ladder": "ladders"}),
    ("/templates/", {"path.name": "templates"}),
    ("/audit/questions/", {"path.question": "questions"}),
    ("/verify/", {"path.code": "witnesses"}),
)
_OF_KIND: Final = "SELECT code FROM item WHERE office_id = :office AND kind = :kind ORDER BY code"
_COLUMNS: Final = {
    "items": "SELECT code FROM item WHERE office_id = :office ORDER BY code",
    "papers": "SELECT i.code FROM item i JOIN paper p ON p.item_id = i.id WHERE i.office_id = :office",
    "bodies": "SELECT code FROM body WHERE office_id = :office ORDER BY code",
    "groups": "SELECT code FROM office_group WHERE office_id = :office ORDER BY code",
    "schools": "SELECT code FROM school WHERE office_id = :office ORDER BY code",
    "funds": "SELECT code FROM fund WHERE office_id = :office ORDER BY code",
    "people": "SELECT username FROM person WHERE office_id = :office ORDER BY username",
    "witnesses": "SELECT code FROM witness WHERE office_id = :office ORDER BY code",
    "triggers": "SELECT DISTINCT trigger FROM history_entry WHERE office_id = :office AND trigger <> ''",
}
_KINDS: Final = {
    "meetings": "meeting",
    "reports": "quarterly_report",
    "projects": "project",
    "amendments": "plan_amendment",
}


def lists(session: Session, office: int) -> dict[str, dict[str, list[Any]]]:
    """By name, as schemathesis takes them: what this office's rows and the catalogue are called."""
    found: dict[str, list[Any]] = {
        name: sorted(session.execute(text(rows), {"office": office}).scalars())
        for name, rows in _COLUMNS.items()
    }
    for name, kind in _KINDS.items():
        rows = session.execute(text(_OF_KIND), {"office": office, "kind": kind})
        found[name] = list(rows.scalars())
    words = catalogue()
    found |= {
        "kinds": sorted(shipped_kinds()),
        "ladders": sorted(words.ladders),
        "kinds of papers": sorted(words.papers),
        "papers of items": ["plan_book", "minutes", "proposal_form", "report_book"],
        "templates": list(trying.names()),
        "questions": sorted(each.name for each in QUESTIONS),
        "registers": ["internal", "outgoing", "circular", "order"],
        "years": [2560, 2561, 2562],
        "numbers": list(range(1, 8)),
        "days": ["2017-10-02", "2018-01-08", "2018-05-18", "2018-05-21", "2018-09-30"],
        "endings": ["pdf", "docx", "txt", "html"],
        "formats": ["csv", "mermaid", "svg", "xes", "jsonl"],
        "password": [PASSWORD],
    }
    return {name: {"values": values} for name, values in found.items()}


def configuration(session: Session, office: int, examples: int) -> dict[str, Any]:
    """schemathesis.toml, as a value: what it draws from, and how much of what."""
    return {
        "dictionaries": lists(session, office),
        "parameters": _bound(EVERYWHERE),
        "operations": [
            {"include-path-regex": address, "parameters": _bound({**EVERYWHERE, **names})}
            for address, names in ELSEWHERE
        ],
        "generation": {"mode": "all", "max-examples": examples, "deterministic": True},
        "phases": {"stateful": {"enabled": False}},
        "analysis": {"constants": {"enabled": False}},
    }


def _bound(names: dict[str, str]) -> dict[str, Any]:
    return {name: {"dictionary": values, "probability": HALF} for name, values in names.items()}

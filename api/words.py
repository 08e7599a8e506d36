"""Turns a refusal into sentences: what happened, who can unblock it, what to do next, in Thai and English.

The one place where refusals become words; pages, JSON answers and the command line all ask here.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api import (
    words_accounts,
    words_amss,
    words_arriving,
    words_checkpoints,
    words_en,
    words_en_input,
    words_eventlogs,
    words_keeping,
    words_papers,
    words_past,
    words_people,
    words_rendering,
    words_retention,
    words_sheets,
    words_th,
    words_th_input,
)
from api.errors import HttpRefusal, answered
from api.storage import UNAVAILABLE, plainly
from api.words_facts import facts_of, role_names
from states.model import Definition
from workflow.errors import ClosingRefused, Missing, NotAllowed, RenderRefused, StepRefused

WORDS: Final = {
    "th": {
        **words_th.WORDS,
        **words_th_input.WORDS,
        **words_sheets.WORKBOOK_TH,
        **words_amss.AMSS_TH,
        **words_arriving.ARRIVING_TH,
        **words_papers.PAPERS_TH,
        **words_past.PAST_TH,
        **words_people.TH,
        **words_rendering.RENDERING_TH,
        **words_accounts.ACCOUNTS_TH,
        **words_checkpoints.CHECKPOINTS_TH,
        **words_eventlogs.TH,
        **words_keeping.KEEPING_TH,
        **words_retention.RETENTION_TH,
    },
    "en": {
        **words_en.WORDS,
        **words_en_input.WORDS,
        **words_sheets.WORKBOOK_EN,
        **words_amss.AMSS_EN,
        **words_arriving.ARRIVING_EN,
        **words_papers.PAPERS_EN,
        **words_past.PAST_EN,
        **words_people.EN,
        **words_rendering.RENDERING_EN,
        **words_accounts.ACCOUNTS_EN,
        **words_checkpoints.CHECKPOINTS_EN,
        **words_eventlogs.EN,
        **words_keeping.KEEPING_EN,
        **words_retention.RETENTION_EN,
    },
}
_LONGEST_FACT: Final = 300


@dataclass(frozen=True, slots=True)
class MissingWords:
    """One thing a step still needs. `facts` are evidence keys with the kind of value each takes."""

    code: str
    th: str
    en: str
    detail_th: str
    detail_en: str
    strength: str
    facts: Mapping[str, str]
    supplied_by: tuple[str, ...]
    supplied_by_th: tuple[str, ...]
    supplied_by_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A refusal in words. `facts` are what a program may want to act on."""

    code: str
    title_th: str
    title_en: str
    th: str
    en: str
    next_th: str
    next_en: str
    status: int
    exit_code: int
    missing: tuple[MissingWords, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def explain(error: Exception, definition: Definition | None = None) -> Explained:
    """`error` in words. With the item's `definition` steps go by name; an unknown error is a fault."""
    error = plainly(error)
    code = code_of(error)
    title_th, th, next_th = _said(code, error, "th", definition)
    title_en, en, next_en = _said(code, error, "en", definition)
    how = answered(error)
    return Explained(
        code=code,
        title_th=title_th,
        title_en=title_en,
        th=th,
        en=en,
        next_th=next_th,
        next_en=next_en,
        status=how.status,
        exit_code=how.exit_code,
        missing=_missing(error),
        facts=_plain_facts(error),
    )


def _missing(error: Exception) -> tuple[MissingWords, ...]:
    """Everything still missing; of a meeting's papers each with the paper's code before it."""
    if isinstance(error, StepRefused):
        return explain_missing(error.missing)
    if not isinstance(error, ClosingRefused):
        return ()
    papers = [each for code, refusal in error.papers for each in _of_paper(code, refusal)]
    return (*explain_missing(error.missing), *papers)


def _of_paper(code: str, refusal: Exception) -> list[MissingWords]:
    """What one paper of a meeting still needs, or the refusal itself where nothing is missing."""
    lacking = _missing(refusal) or (_whole(explain(refusal)),)
    return [replace(each, th=f"{code}: {each.th}", en=f"{code}: {each.en}") for each in lacking]


def _whole(said: Explained) -> MissingWords:
    return MissingWords(said.code, said.th, said.en, "", "", "hard", {}, (), (), ())


def explain_missing(missing: Iterable[Missing]) -> tuple[MissingWords, ...]:
    """Each missing thing in words, with the roles that can supply it."""
    return tuple(
        MissingWords(
            code=each.code,
            th=each.label.th,
            en=each.label.en,
            detail_th=each.detail.th if each.detail else "",
            detail_en=each.detail.en if each.detail else "",
            strength=each.strength.value,
            facts=dict(each.facts),
            supplied_by=each.supplied_by,
            supplied_by_th=role_names(each.supplied_by, "th"),
            supplied_by_en=role_names(each.supplied_by, "en"),
        )
        for each in missing
    )


_PREFIXES: Final = {
    "BadEvidence": "evidence",
    "CannotCorrect": "correction",
    "BadInput": "input",
    "PastRefused": "past",
    "RegisterRefused": "register",
    "ProviderRefused": "provider",
    "BackupRefused": "backup",
    "RestoreRefused": "restore",
    "UpgradeRefused": "upgrade",
    "RetentionRefused": "retention",
}
_DATES: Final = {
    "in_future": "date_in_future",
    "before_last_step": "date_before_last_step",
    "after_next_step": "date_after_next_step",
    "wrong_era": "wrong_era",
    "unreadable": "unreadable_date",
}
_RENAMED: Final = {"UnreadableYear": "unreadable_date"}


def code_of(error: Exception) -> str:
    """The refusal's name for programs: part of the interface, never reworded."""
    name = type(error).__name__
    problem = getattr(error, "problem", "")
    if isinstance(error, NotAllowed):
        return error.denial.code
    if isinstance(error, HttpRefusal):
        return _known(f"http_{error.status}", "http_refused")
    if isinstance(error, RenderRefused):
        return _known(f"render_{error.reason}", "render_bad_template")
    if isinstance(error, UNAVAILABLE):
        return "busy"
    if name == "BadDate":
        return _DATES.get(problem, "unreadable_date")
    if name in _PREFIXES:
        return _known(f"{_PREFIXES[name]}_{problem}", "bad_input")
    return _known(_RENAMED.get(name) or _snake(name), "fault")


def _known(code: str, otherwise: str) -> str:
    return code if code in WORDS["th"] else otherwise


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name).lstrip("_")


def _said(code: str, error: Exception, language: str, definition: Definition | None) -> tuple[str, str, str]:
    facts = {key: value[:_LONGEST_FACT] for key, value in facts_of(error, language, definition).items()}
    title, what, then = WORDS[language][code]
    return title, what.format(**facts).strip(), then.format(**facts).strip()


def _plain_facts(error: Exception) -> dict[str, Any]:
    """The error's own fields, where JSON can hold them; of a database's own errors none."""
    if isinstance(error, NotAllowed):
        return {"roles": list(error.denial.roles), "other_trigger": error.denial.other_trigger}
    names = getattr(error, "__dataclass_fields__", {})
    return {name: plain for name in names if (plain := _plain(getattr(error, name))) is not None}


def _plain(value: object) -> Any:
    if isinstance(value, str):
        return value[:_LONGEST_FACT]
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        listed = [_plain(each) for each in value]
        return None if None in listed else listed
    return None

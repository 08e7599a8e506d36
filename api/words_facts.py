"""The facts that a refusal's sentences name, as people of either language write them."""

import datetime
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from api import words_accounts, words_en_names, words_th_names
from api.errors import BadRequest, CrossSite, TooLarge, TooManyAttempts
from states.catalogue import catalogue
from states.load import Unreadable
from states.model import Definition
from states.thai import medium_date, medium_date_en, time_of_day, time_of_day_en
from states.typed import UnreadableDate, WrongEra
from workflow import errors
from workflow.moments import BANGKOK

_PHRASES: Final = {"th": words_th_names.PHRASES, "en": words_en_names.PHRASES}
_NAMES: Final = {
    "th": {**words_th_names.NAMES, **{name: thai for name, (thai, _) in words_accounts.NAMES.items()}},
    "en": {**words_en_names.NAMES, **{name: english for name, (_, english) in words_accounts.NAMES.items()}},
}
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Facts = dict[str, str]


def facts_of(error: Exception, language: str, definition: Definition | None) -> Facts:
    """The values for the placeholders of the error's sentences."""
    for kind in type(error).__mro__:
        if kind in _FACTS:
            return _FACTS[kind](error, language, definition)
    return {name: _text(value) for name, value in vars(error).items()} if hasattr(error, "__dict__") else {}


def role_names(roles: Iterable[str], language: str) -> tuple[str, ...]:
    """Roles as the office calls them; the system's own role is nobody to turn to."""
    known = catalogue().roles
    return tuple(
        known[role].label.in_language(language) for role in roles if role in known and role != "system"
    )


def moment_words(at: datetime.datetime, language: str) -> str:
    """The moment on the office's clock: `12 ม.ค. 2561 09.00 น.`"""
    local = at.astimezone(BANGKOK)
    if language == "en":
        return f"{medium_date_en(local.date())} {time_of_day_en(local.time())}"
    return f"{medium_date(local.date())} {time_of_day(local.time())}"


def date_words(day: datetime.date, language: str) -> str:
    return medium_date_en(day) if language == "en" else medium_date(day)


def step_name(trigger: str, language: str, definition: Definition | None) -> str:
    """The step's name with its trigger, where the definition is at hand; else the trigger."""
    if definition is not None:
        for move in definition.transitions:
            if move.trigger == trigger:
                return f"“{move.label.in_language(language)}” ({trigger})"
    return f"“{trigger}”"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _roles(roles: Iterable[str], language: str) -> str:
    return ", ".join(dict.fromkeys(role_names(roles, language))) or _PHRASES[language]["nobody"]


def _denial(error: errors.NotAllowed, language: str, definition: Definition | None) -> Facts:
    return {
        "roles": _roles(error.denial.roles, language),
        "other_trigger": step_name(error.denial.other_trigger, language, definition),
    }


def _not_open(error: errors.NotOpenHere, language: str, definition: Definition | None) -> Facts:
    here = ", ".join(step_name(each, language, definition) for each in error.open_here)
    return {
        "code": error.code,
        "trigger": step_name(error.trigger, language, definition),
        "state": error.state.in_language(language),
        "open_here": here or _PHRASES[language]["nothing"],
    }


def _refused(error: errors.StepRefused, language: str, definition: Definition | None) -> Facts:
    labels = []
    for each in error.missing:
        detail = f" ({each.detail.in_language(language)})" if each.detail else ""
        labels.append(each.label.in_language(language) + detail)
    return {
        "trigger": step_name(error.trigger, language, definition),
        "missing": "; ".join(labels),
        "roles": _roles((role for each in error.missing for role in each.supplied_by), language),
    }


def _faster(error: errors.SomebodyWasFaster, language: str, definition: Definition | None) -> Facts:
    what = ""
    if error.at is not None:
        what = _PHRASES[language]["what_happened"].format(
            by=error.by,
            trigger=step_name(error.trigger, language, definition),
            at=moment_words(error.at, language),
        )
    return {
        "code": error.code,
        "expected_version": str(error.expected_version),
        "version": str(error.version),
        "what": what,
    }


def _changed(
    error: errors.ContentChanged | errors.AskedAlready, language: str, _definition: Definition | None
) -> Facts:
    return {"code": error.code, "by": error.by, "at": moment_words(error.at, language)}


def _date(error: errors.BadDate, language: str, _definition: Definition | None) -> Facts:
    phrase = "last_step" if error.problem in ("before_last_step", "after_next_step") else "meant"
    return {
        "text": error.text,
        "date": _date_of(error.text, language),
        "meant": _meant(phrase, error.meant, language),
    }


def _date_of(text: str, language: str) -> str:
    try:
        return date_words(datetime.date.fromisoformat(text), language)
    except ValueError:
        return text


def _meant(phrase: str, day: datetime.date | None, language: str) -> str:
    """The date meant in words and, for programs and their writers, in ISO."""
    if day is None:
        return ""
    return _PHRASES[language][phrase].format(value=f"{date_words(day, language)} = {day.isoformat()}")


def _era(error: WrongEra, language: str, _definition: Definition | None) -> Facts:
    if error.suspected_year is not None:
        return {
            "text": error.text,
            "meant": _PHRASES[language]["meant"].format(value=str(error.suspected_year)),
        }
    return {"text": error.text, "meant": _meant("meant", error.suspected, language)}


def _named(error: Any, language: str, _definition: Definition | None) -> Facts:
    """Fields, and things that exist already, by their names in the language."""
    told = {name: _text(value) for name, value in vars(error).items()}
    which = "what" if "what" in told else "name"
    if _ISO_DATE.fullmatch(told.get("detail", "")):
        with suppress(ValueError):  # 2018-99-99 was typed
            told["detail"] = date_words(datetime.date.fromisoformat(told["detail"]), language)
    return told | {which: _NAMES[language].get(told[which], told[which])}


def _correction(error: errors.CannotCorrect, language: str, _definition: Definition | None) -> Facts:
    return {"seq": str(error.seq), "detail": error.detail.in_language(language)}


def _fields(error: BadRequest, language: str, _definition: Definition | None) -> Facts:
    phrases = _PHRASES[language]
    told = [
        phrases.get(f"field_{problem}", phrases["field_wrong"]).format(place=place or phrases["body"])
        for place, problem in error.fields
    ]
    return {"fields": "; ".join(told)}


def _fixed(error: errors.MeetingFixed, language: str, _definition: Definition | None) -> Facts:
    what = _NAMES[language].get(error.what, error.what)
    return {"code": error.code, "what": what, "state": error.state.in_language(language)}


def _closing(error: errors.ClosingRefused, language: str, _definition: Definition | None) -> Facts:
    """What the meeting itself needs, then the papers by their codes; each thing stands in the list beside."""
    lacking = [each.label.in_language(language) for each in error.missing]
    return {"code": error.code, "missing": "; ".join([*lacking, *(code for code, _ in error.papers)])}


def _findings(error: errors.DefinitionRefused, language: str, _definition: Definition | None) -> Facts:
    return {"kind": error.kind, "findings": "; ".join(each.in_language(language) for each in error.findings)}


def _unreadable(error: Unreadable, _language: str, _definition: Definition | None) -> Facts:
    return {"path": error.path, "line": str(error.line), "detail": error.detail or error.problem}


_FACTS: Final[dict[type, Callable[[Any, str, Definition | None], Facts]]] = {
    errors.NotAllowed: _denial,
    errors.NotOpenHere: _not_open,
    errors.StepRefused: _refused,
    errors.SomebodyWasFaster: _faster,
    errors.ContentChanged: _changed,
    errors.AskedAlready: _changed,
    errors.BadDate: _date,
    WrongEra: _era,
    UnreadableDate: lambda error, _language, _definition: {"text": error.text},
    errors.BadInput: _named,
    errors.PastRefused: lambda error, language, _definition: {
        "day": date_words(error.day, language),
        "limit": date_words(error.limit, language),
    },
    errors.ContentDestroyed: lambda error, language, _definition: {
        "item": error.item,
        "order_no": error.order_no,
        "day": date_words(error.day, language),
    },
    errors.CannotCorrect: _correction,
    errors.MeetingFixed: _fixed,
    errors.ClosingRefused: _closing,
    errors.PaperFixed: lambda error, language, _definition: {
        "code": error.code,
        "state": error.state.in_language(language),
    },
    errors.AlreadyExists: _named,
    errors.TooLong: _named,
    errors.DefinitionRefused: _findings,
    Unreadable: _unreadable,
    BadRequest: _fields,
    TooLarge: lambda error, _language, _definition: {"megabytes": str(error.limit // 2**20)},
    TooManyAttempts: lambda error, _language, _definition: {"minutes": str(-(-error.seconds // 60))},
    errors.AccountEnded: lambda error, language, _definition: {
        "last_day": date_words(error.last_day, language)
    },
    errors.PasswordNeeded: lambda error, language, definition: {
        "trigger": step_name(error.trigger, language, definition)
    },
    CrossSite: lambda error, _language, _definition: {"origin": error.origin[:100]},
}

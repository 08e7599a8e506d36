"""The template language of papers: what a template may say, and nothing else of Python or this computer."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from states import thai
from states.fiscal import fiscal_year_of

SHIPPED: Final = Path(__file__).parent / "templates"
KEPT: Final = 8  # offices whose own texts are kept read
_JINJA_FILTERS: Final = """
    abs batch count d default dictsort e escape first float forceescape groupby int items join last
    length list lower map max min reject rejectattr replace reverse round safe select selectattr slice
    sort string sum trim unique upper
"""
_JINJA_TESTS: Final = """
    boolean defined divisibleby eq equalto even false float ge gt in integer iterable le lower lt mapping
    ne none number odd sameas sequence string true undefined upper == != > < >= <=
"""


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without its globals, with few filters, and with small arithmetic only."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers with numbers; what would make a giant of a text or of a number is refused."""
        if operator == "*" and not (_is_number(left) and _is_number(right)):
            raise SecurityError("only numbers can be multiplied")
        if operator == "**" and not (_is_small(left) and _is_small(right)):
            raise SecurityError("only small numbers can be raised to a power")
        if operator == "%" and not _is_number(left):
            raise SecurityError("only numbers have a remainder")
        return super().call_binop(context, operator, left, right)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**30


def _is_small(value: object) -> bool:
    return _is_number(value) and abs(float(str(value))) <= 1000


def environment(overrides: Mapping[str, str]) -> PaperEnvironment:
    """The shipped templates, with an office's own texts before them."""
    return _environment(tuple(sorted(overrides.items())))


@lru_cache(maxsize=KEPT)
def _environment(overrides: tuple[tuple[str, str], ...]) -> PaperEnvironment:
    loaders: list[BaseLoader] = [DictLoader(dict(overrides)), FileSystemLoader(SHIPPED)]
    made = PaperEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals = {"range": made.globals["range"]}
    made.filters = {name: made.filters[name] for name in _JINJA_FILTERS.split()} | filters()
    made.tests = {name: made.tests[name] for name in _JINJA_TESTS.split()}
    return made


@cache
def filters() -> dict[str, Any]:
    """What templates call dates, money and time by. Digits stay 0-9: the paper's switch changes them."""
    return {
        "date": _date,
        "short_date": lambda value: thai.short_date(_day(value)),
        "month_year": _month_year,
        "money": lambda satang: thai.money(_satang(satang)),
        "baht_text": lambda satang: thai.baht_text(_satang(satang)),
        "percent": lambda value: thai.percent(Decimal(str(value))),
        "fy": _fiscal_year,
        "time_of_day": _time_of_day,
        "lines": _lines,
    }


def _day(value: object) -> datetime.date:
    """The day of an ISO date or moment."""
    return datetime.date.fromisoformat(str(value)[:10])


def _date(value: object) -> str:
    return thai.long_date(_day(value))


def _month_year(value: object) -> str:
    day = _day(value)
    return f"{thai.month_name(day.month)} {thai.be_year(day.year)}"


def _time_of_day(value: object) -> str:
    """`09.30 น.` of `09:30`, or of a moment on the office's clock."""
    text = str(value)
    at = datetime.datetime.fromisoformat(text).time() if "T" in text else datetime.time.fromisoformat(text)
    return thai.time_of_day(at)


def _satang(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("an amount is whole satang")
    return value


def _fiscal_year(value: object) -> str:
    """The fiscal year of an ISO date; of a year itself, the year."""
    if isinstance(value, int) or str(value).isdecimal():
        return str(value)
    return str(fiscal_year_of(_day(value)).be)


def _lines(text: object) -> Markup:
    """Typed text as paragraphs, one for each line that is not empty."""
    lines = (line.strip() for line in str(text).splitlines())
    return Markup("".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line))  # noqa: S704  escaped

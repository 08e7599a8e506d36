"""What the JSON answers and requests are made of: names in two languages, strict dates, evidence."""

import datetime
import functools
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, get_args

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from api.plain_text import PlainText
from states.catalogue import catalogue
from states.model import Label
from states.typed import parse_iso_date


def _strict(value: object) -> object:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "a date as text")
    return parse_iso_date(value)


# A Bangkok date, YYYY-MM-DD in the Common Era; a Buddhist year is refused with the date probably meant.
BangkokDate = Annotated[datetime.date, BeforeValidator(_strict)]


def _utc(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


Instant = Annotated[datetime.datetime, PlainSerializer(_utc, return_type=str)]


Baht = Annotated[Decimal, Field(max_digits=15, decimal_places=2, description="Baht, such as -20000.00")]
FiscalYearBE = Annotated[int, Path(gt=2400, lt=2700, description="Fiscal year, Buddhist Era, e.g. 2561")]
OnDay = Annotated[BangkokDate | None, Query(description="As on this Bangkok date; today where left out")]
LARGEST_NUMBER = 2**31 - 1  # of an INTEGER column on PostgreSQL, which refuses a larger one as a fault


class Asked(BaseModel):
    """A request's body: a field it does not know is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _of_the_type_described(cls, value: Any, about: ValidationInfo) -> Any:
        """JSON has types of its own: pydantic would take true for the number 1, and "yes" for true."""
        kinds = _kinds(cls, about.field_name or "")
        if isinstance(value, bool) and bool not in kinds and kinds & {int, float}:
            raise PydanticCustomError("int_type", "a number, not true or false")
        if isinstance(value, str) and str not in kinds and kinds & {int, float, bool}:
            raise PydanticCustomError("int_type" if kinds & {int, float} else "bool_type", "not as text")
        if isinstance(value, int | float) and not isinstance(value, bool) and kinds <= {bool, NoneType}:
            raise PydanticCustomError("bool_type", "true or false, not a number")
        return value


@functools.cache
def _kinds(model: type[BaseModel], field: str) -> frozenset[Any]:
    """{int, NoneType} of `int | None`: the plain types that a field takes."""
    annotation: Any = model.model_fields[field].annotation
    return frozenset(get_args(annotation) or (annotation,))


def _dates_in_ce(evidence: dict[str, str]) -> dict[str, str]:
    """People may type Buddhist years on pages; programs may not, lest nobody can tell which era was meant."""
    for key, value in evidence.items():
        if catalogue().fact_kind(key) == "date":
            parse_iso_date(value.strip())
    return evidence


Evidence = Annotated[
    dict[PlainText, PlainText],
    AfterValidator(_dates_in_ce),
    Field(
        description="หลักฐานตามชื่อ · Facts by evidence key, each as text: yes/no, a number with at most two "
        "decimals (money in baht), a date YYYY-MM-DD C.E., a list separated by commas, a share like 12/15",
        max_length=200,
    ),
]


class Named(BaseModel):
    """A code with its names."""

    code: str
    th: str
    en: str


def named(code: str, label: Label | None) -> Named:
    """The code with its label; a code without one stands for itself."""
    return Named(code=code, th=label.th if label else code, en=label.en if label else code)


def named_role(role: str) -> Named:
    words = catalogue().roles.get(role)
    return named(role, words.label if words else None)

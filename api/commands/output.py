"""How commands answer: tables and sentences for people, or one JSON document on stdout."""

import dataclasses
import datetime
import enum
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.commands.refusals import CommandRefused
from api.storage import UNAVAILABLE
from api.words import explain
from states.load import Unreadable
from states.thai import medium_date, time_of_day
from states.typed import UnreadableDate, WrongEra
from workflow.errors import Refused
from workflow.keeping.read_only import read_only_told
from workflow.moments import BANGKOK


def people() -> Console:
    """Where tables go. Made anew each time: the streams may have been exchanged since."""
    return Console(file=sys.stdout, highlight=False)


def aside() -> Console:
    """Where progress and remarks go, so that stdout stays what was asked for."""
    return Console(file=sys.stderr, highlight=False)


def document(value: object) -> None:
    """The one JSON document on stdout."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=1) + "\n")


def plain(value: Any) -> Any:
    """A value as JSON has it: dataclasses as objects, dates and moments in ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return [plain(each) for each in value]
    return value


@contextmanager
def answering(as_json: bool) -> Iterator[None]:
    """Turns a refusal into its words and its exit code."""
    try:
        with read_only_told():
            yield
    except CommandRefused as refused:
        said = {"code": refused.code, "th": refused.th, "en": refused.en, "missing": [], **refused.more}
        _refuse(said, refused.exit_code, as_json)
    except (Refused, Unreadable, UnreadableDate, WrongEra, *UNAVAILABLE) as error:
        words = explain(error)
        told = plain(words)
        for name in ("status", "exit_code"):
            del told[name]
        _refuse(told, words.exit_code, as_json)


def _refuse(said: Mapping[str, Any], exit_code: int, as_json: bool) -> NoReturn:
    if as_json:
        document({"error": said})
        raise typer.Exit(exit_code)
    console = aside()
    for language, style in (("th", None), ("en", "dim")):
        console.print(said[language], markup=False, style=style)
        if said.get(f"next_{language}"):
            console.print(said[f"next_{language}"], markup=False, style=style)
    for each in said["missing"]:
        console.print(_asked(each), markup=False)
    raise typer.Exit(exit_code)


def _asked(missing: Mapping[str, Any]) -> str:
    """One missing thing, with who can supply it and the option that does."""
    detail = f": {missing['detail_th']}" if missing["detail_th"] else ""
    who = f" ({', '.join(missing['supplied_by_th'])})" if missing["supplied_by_th"] else ""
    keys = "".join(f"\n      --evidence {key}=…" for key in missing["facts"])
    soft = f"\n      --justify {missing['code']}=…" if missing["strength"] == "soft" else ""
    return f"  - {missing['th']}{detail}{who}{keys}{soft}"


def table(*headings: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def thai_day(day: datetime.date) -> str:
    """`15 ต.ค. 2561`."""
    return medium_date(day)


def thai_moment(at: datetime.datetime) -> str:
    """`15 ต.ค. 2561 09.30 น.` in Bangkok."""
    local = at.astimezone(BANGKOK)
    return f"{medium_date(local.date())} {time_of_day(local.time())}"


@contextmanager
def progress(as_json: bool) -> Iterator[Any]:
    """A bar on stderr: call it with (done, total, what). Silent with --json."""
    if as_json:
        yield lambda done, total, what: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=aside(), transient=True) as bars:
        bar = bars.add_task("", total=None)
        yield lambda done, total, what: bars.update(bar, total=total, completed=done, description=what)

"""Many times the rows of an office on SQLite: a year before this one, or simply more of everything.

The rows that each table has are copied by one statement, with new numbers; what refers to a row that is
copied refers to its copy. Sealed entries keep their hashes: copies read like a chain, but would not stand
its verification.
"""

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import Column, Date, Integer, Table
from sqlmodel import Session, SQLModel, text

from workflow.database import Moment

SHIFT: Final = 1_000_000  # between the numbers of a row and of its next copy
_YEARS: Final = frozenset({"fiscal_year", "year"})
_ENTRIES: Final = frozenset({"seq", "opened_seq", "closed_seq", "corrects"})  # numbers of sealed entries
# What no two rows have in common.
_NAMES: Final = frozenset(
    {
        *(("item", "code"), ("paper", "cause"), ("witness", "code"), ("notice", "about")),
        *(("person", "username"), ("position", "code"), ("body", "code"), ("fund", "code"), ("goal", "code")),
        *(("school", "code"), ("school_cluster", "code"), ("office_group", "code"), ("saved_view", "name")),
    }
)
# Numbers that run through a calendar year, which lies in two fiscal years.
_NUMBERS: Final = frozenset({"register_number", "resolution", "meeting"})
_ONE_OF_A_KIND: Final = frozenset(
    {
        *("definition", "office", "office_definition", "stored_file", "chain_head", "letterhead", "register"),
        *("public_pages", "sign_in_policy", "sign_in", "one_time_code", "recovery_code", "known_device"),
        *("credential", "second_factor", "identity", "idempotent_answer", "form_draft", "paper_template"),
        *("disbursement_target", "outcome_score", "tranche", "contact", "feed", "holiday", "office_rung"),
        *("channel_pause", "sweep_run", "sweep_day"),
        *("checkpoint_key", "checkpoint_tile", "checkpoint_anchor", "staffing_gap", "staffing_look"),
        "retention_term",
    }
)


def years_before(session: Session, years: int) -> None:
    """Every item and whatever hangs on one, once for each of so many years before."""
    _copy(session, [table.name for table in _hanging_on_items()], years, -SHIFT, 1)


def many_of_all(session: Session, times: int) -> None:
    """Everything that an office has many of, so many times more."""
    tables = [table.name for table in SQLModel.metadata.sorted_tables if table.name not in _ONE_OF_A_KIND]
    _copy(session, tables, times, SHIFT, 0)


def _hanging_on_items() -> Iterator[Table]:
    """The table of items and all that name a row of it, directly or through another; parents first."""
    found: set[str] = set()
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "item" or found & {key.column.table.name for key in table.foreign_keys}:
            found.add(table.name)
            yield table


def _copy(session: Session, names: Collection[str], times: int, shift: int, years: int) -> None:
    """The tables in the order of their names, which is that of their references."""
    session.flush()
    connection = session.connection()
    for name in names:
        columns = list(SQLModel.metadata.tables[name].columns)
        into = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(_value(column, names, shift, years) for column in columns)
        number = _number(columns, names)
        query = f"""
            WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {times})
            INSERT INTO "{name}" ({into}) SELECT {values} FROM "{name}", copy
             WHERE "{name}"."{number}" BETWEEN 1 AND {SHIFT}"""  # noqa: S608  names of the models
        connection.execute(text(query))


def _number(columns: Collection[Column[object]], copied: Collection[str]) -> str:
    """The column by which a table's own rows are known from copies made before."""
    numbered = [column.name for column in columns if _is_numbered(column, copied)]
    return "seq" if "seq" in numbered else numbered[0]


def _value(column: Column[object], copied: Collection[str], shift: int, years: int) -> str:
    """What stands in the copy's column."""
    name = f'"{column.table.name}"."{column.name}"'
    if _is_numbered(column, copied):
        return f"{name} + {shift} * n"
    if column.name == "number" and column.table.name in _NUMBERS:
        return f"{name} + 1000 * n"
    if column.name in _YEARS:
        return f"{name} - {years} * n"
    if (column.table.name, column.name) in _NAMES:
        return f"coalesce(nullif({name}, '') || '-' || n, {name})"
    if years and isinstance(column.type, Date | Moment):
        return f"(substr({name}, 1, 4) - {years} * n) || substr({name}, 5)"
    return name


def _is_numbered(column: Column[object], copied: Collection[str]) -> bool:
    """Whether it holds the number of a row that is copied, too."""
    if column.foreign_keys:
        named = [key.column for key in column.foreign_keys]
        return any(each.table.name in copied and each.name != "office_id" for each in named)
    return column.name in _ENTRIES or (column.name == "id" and isinstance(column.type, Integer))

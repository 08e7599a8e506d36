"""The second lock between offices: PostgreSQL itself shows a transaction only the rows of one office.

The first lock is `workflow.queries`. This one holds where a query forgets its office, for whoever is not the
tables' owner: the server's account `khanton_app`, and auditors. SQLite has no such lock.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from workflow.database import Cursor, Sql

SETTING: Final = "khanton.office"
EVERYWHERE: Final = "*"  # the whole installation: schedules, the command line, sign-in, public pages
# Rows that belong to no office: content that is named by its hash, the installation's public keys, and how
# the schedules fare.
SHARED: Final = frozenset({"definition", "stored_file", "checkpoint_key", "sweep_run"})
UNLOCKED: Final = frozenset({"alembic_version"})

_NARROW: Final = Sql("SELECT set_config('khanton.office', ?, true)")
_NOW: Final = Sql("SELECT current_setting('khanton.office', true)")
# An auditor's account tells by its name which office it sees: that is nothing she could set herself.
_FUNCTIONS: Final = r"""
CREATE OR REPLACE FUNCTION khanton_scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN starts_with(current_user, 'khanton_auditor')
              THEN substring(current_user::text FROM '^khanton_auditor_([0-9]{1,9})$')
              ELSE current_setting('khanton.office', true) END $$;
CREATE OR REPLACE FUNCTION khanton_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(public.khanton_scope() = '*', false) $$;
CREATE OR REPLACE FUNCTION khanton_office() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN public.khanton_scope() ~ '^[0-9]{1,9}$' THEN public.khanton_scope()::integer END $$;
"""
_COLUMNS: Final = text(
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
)
_PARENTS: Final = text(
    "SELECT child.relname, a.attname, parent.relname, f.attname"
    "  FROM pg_constraint c"
    "  JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid"
    "  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] AND a.attnotnull"
    "  JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]"
    " WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 1"
    " ORDER BY 1, a.attnum"
)
_TABLES: Final = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")


class NoOffice(RuntimeError):
    """A table whose rows belong to an office by no column and no parent, and which is not SHARED."""


def narrow(session: Session, office_id: int) -> None:
    """From here to its end the transaction sees this office alone; nothing happens on SQLite."""
    cursor = Cursor(session)
    if not cursor.is_sqlite:
        cursor.run(_NARROW, (str(office_id),))


@contextmanager
def widened(session: Session) -> Iterator[None]:
    """For names that no two offices may share: the block sees the whole installation.

    Where the database refuses something in it, the transaction is over, and its setting with it.
    """
    cursor = Cursor(session)
    if cursor.is_sqlite:
        yield
        return
    (before,) = cursor.row(_NOW)
    cursor.run(_NARROW, (EVERYWHERE,))
    try:
        yield
    except DBAPIError:
        raise
    except BaseException:
        cursor.run(_NARROW, (before or "",))
        raise
    cursor.run(_NARROW, (before or "",))


def lay(connection: Connection) -> None:
    """Puts the lock on every table; done again after each upgrade. Raises NoOffice. Nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql(_FUNCTIONS)
    for table, rule in sorted(rules(connection).items()):
        connection.exec_driver_sql(_locked(table, rule))


def rules(connection: Connection) -> dict[str, str]:
    """By table the condition under which a row of it belongs to the office that the transaction sees."""
    tables = [name for (name,) in connection.execute(_TABLES) if name not in UNLOCKED]
    own = {table for table, column in connection.execute(_COLUMNS) if column == "office_id"}
    found = {name: "office_id = (SELECT khanton_office())" for name in tables if name in own}
    found["office"] = "id = (SELECT khanton_office())"
    found.update({name: "(SELECT khanton_scope()) <> ''" for name in tables if name in SHARED})
    parents = [row for row in connection.execute(_PARENTS) if row[2] not in SHARED]
    while True:
        more = _through_parents(tables, found, parents)
        if not more:
            break
        found.update(more)
    left = sorted(set(tables) - found.keys())
    if left:
        raise NoOffice(", ".join(left))
    return {name: found[name] for name in tables}


def _through_parents(tables: list[str], known: Mapping[str, str], parents: list[Any]) -> dict[str, str]:
    """The tables that refer to a known one: their rows are seen where that row is, by its own lock."""
    found: dict[str, str] = {}
    for table, column, parent, key in parents:
        if table in tables and table not in known and table not in found and parent in known:
            seen = f'p WHERE p."{key}" = "{table}"."{column}"'
            found[table] = f'EXISTS (SELECT 1 FROM "{parent}" {seen})'  # noqa: S608  the database's own names
    return found


def _locked(table: str, rule: str) -> str:
    """The statements for one table; its names are the database's own."""
    whole = f"(SELECT khanton_everywhere()) OR {rule}"
    # Of other offices the name and code are no secret: sign-in and public pages name them.
    look = (
        "CREATE POLICY known ON office FOR SELECT USING ((SELECT khanton_scope()) <> '');"
        if table == "office"
        else ""
    )
    return (
        f'DROP POLICY IF EXISTS tenancy ON "{table}"; DROP POLICY IF EXISTS known ON "{table}";'
        f'CREATE POLICY tenancy ON "{table}" USING ({whole}); {look}'
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    )

"""The accounts of a PostgreSQL installation: who migrates, who serves, who only looks."""

from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from workflow.database import Database
from workflow.models import Office

OWNER: Final = "khanton_owner"
APP: Final = "khanton_app"
AUDITOR: Final = "khanton_auditor"
_TEXT: Final = Path(__file__).with_name("roles.sql")
# The account's name is its lock (workflow.tenancy), so it is made here and named by the office's number.
_AUDITOR: Final = """
-- The auditors' account for office {code}.
DO $auditor$
BEGIN
  BEGIN
    CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  GRANT {group} TO {name};
  ALTER ROLE {name} SET default_transaction_read_only = on;
END $auditor$;
"""


def auditor_of(office_id: int) -> str:
    return f"{AUDITOR}_{office_id}"


def statements(session: Session, offices: tuple[str, ...] = ()) -> str:
    """What a superuser runs: the roles, and an auditors' account for each office named by its code."""
    found = {each.code: each.id for each in session.exec(select(Office).where(col(Office.code).in_(offices)))}
    parts = [_TEXT.read_text(encoding="utf-8")]
    for code in sorted(found):
        safe = "".join(sign for sign in code if sign.isalnum() or sign in "-._")
        parts.append(_AUDITOR.format(code=safe, name=auditor_of(found[code]), group=AUDITOR))
    return "".join(parts)


def apply(database: Database, offices: tuple[str, ...] = ()) -> None:
    """Runs them; the account that the database was opened with has to be allowed to."""
    with database.read() as session:
        text = statements(session, offices)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(text.replace("%", "%%"))

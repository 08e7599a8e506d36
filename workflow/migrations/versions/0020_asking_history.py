"""Lets an office's record be asked by period, whom somebody stood in for, and exceptions."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_EXCEPTIONAL = (
    "(kind IN ('corrected', 'undone', 'imported', 'migrated', 'unmigrated')"
    " OR details LIKE '%\"justifications\":%')"
)


def upgrade() -> None:
    op.create_index("ix_history_entry_office_id_at_seq", "history_entry", ["office_id", "at", "seq"])
    _partial("ix_history_entry_principal_id_at", ["principal_id", "at"], "principal_id IS NOT NULL")
    _partial("ix_history_entry_exceptions", ["office_id", "at", "seq"], _EXCEPTIONAL)
    op.create_index("ix_obligation_office_id_due_on", "obligation", ["office_id", "due_on"])


def _partial(name: str, columns: list[str], where: str) -> None:
    """An index of some entries only."""
    op.create_index(
        name, "history_entry", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )

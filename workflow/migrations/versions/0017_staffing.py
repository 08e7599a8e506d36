"""What the nightly look at an office's people found."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staffing_look",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("looked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staffing_look_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_staffing_look")),
    )
    op.create_table(
        "staffing_gap",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staffing_gap_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "key", name=op.f("pk_staffing_gap")),
    )

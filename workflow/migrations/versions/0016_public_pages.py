"""Whether an office shows its plans and reports to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_pages",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_public_pages_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_public_pages")),
    )

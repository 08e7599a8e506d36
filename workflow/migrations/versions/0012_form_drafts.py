"""Forms as typed and not yet saved."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_form_draft_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "form", name=op.f("pk_form_draft")),
    )

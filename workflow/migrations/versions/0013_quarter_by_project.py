"""What groups report of each project in a quarter, and which projects below target are not accelerated."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["item.id"], name=op.f("fk_project_progress_project_id_item")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["item.id"], name=op.f("fk_project_progress_report_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_progress")),
        sa.UniqueConstraint("report_id", "project_id", name=op.f("uq_project_progress_report_id_project_id")),
    )
    with op.batch_alter_table("project_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_progress_project_id"), ["project_id"], unique=False)

    with op.batch_alter_table("acceleration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_out", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("acceleration", schema=None) as batch_op:
        batch_op.alter_column("left_out", existing_type=sa.Text(), server_default=None)

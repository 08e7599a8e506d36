"""Histories brought in: the files, and the events that did not fit."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("cases_done", sa.Integer(), nullable=False),
        sa.Column("events_accepted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definition.hash"], name=op.f("fk_imported_log_definition_hash_definition")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["person.id"], name=op.f("fk_imported_log_imported_by_person")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_imported_log_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_log")),
        sa.UniqueConstraint(
            "office_id", "kind", "sha256", name=op.f("uq_imported_log_office_id_kind_sha256")
        ),
    )
    op.create_table(
        "quarantined_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("case_place", sa.Integer(), nullable=False),
        sa.Column("case_name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("taken_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_quarantined_event_item_id_item")),
        sa.ForeignKeyConstraint(
            ["log_id"], ["imported_log.id"], name=op.f("fk_quarantined_event_log_id_imported_log")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_quarantined_event_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_event")),
        sa.UniqueConstraint(
            "log_id", "case_place", "number", name=op.f("uq_quarantined_event_log_id_case_place_number")
        ),
    )
    op.create_index(
        "ix_quarantined_event_office_id_taken_seq", "quarantined_event", ["office_id", "taken_seq"]
    )

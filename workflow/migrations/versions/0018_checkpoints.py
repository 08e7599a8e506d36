"""Signed checkpoints of each history, and the personal values that entries only commit to."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkpoint_key",
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("known_from", Moment(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_checkpoint_key")),
        sa.UniqueConstraint("number", name=op.f("uq_checkpoint_key_number")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.Column("merkle_root", sa.String(64), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_checkpoint_office_id_office")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["checkpoint_key.key_id"], name=op.f("fk_checkpoint_key_id_checkpoint_key")
        ),
        sa.PrimaryKeyConstraint("office_id", "seq", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "checkpoint_tile",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tile", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_checkpoint_tile_office_id_office")
        ),
        sa.PrimaryKeyConstraint("office_id", "tile", name=op.f("pk_checkpoint_tile")),
    )
    _anchors()
    _disclosures()
    for table in _APPEND_ONLY:
        _refuse_changes(table)


def _anchors() -> None:
    op.create_table(
        "checkpoint_anchor",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(254), nullable=False),
        sa.Column("put_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "seq"],
            ["checkpoint.office_id", "checkpoint.seq"],
            name=op.f("fk_checkpoint_anchor_office_id_checkpoint"),
        ),
        sa.PrimaryKeyConstraint("office_id", "seq", "place", name=op.f("pk_checkpoint_anchor")),
    )


def _disclosures() -> None:
    op.create_table(
        "disclosure",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_disclosure_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_disclosure_person_id_person")),
        sa.PrimaryKeyConstraint("office_id", "seq", "path", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_person_id"), "disclosure", ["person_id"])


# What was signed stays: the database itself refuses to change or delete it.
_APPEND_ONLY = {
    "checkpoint": ("office_id", "seq"),
    "checkpoint_key": ("key_id",),
    "checkpoint_tile": ("office_id", "tile"),
}


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes the old row without asking the trigger on DELETE.
        same = " AND ".join(f"{name} = NEW.{name}" for name in _APPEND_ONLY[table])
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608  constant names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )

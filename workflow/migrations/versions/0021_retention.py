"""How long what is kept is kept, what is held back, and what was destroyed by order."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_term",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_retention_term_office_id_office")
        ),
        sa.PrimaryKeyConstraint("office_id", "kind", name=op.f("pk_retention_term")),
    )
    _holds()
    _destroyed()
    op.add_column("stored_file", sa.Column("destroyed_at", Moment(), nullable=True))
    # Before a file goes, every item that needs it is looked for.
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"])
    _seal_texts()


def _holds() -> None:
    op.create_table(
        "destruction_hold",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("held_by", sa.Integer(), nullable=False),
        sa.Column("held_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_destruction_hold_item_id_item")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_destruction_hold_office_id_office")
        ),
        sa.ForeignKeyConstraint(["held_by"], ["person.id"], name=op.f("fk_destruction_hold_held_by_person")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_destruction_hold")),
    )
    op.create_index(op.f("ix_destruction_hold_office_id"), "destruction_hold", ["office_id"])


def _destroyed() -> None:
    op.create_table(
        "destroyed_item",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("destroyed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_destroyed_item_item_id_item")),
        sa.ForeignKeyConstraint(
            ["office_id", "entry_seq"],
            ["history_entry.office_id", "history_entry.seq"],
            name=op.f("fk_destroyed_item_office_id_history_entry"),
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_destroyed_item")),
    )
    op.create_index(op.f("ix_destroyed_item_office_id"), "destroyed_item", ["office_id"])
    _refuse_changes("destroyed_item")


# Of a text that was signed one thing alone may change, once: its markup goes, by an order that history tells.
_SAME = (
    "id",
    "item_id",
    "item_version",
    "revision",
    "title",
    "sha256",
    "signature",
    "signed_by",
    "signed_at",
)


def _seal_texts() -> None:
    by_order = "EXISTS (SELECT 1 FROM destroyed_item d WHERE d.item_id = OLD.item_id)"
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _SAME)
        op.execute("DROP TRIGGER paper_text_no_update")
        op.execute(
            "CREATE TRIGGER paper_text_no_update BEFORE UPDATE ON paper_text "
            f"WHEN NOT (OLD.markup <> '' AND NEW.markup = '' AND {same} AND {by_order}) "
            "BEGIN SELECT RAISE(ABORT, 'paper_text is append-only'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION paper_text_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' THEN IF OLD.markup <> '' AND NEW.markup = '' "
        "AND to_jsonb(NEW) - 'markup' = to_jsonb(OLD) - 'markup' "
        f"AND {by_order} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'paper_text is append-only'; END $$"
    )


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes the old row without asking the trigger on DELETE.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608  constant names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE item_id = NEW.item_id) "
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

"""Official papers: their content, the text as signed, registers of numbers, templates, witnesses."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letterhead",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("thai_digits", sa.Boolean(), nullable=False),
        sa.Column("emblem_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["emblem_sha256"], ["stored_file.sha256"], name=op.f("fk_letterhead_emblem_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_letterhead_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_letterhead")),
    )
    op.create_table(
        "register",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("used_on_paper", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_register_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "kind", "year", name=op.f("pk_register")),
    )
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_paper_template_office_id_office")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_paper_template_saved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint(
            "office_id", "name", "version", name=op.f("uq_paper_template_office_id_name_version")
        ),
    )
    op.create_table(
        "paper",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=160), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("thai_digits", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["item.id"], name=op.f("fk_paper_about_id_item")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_paper_changed_by_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_paper_item_id_item")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_office_id_office")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_paper")),
        sa.UniqueConstraint("office_id", "cause", name=op.f("uq_paper_office_id_cause")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_secret"), ["secret"], unique=False)

    op.create_table(
        "paper_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("markup", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=12), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_paper_text_item_id_item")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_paper_text_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_text")),
    )
    with op.batch_alter_table("paper_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_text_item_id"), ["item_id"], unique=False)

    op.create_table(
        "register_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.Column("voided_at", Moment(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_register_number_item_id_item")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_register_number_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["person.id"], name=op.f("fk_register_number_registered_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_number")),
        sa.UniqueConstraint("item_id", name=op.f("uq_register_number_item_id")),
        sa.UniqueConstraint(
            "office_id", "kind", "year", "number", name=op.f("uq_register_number_office_id_kind_year_number")
        ),
    )
    op.create_table(
        "witness",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_witness_item_id_item")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_witness_office_id_office")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_witness")),
    )
    with op.batch_alter_table("witness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_witness_item_id"), ["item_id"], unique=False)

    for table in _APPEND_ONLY:
        _refuse_changes(table)


# A text that was signed, what an issued paper attests and the versions of a template stay as they are.
_APPEND_ONLY = {"paper_text": ("id",), "witness": ("code",), "paper_template": ("id",)}


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
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

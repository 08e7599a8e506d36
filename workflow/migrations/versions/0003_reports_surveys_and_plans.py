"""What reports, surveys, plans of several years and new years say."""

import sqlalchemy as sa
from alembic import op

from workflow.database import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acceleration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("paid_hundredths", sa.Integer(), nullable=False),
        sa.Column("target_hundredths", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("replied_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["item.id"], name=op.f("fk_acceleration_project_id_item")),
        sa.ForeignKeyConstraint(
            ["replied_by"], ["person.id"], name=op.f("fk_acceleration_replied_by_person")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["item.id"], name=op.f("fk_acceleration_report_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceleration")),
        sa.UniqueConstraint("report_id", "project_id", name=op.f("uq_acceleration_report_id_project_id")),
    )
    with op.batch_alter_table("acceleration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceleration_project_id"), ["project_id"], unique=False)

    op.create_table(
        "analysis_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_analysis_line_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_line")),
        sa.UniqueConstraint(
            "item_id", "side", "category", name=op.f("uq_analysis_line_item_id_side_category")
        ),
    )
    op.create_table(
        "base_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_base_fact_item_id_item")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_base_fact_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_fact")),
    )
    with op.batch_alter_table("base_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_base_fact_office_id"), ["office_id"], unique=False)

    op.create_table(
        "development_plan",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("past_results", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("weaknesses", sa.Text(), nullable=False),
        sa.Column("opportunities", sa.Text(), nullable=False),
        sa.Column("threats", sa.Text(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("mission", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("core_values", sa.Text(), nullable=False),
        sa.Column("strategies", sa.Text(), nullable=False),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_development_plan_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_development_plan")),
    )
    op.create_table(
        "group_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["office_group.id"], name=op.f("fk_group_submission_group_id_office_group")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_group_submission_item_id_item")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_submission_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_submission")),
        sa.UniqueConstraint("item_id", "group_id", name=op.f("uq_group_submission_item_id_group_id")),
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_problem_item_id_item")),
        sa.ForeignKeyConstraint(["project_id"], ["item.id"], name=op.f("fk_problem_project_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_item_id"), ["item_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("income", sa.BigInteger(), nullable=True),
        sa.Column("expense", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["office_group.id"], name=op.f("fk_survey_answer_group_id_office_group")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_survey_answer_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_answer_person_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_survey_answer_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("item_id", "group_id", name=op.f("uq_survey_answer_item_id_group_id")),
        sa.UniqueConstraint("item_id", "school_id", name=op.f("uq_survey_answer_item_id_school_id")),
    )

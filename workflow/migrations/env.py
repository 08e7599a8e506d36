"""Alembic's way in: migrations run in the transaction that workflow.schema has begun."""

from alembic import context
from sqlmodel import SQLModel

import workflow.models  # noqa: F401  registers the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()

"""Alembic's way in: migrations run on the engine that workflow.schema hands over."""

from alembic import context
from sqlmodel import SQLModel

import workflow.models  # noqa: F401  registers the tables

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()

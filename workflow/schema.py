"""Brings a database to the newest shape of the tables, and says which shape it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from workflow.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database) -> None:
    """Applies every migration the database has not had yet, in one transaction each."""
    command.upgrade(_config(database), "head")


def newest(database: Database) -> str:
    """The name of the newest shape this program knows."""
    return ScriptDirectory.from_config(_config(database)).get_current_head() or ""


def current(database: Database) -> str:
    """The shape the database has; empty where it has none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""

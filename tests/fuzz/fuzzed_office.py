"""The sample office of May behind the application, and one of its people whose program sends anything."""

import datetime
import hashlib
from pathlib import Path
from typing import Any, Final

import schemathesis
from known_names import PASSWORD, configuration
from quick_passwords import quick_hash
from sqlmodel import select

from api.app import create_app
from api.attempts import PER_ADDRESS, Attempts
from api.settings import Settings
from workflow import accounts
from workflow.database import Database
from workflow.models import Person, SignIn

AT: Final = datetime.datetime(2018, 5, 18, 3, 0, tzinfo=datetime.UTC)  # 10:00 in Bangkok
TOKEN: Final = "a-token-of-somebody-signed-in"


class FuzzedOffice:
    """The application over a database of its own. Whoever ended her session is signed in again."""

    def __init__(self, database_url: str, folder: Path, username: str) -> None:
        settings = Settings(database_url=database_url, data_folder=folder)
        self.app = create_app(settings, lambda: AT, sweeps=False)
        self.database: Database = self.app.state.database
        with self.database.write() as session:
            person = session.exec(select(Person).where(Person.username == username)).one()
            self.person, self.office = person.id, person.office_id
            accounts.set_password(session, person.id, quick_hash(PASSWORD))

    def described(self, examples: int) -> Any:
        """What the application says of itself, as schemathesis reads it."""
        with self.database.read() as session:
            wanted = configuration(session, self.office, examples)
        config = schemathesis.Config.from_dict(wanted)
        schema = schemathesis.openapi.from_dict(self.app.openapi(), config=config)
        schema.app = self.app
        return schema

    def sign_in(self) -> None:
        """She is signed in by TOKEN, for a hundred years and whatever was done with her sessions."""
        name = hashlib.sha256(TOKEN.encode()).hexdigest()
        with self.database.write() as session:
            row = session.get(SignIn, name)
            if row is None:
                until = AT + datetime.timedelta(days=36500)
                row = SignIn(token_hash=name, person_id=self.person, started_at=AT, expires_at=until)
            row.ended_at = None
            session.add(row)

    def let_try_again(self) -> None:
        """Forgets how often passwords and codes were tried: the clock stands still."""
        state = self.app.state
        state.attempts, state.codes = Attempts(), Attempts(per_account=PER_ADDRESS)
        state.looks = Attempts()

"""Everything that can be read answers on every database; who may read it is asked in test_access.py."""

from pathlib import Path

from probing import COMES, Asking, Route, outcome
from reading import READ, read
from straight import straight
from two_offices import everything

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW
from workflow.database import Database


def test_everything_answers(database: Database, database_url: str, tmp_path: Path) -> None:
    with database.write() as session:
        here = everything(session, "T1")
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), lambda: NOW, sweeps=False)
    with straight(app) as client:
        asking = Asking(client, app, here, here)
        answers = {key: read(asking, key) for key in READ}
    assert len(answers) > 200
    assert {
        key: (answer.status_code, answer.text[:300])
        for key, answer in answers.items()
        if outcome(Route(*key.split(" ", 1)), answer) != COMES
    } == {}

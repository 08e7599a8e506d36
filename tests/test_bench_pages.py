"""What the measurement of pages adds to the application answers; a whole measurement takes a minute."""

from pathlib import Path

from conftest import SmallOffice
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from bench.http import NOW, signed_in
from bench.pages import FLOOR, TOOK, Page, Timing, measured, with_floor
from workflow.database import Database


def test_a_page_and_the_frame_alone_are_measured_in_turns(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    (token,) = signed_in(database, [office.people["plan_director"]])
    url = database.url.render_as_string(hide_password=False)
    app = with_floor(create_app(Settings(database_url=url, data_folder=tmp_path), lambda: NOW, sweeps=False))
    with TestClient(Timing(app)) as client:
        frame = client.get(FLOOR, headers={"Authorization": f"Bearer {token}"})
        assert frame.status_code == 200
        assert "</html>" in frame.text
        own, bare, where, who = measured(client, app, Page("/items", token), "/items", 2)
        assert (where, who) == ("/items", token)
        assert own > 0 < bare
        assert float(frame.headers[TOOK]) > 0

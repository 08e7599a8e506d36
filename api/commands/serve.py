"""`khanton serve`: opens the office's pages to browsers."""

import os
from dataclasses import replace
from typing import Annotated, Final

import typer

from api import clock, collecting
from api.clock import Clock
from api.commands import options
from api.commands.output import answering, people
from api.commands.place import Place, offices, opened
from api.commands.refusals import CommandRefused
from api.settings import Settings

# Seconds that requests under way have to finish once the server is told to stop. A paper takes 20.
FINISHING: Final = 30


def serve(
    context: typer.Context,
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    no_sweeps: Annotated[
        bool,
        typer.Option(
            "--no-sweeps", help="ไม่รันงานตั้งเวลา (ใช้ khanton work) · leave the schedules to khanton work"
        ),
    ] = False,
    database: options.Database = None,
    data: options.Data = None,
) -> None:
    """เปิดระบบ · Serve the office's pages and its JSON answers."""
    with answering(False):
        place = options.place_named(context, database, data)
        with opened(place) as found, found.read() as session:
            if not offices(session):
                raise CommandRefused("no_office", {"place": place.shown})
        run_server(place, host, port, sweeps=not no_sweeps)


def run_server(place: Place, host: str, port: int, time: Clock = clock.now, *, sweeps: bool = True) -> None:
    """Serves until it is stopped with Ctrl+C or SIGTERM; what it is answering then, it finishes."""
    # The web's own parts take half a second to load, which no other command should wait for.
    import uvicorn

    from api import logs, telemetry
    from api.app import create_app

    place.folder.mkdir(parents=True, exist_ok=True)
    logs.set_up(logs.form_of(os.environ))
    app = create_app(settings_at(place), time, sweeps=sweeps, tracer=telemetry.tracer_of(os.environ))
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  compared, not bound
    people().print(f"เปิดที่ · open http://{shown}:{port}   (หยุดด้วย Ctrl+C)", markup=False)
    collecting.seldom()
    uvicorn.run(
        app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=FINISHING
    )


def settings_at(place: Place) -> Settings:
    """What the environment says, with the database and folder that were named."""
    return replace(Settings.from_environment(), database_url=place.url, data_folder=place.folder)

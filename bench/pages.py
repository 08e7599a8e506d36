"""Median server time of every page over 15 requests, beside a page that shows nothing but the frame.

The office is the demonstration's, with all its papers and what people were told, and two copies of its year
before it. Slowest first; fails where a median is over 50 ms. The pages are those of tests/browser/pages.py.
"""

import datetime
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from copies import years_before  # noqa: E402  the tests' own modules lie beside the packages
from fastapi import APIRouter, FastAPI, Request  # noqa: E402
from fastapi.responses import HTMLResponse  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402
from pages import PAGES, Page  # noqa: E402
from sample import places  # noqa: E402
from serving import Office  # noqa: E402
from sqlmodel import func, select  # noqa: E402
from starlette.types import ASGIApp, Message, Receive, Scope, Send  # noqa: E402
from visiting import let_in  # noqa: E402

from api import collecting  # noqa: E402
from api.app import create_app  # noqa: E402
from api.attempts import Attempts  # noqa: E402
from api.dependencies import Looking, SignedIn, Transaction  # noqa: E402
from api.pages.page_route import PageRoute  # noqa: E402
from api.pages.rendering import reader_of, render  # noqa: E402
from api.settings import Settings  # noqa: E402
from notifications.corresponding import CorrespondingStory  # noqa: E402
from workflow import schema  # noqa: E402
from workflow.database import Database  # noqa: E402
from workflow.demo import build_demo, stands_at  # noqa: E402
from workflow.models import Entry, Item, School  # noqa: E402

LIMIT = 50.0  # milliseconds
TIMES = 15
FLOOR = "/bench-floor"
TOOK = "x-took-ms"
YEARS_BACK = 2
BUILD, ABOUT = "--build", "about.json"


def main() -> None:
    times = 3 if "--quick" in sys.argv else TIMES
    with tempfile.TemporaryDirectory(prefix="khanton-bench-") as folder:
        # Built by another process: a server has not just played three years of work.
        subprocess.run([sys.executable, "-m", "bench.pages", BUILD, folder], check=True)
        url = f"sqlite:///{Path(folder) / 'khanton.db'}"
        told = json.loads((Path(folder) / ABOUT).read_text(encoding="utf-8"))
        named, at = told["named"], datetime.datetime.fromisoformat(told["at"])
        app = with_floor(
            create_app(Settings(database_url=url, data_folder=Path(folder)), lambda: at, sweeps=False)
        )
        collecting.seldom()  # as `khanton serve` does
        with TestClient(Timing(app)) as client:
            client.headers["accept-encoding"] = "gzip"
            rows = [measured(client, app, page, page.where.format_map(named), times) for page in PAGES]
    report(rows)


def build(folder: Path) -> None:
    """The office, and beside it what addresses name and the moment at which it stands."""
    office = built(f"sqlite:///{folder / 'khanton.db'}")
    about = {"named": dict(places(office)), "at": office.at.isoformat()}
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    office.database.dispose()


def built(url: str) -> Office:
    """The demonstration's whole year, with two more years before it, and a session for whoever looks."""
    database = Database(url)
    schema.upgrade(database)
    build_demo(
        database,
        until=datetime.date(2018, 5, 18),
        now=datetime.datetime(2026, 1, 5, 2, 0, tzinfo=datetime.UTC),
        meanwhile=CorrespondingStory().meanwhile,
    )
    with database.write() as session:
        at = stands_at(session)
        years_before(session, YEARS_BACK)
        counts = [
            session.exec(select(func.count()).select_from(School)).one(),
            session.exec(select(func.count()).where(Item.kind == "project")).one(),
            session.exec(select(func.count()).select_from(Item)).one(),
            session.exec(select(func.count()).select_from(Entry)).one(),
        ]
    print("schools {}, projects {}, items {}, sealed entries {}".format(*counts))
    office = Office(database, at, url)
    let_in(office)
    return office


def with_floor(app: FastAPI) -> FastAPI:
    """The application with one page more, that finds out who looks and renders the frame alone."""
    router = APIRouter(route_class=PageRoute)

    @router.get(FLOOR)
    def floor(request: Request, session: Transaction, person: SignedIn, who: Looking) -> HTMLResponse:
        return render(request, "base.html", reader=reader_of(session, person, who), section="")

    app.include_router(router)
    app.router.routes.insert(0, app.router.routes.pop())  # before the one that answers unknown addresses
    return app


def measured(
    client: TestClient, app: FastAPI, page: Page, where: str, times: int
) -> tuple[float, float, str, str]:
    """Median milliseconds of the page and of the frame alone, in turns, so that both meet the same noise."""
    headers = {"Authorization": f"Bearer {page.who}"} if page.who else {}
    floor = {"Authorization": f"Bearer {page.who or 'plandir'}"}
    own: list[float] = []
    frame: list[float] = []
    for _ in range(times + 1):  # the first warms up
        app.state.attempts = app.state.looks = Attempts()  # nobody is held up for asking often
        own.append(timed(client, where, headers, page.status))
        frame.append(timed(client, FLOOR, floor, 200))
    return statistics.median(own[1:]), statistics.median(frame[1:]), where, page.who


def timed(client: TestClient, where: str, headers: dict[str, str], status: int) -> float:
    answer = client.get(where, headers=headers, follow_redirects=False)
    assert answer.status_code in (status, 303, 307), (where, answer.status_code)
    return float(answer.headers[TOOK])


class Timing:
    """Tells the milliseconds of the server alone: from the request's arrival to the first of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = f"{(time.perf_counter() - began) * 1000:.3f}"
                message["headers"] = [*message["headers"], (TOOK.encode(), took.encode())]
            await send(message)

        await self.app(scope, receive, told)


def report(rows: list[tuple[float, float, str, str]]) -> None:
    print(f"{'ms':>7} {'frame':>7} {'ratio':>6}  page")
    for own, frame, where, who in sorted(rows, reverse=True):
        print(f"{own:7.1f} {frame:7.1f} {own / frame:6.1f}  {where} ({who or 'public'})")
    over = [where for own, _, where, _ in rows if own > LIMIT]
    slowest = max(rows)
    print(
        json.dumps(
            {
                "bench": "pages",
                "pages": len(rows),
                "over_50_ms": len(over),
                "slowest_ms": round(slowest[0], 1),
            }
        )
    )
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    if BUILD in sys.argv:
        build(Path(sys.argv[-1]))
    else:
        main()

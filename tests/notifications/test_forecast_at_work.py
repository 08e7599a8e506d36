"""An office at work neither waits for whoever looks what would be told, nor finds a trace of it."""

import time
from pathlib import Path

from conftest import SmallOffice
from contents import contents
from demonstration import copied
from forecast_desk import YEAR, dry_run, forecast, on, sample_office, the_sample_in_january  # noqa: F401
from golden_year import Recorder
from reminding_desk import Owing, morning_of
from sqlalchemy import make_url
from sqlmodel import col, func, select
from typer.testing import CliRunner

from api.cli import app
from notifications import schedule
from notifications.forecast import WRITTEN, of_year
from notifications.models import Message
from states.fiscal import FiscalYear
from workflow.database import Database
from workflow.demo import stands_at
from workflow.models import Person
from workflow.rehearsal import rehearsal


def test_nothing_in_any_table_changes(january: Database) -> None:
    before = contents(january)
    dry_run(january, morning_of(on("2018-01-15")))
    forecast(january, FiscalYear(2561))
    assert contents(january) == before


def test_an_office_at_work_does_not_wait_for_a_forecast(
    told_january: str, january: Database, tmp_path: Path
) -> None:
    """A step by the command line, a morning and a delivery in the middle of it: none may wait for a lock."""
    undisturbed = forecast(january)
    january.dispose()  # a database in use cannot be copied
    with copied(told_january, tmp_path) as url:
        database, done = Database(url), []

        def look(number: int, _total: int, _what: str) -> None:
            if number == 40:
                done.append(_work(url))

        with rehearsal(database, WRITTEN) as session:
            office, at = sample_office(session), stands_at(session)
            found = of_year(session, office.id, YEAR, at, progress=look)
        database.dispose()
    assert done == [1]
    assert found == undisturbed


def _work(url: str) -> int:
    """The messages sent on the next morning, after a step of the report."""
    theirs = Database(_impatient(url))
    words = ["advance", "QR2561-1", "acknowledge", "--as", "director", "--database", _impatient(url)]
    evidence = ["--evidence", "quarterly_report_memo=ที่ ศธ 04xxx/12"]
    began = time.monotonic()
    taken = CliRunner().invoke(app, [*words, *evidence, "--json"])
    assert taken.exit_code == 0, taken.stdout
    at = morning_of(on("2018-01-15"))
    with theirs.write() as session:
        person = session.exec(select(Person).where(Person.username == "plandir")).one()
        Owing(session, SmallOffice(0, "", "", {"plandir": person.id})).reach("plandir")
    channel = Recorder("email")
    work = schedule.Work(theirs, lambda: at, lambda _office, _name: channel)
    for each in schedule.SCHEDULES:
        schedule.look(work, each)
    assert time.monotonic() - began < 10
    with theirs.read() as session:
        assert not any(session.exec(select(schedule.SweepRun.trouble)).all())
        sent = session.exec(select(func.count(col(Message.id))).where(Message.state == "sent")).one()
    theirs.dispose()
    assert len(channel.took) == sent
    return sent


def _impatient(url: str) -> str:
    """The same database, where whoever has to wait for a lock gives up."""
    if url.startswith("sqlite"):
        return url
    impatient = make_url(url).update_query_dict({"options": "-c lock_timeout=2000"})
    return impatient.render_as_string(hide_password=False)

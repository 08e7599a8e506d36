"""The command line `khanton`: every door of the office without a browser."""

import sys

import typer

from api.commands import (
    advance,
    as_of,
    bodies,
    definitions,
    history,
    holidays,
    import_history,
    import_offices,
    ladders,
    letterhead,
    money,
    options,
    papers,
    persons,
    postgres,
    registers,
    retention,
    schools,
    sheets,
    sheets_export,
)
from api.commands.ask import ask
from api.commands.backup import backup
from api.commands.calendar import calendar
from api.commands.demo import demo
from api.commands.doctor import doctor
from api.commands.export_history import export_history
from api.commands.goals import goal
from api.commands.init import init
from api.commands.items import items
from api.commands.output import document
from api.commands.papers_sign import issue, sign
from api.commands.papers_write import write
from api.commands.remind import remind
from api.commands.restore import restore
from api.commands.serve import serve
from api.commands.told import told
from api.commands.work import work
from api.commands.year import year
from api.commands.years import open_year

app = typer.Typer(
    name="khanton",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="ขั้นตอน · The approval desk of an area office.",
)


@app.callback()
def khanton(context: typer.Context, database: options.Database = None, data: options.Data = None) -> None:
    """ขั้นตอน · The approval desk of an area office."""
    context.obj = (database, data)


for command in (
    *(demo, serve, work, init, items, year, calendar, remind, told, ask, doctor),
    *(backup, restore),
    *(advance.advance, advance.correct, advance.attest),
):
    app.command()(command)
app.command("open-year")(open_year)
app.command("goal")(goal)
app.add_typer(money.app, name="money")
app.add_typer(bodies.app, name="bodies")
app.add_typer(persons.app, name="people")
history.app.command()(as_of.replay)
app.add_typer(history.app, name="history")
app.add_typer(retention.app, name="retention")
app.add_typer(as_of.app, name="as-of")
app.add_typer(definitions.app, name="definitions")
app.add_typer(holidays.app, name="holidays")
papers.app.command()(write)
papers.app.command()(sign)
papers.app.command()(issue)
app.add_typer(papers.app, name="papers")
app.add_typer(ladders.app, name="ladders")
app.add_typer(letterhead.app, name="letterhead")
app.add_typer(postgres.app, name="postgres")
app.add_typer(registers.app, name="registers")
app.add_typer(schools.app, name="schools")
sheets.app.command("history")(import_history.history)
sheets.app.command("offices")(import_offices.offices)
sheets.app.command("quarantine")(import_history.quarantine)
sheets.app.command("retry")(import_history.retry_quarantine)
app.add_typer(sheets.app, name="import")
sheets_export.app.command("history")(export_history)
app.add_typer(sheets_export.app, name="export")


def main() -> None:
    """Carries out one command line. A mistyped option with --json is answered in JSON, too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if "--json" not in sys.argv:
        app()
        return
    try:
        code = app(standalone_mode=False)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        text = error.format_message()
        document({"error": {"code": "bad_option", "th": f"อ่านคำสั่งไม่ได้: {text}", "en": text, "missing": []}})
        code = getattr(error, "exit_code", 2)
    raise SystemExit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

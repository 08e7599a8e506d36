"""What is written down about the program's own running: a line for each request, and nobody's data."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from api import logs, telemetry
from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from workflow.errors import BadInput

NAME = "สมหญิง ผู้ไม่ควรอยู่ในบันทึก"
SECRETS = ("somying.secret", "0812345678", "somying@example.go.th", NAME)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the program logs as JSON."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up("json")
    handler, stream = root.handlers[0], io.StringIO()
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def client(database_url: str, office: SmallOffice, tmp_path) -> Iterator[TestClient]:
    settings = Settings(database_url=database_url, data_folder=tmp_path, metrics_token="t")
    app = create_app(settings, lambda: NOW, sweeps=False)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def test_a_request_is_one_line_by_its_pattern(client: TestClient, written: io.StringIO) -> None:
    answer = client.get(f"/settings/people/{SECRETS[0]}?q={SECRETS[1]}", follow_redirects=False)
    client.get(f"/no/such/{SECRETS[0]}")
    told = [each for each in lines(written) if each["from"] == "khanton.requests"]
    assert [(each["route"], each["method"], each["status"]) for each in told] == [
        ("/settings/people/{username}", "GET", 303),
        ("/{address:path}", "GET", 404),
    ]
    assert told[0]["request"] == answer.headers["x-request-id"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(each["at"])) for each in told)
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-123_X.9", True), ("short", False), ("x" * 65, False), ("a b c d e f g", False)]
)
def test_the_proxys_name_of_a_request_is_kept_if_it_is_one(
    client: TestClient, given: str, kept: bool
) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) is kept


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        (OperationalError, 503, "the database did not answer at GET /sign-in"),
        (IntegrityError, 500, "unexpected fault at GET /sign-in"),
    ],
)
def test_an_error_is_told_by_its_kinds_and_places_not_by_its_text(
    client: TestClient,
    written: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[DBAPIError],
    status: int,
    said: str,
) -> None:
    """A database's error repeats the row."""

    def fail(*_: object, **__: object) -> None:
        row = {"name": NAME}
        raise kind(f"INSERT INTO person … {SECRETS}", row, Exception(f"Key (name)=({NAME}) exists"))

    monkeypatch.setattr("api.pages.account.signing_in.render", fail)
    assert client.get("/sign-in").status_code == status
    [told] = [each for each in lines(written) if "error" in each]
    assert (told["said"], str(told["error"]).partition(" ")[0]) == (said, kind.__name__)
    assert "test_logs.py" in str(told["where"])
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_what_other_libraries_say_is_told_without_its_values(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("no route for %s", SECRETS[2])
    assert [each["said"] for each in lines(written)] == ["no route for %s"]


def test_a_console_hears_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.set_up("text")
        logging.getLogger("khanton.requests").info("answered")
        logging.getLogger("khanton.api").warning("busy")
    finally:
        root.handlers[:], level = before
        root.setLevel(level)
    assert capsys.readouterr().err.endswith("warning khanton.api busy\n")


def test_a_form_that_is_none_is_refused() -> None:
    assert logs.form_of({}) == "text"
    assert logs.form_of({"KHANTON_LOG": "JSON"}) == "json"
    with pytest.raises(BadInput):
        logs.form_of({"KHANTON_LOG": "xml"})


def test_prometheus_is_told_how_long_answers_took_by_pattern(client: TestClient) -> None:
    client.get(f"/settings/people/{SECRETS[0]}")
    client.request("SECRET", "/health/live")
    figures = client.get("/metrics", headers={"Authorization": "Bearer t"}).text
    assert 'method="GET",route="/settings/people/{username}",status="3xx"' in figures
    assert 'method="OTHER"' in figures
    assert not [secret for secret in (*SECRETS, "SECRET") if secret in figures]


def test_a_span_names_the_pattern_and_nobody(database_url: str, office: SmallOffice, tmp_path) -> None:
    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    settings = Settings(database_url=database_url, data_folder=tmp_path)
    app = create_app(settings, lambda: NOW, sweeps=False, tracer=provider.get_tracer("khanton"))
    with TestClient(app) as client:
        client.get(f"/settings/people/{SECRETS[0]}?q={SECRETS[1]}", follow_redirects=False)
    [span] = spans.get_finished_spans()
    assert span.name == "GET /settings/people/{username}"
    assert span.attributes is not None
    assert dict(span.attributes) == {
        "http.request.method": "GET",
        "http.route": "/settings/people/{username}",
        "http.response.status_code": 303,
    }
    assert not [secret for secret in SECRETS if secret in span.to_json()]


def test_nothing_is_traced_unless_a_collector_is_named() -> None:
    assert telemetry.tracer_of({}) is None
    assert telemetry.tracer_of({telemetry.COLLECTOR: " "}) is None


def test_a_collector_without_the_packages_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telemetry, "_PACKAGES", ("no_such_package",))
    with pytest.raises(BadInput) as refused:
        telemetry.tracer_of({telemetry.COLLECTOR: "http://127.0.0.1:4318"})
    assert refused.value.detail == "pip install '.[telemetry]'"

"""Every refusal has a status, an exit code and words in both languages, and changes nothing."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_desk import CALL, desk_at_the_json_door  # noqa: F401  a fixture
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api import errors as doors
from api import words_en_names, words_th_names
from api.errors import ANSWERS, answered
from api.words import WORDS, code_of, explain
from states.catalogue import catalogue
from states.load import Unreadable
from states.model import Label, Strength
from states.typed import UnreadableDate, UnreadableYear, WrongEra
from workflow import errors
from workflow.moments import bangkok_date

API = "/api/v1"
A_DAY = datetime.date(2018, 1, 12)
A_MOMENT = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
THING = errors.Missing(
    "minutes", Label("รายงานการประชุม", "Minutes"), Strength.HARD, ("clerk",), {"minutes": "text"}
)
# (error, code, status, exit code)
REFUSALS = [
    (errors.UnknownItem("X"), "unknown_item", 404, 2),
    (errors.UnknownOffice("X"), "unknown_office", 404, 2),
    (errors.UnknownPerson("x"), "unknown_person", 404, 2),
    (errors.UnknownKind("x"), "unknown_kind", 404, 2),
    (errors.UnknownTrigger("project", "fly", ("submit",)), "unknown_trigger", 404, 2),
    (errors.UnknownEntry(7), "unknown_entry", 404, 2),
    (errors.NotOpenHere("X", "submit", Label("ร่าง", "Draft"), ()), "not_open_here", 409, 1),
    *(
        (errors.NotAllowed(errors.Denial(code, ("clerk",), "submit")), code, 403, 1)
        for code in (
            *("no_role", "other_group", "other_school", "other_office"),
            *("read_only", "not_active", "separated", "service_only"),
        )
    ),
    (errors.StepRefused("submit", (THING,)), "step_refused", 422, 1),
    (errors.SomebodyWasFaster("X", 1, 2, "submit", "สมชาย", A_MOMENT), "somebody_was_faster", 409, 1),
    *(
        (errors.BadEvidence("minutes", problem, "x"), f"evidence_{problem}", 422, 2)
        for problem in (
            *("unknown_key", "not_yes_no", "not_number", "not_date", "not_list", "not_fraction", "empty"),
            *("too_long", "type_not_allowed", "needs_file_name", "file_lost", "file_changed"),
        )
    ),
    (errors.BadEvidence("x.pdf", "too_large", "20"), "evidence_too_large", 413, 1),
    (errors.TooLong("reason", 10_000, 10_001), "too_long", 413, 1),
    (errors.BadDate("in_future", "2019-01-01"), "date_in_future", 422, 1),
    (errors.BadDate("before_last_step", "2017-01-01", A_DAY), "date_before_last_step", 422, 1),
    (errors.BadDate("wrong_era", "2561-01-12", A_DAY), "wrong_era", 422, 2),
    (errors.BadDate("unreadable", "x"), "unreadable_date", 422, 2),
    *(
        (errors.CannotCorrect(problem, 7), f"correction_{problem}", status, 1)
        for problem, status in (
            *(("not_latest", 409), ("not_a_step", 409), ("already_corrected", 409), ("has_children", 409)),
            *(("needs_reason", 422), ("nothing_to_correct", 422)),
        )
    ),
    (errors.AlreadyExists("item", "X"), "already_exists", 409, 1),
    (errors.BadInput("code", "empty"), "input_empty", 422, 2),
    (errors.BadInput("fiscal_year", "wrong_era", "2018"), "input_wrong_era", 422, 2),
    (errors.BadInput("anything", "new_problem", "x"), "bad_input", 422, 2),
    (errors.SignInFailed(), "sign_in_failed", 401, 1),
    (errors.KeyReused("k"), "key_reused", 422, 1),
    (errors.DefinitionRefused("project", (Label("ไป", "go"),)), "definition_refused", 422, 1),
    (Unreadable("x.yaml", 3, "not_yaml", "x"), "unreadable", 422, 2),
    (WrongEra("2561-01-12", A_DAY), "wrong_era", 422, 2),
    (UnreadableDate("x"), "unreadable_date", 422, 2),
    (UnreadableYear("x"), "unreadable_date", 422, 2),
    (OperationalError("SELECT secret", {}, Exception("locked")), "busy", 503, 1),
    (doors.TooManyAttempts(61), "too_many_attempts", 429, 1),
    (doors.NotSignedIn(), "not_signed_in", 401, 1),
    (doors.CrossSite("https://elsewhere.example"), "cross_site", 403, 1),
    (doors.TooLarge(2 * 2**20), "too_large", 413, 1),
    (doors.BadRequest((("trigger", "missing"), ("", "json_invalid"))), "bad_request", 422, 2),
    (doors.KeyInUse("k"), "key_in_use", 409, 1),
    (doors.UnknownDocument("X"), "unknown_document", 404, 2),
    (doors.HttpRefusal(404), "http_404", 404, 2),
    (doors.HttpRefusal(405), "http_405", 405, 2),
    (doors.HttpRefusal(400), "http_refused", 400, 2),
    (ZeroDivisionError(), "fault", 500, 1),
]


@pytest.mark.parametrize(
    ("error", "code", "status", "exit_code"), REFUSALS, ids=lambda value: str(value)[:40]
)
def test_every_refusal_is_answered_and_said_in_both_languages(error, code, status, exit_code):
    said = explain(error)
    assert (said.code, said.status, said.exit_code) == (code, status, exit_code)
    for text in (said.title_th, said.th, said.next_th):
        assert any("\u0e00" <= sign <= "\u0e7f" for sign in text), text
        assert "{" not in text
    for text in (said.title_en, said.en, said.next_en):
        assert text
        assert "{" not in text


def test_the_list_above_leaves_out_no_refusal_and_no_sentence():
    told = {type(error) for error, *_ in REFUSALS}
    assert set(ANSWERS) - told == set()
    own = {
        kind
        for module in (errors, doors)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, errors.Refused) and kind is not errors.Refused
    }
    assert own - told == set()
    said = {code for _, code, *_ in REFUSALS}
    assert set(WORDS["th"]) - said == {"input_unknown", "input_out_of_range", "input_length"}


def test_both_languages_have_the_same_keys_and_the_same_placeholders():
    assert WORDS["th"].keys() == WORDS["en"].keys()
    assert words_th_names.PHRASES.keys() == words_en_names.PHRASES.keys()
    assert words_th_names.NAMES.keys() == words_en_names.NAMES.keys()
    for code, thai in WORDS["th"].items():
        assert _placeholders(thai) == _placeholders(WORDS["en"][code]), code


def _placeholders(texts):
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_refused_step_names_what_is_missing_and_who_can_supply_it():
    said = explain(errors.StepRefused("submit", (THING,)))
    clerk = catalogue().roles["clerk"]
    assert said.th == "ทำขั้นตอน “submit” ยังไม่ได้ เพราะยังขาด: รายงานการประชุม"
    assert said.next_th == f"เติมสิ่งที่ขาดให้ครบแล้วทำใหม่ ผู้ที่เติมได้: {clerk.th}"
    only = said.missing[0]
    assert (only.code, only.facts, only.supplied_by_th) == ("minutes", {"minutes": "text"}, (clerk.th,))
    assert only.supplied_by_en == (clerk.en,)


def test_a_database_error_never_shows_its_statement():
    said = explain(OperationalError("SELECT secret", {}, Exception("locked")))
    assert "secret" not in repr(said)


@given(st.text(max_size=400))
def test_whatever_people_type_can_be_quoted_back(text):
    """Braces, quotes and control characters in a refused value never break its sentence."""
    assert code_of(errors.UnknownItem(text)) == "unknown_item"
    assert text[:300].strip() in explain(errors.UnknownItem(text)).th
    assert explain(errors.BadInput("code", "unknown", text)).status == 422


def test_an_unlisted_error_is_a_fault():
    assert answered(KeyError()) == doors.Answered(500, 1)


def problem(answer, status, code):
    """The answer's problem, once it is one of this status and code and told in both languages."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["type"] == f"/problems/{code}"
    for key in ("title_th", "detail_th", "next_th", "title_en", "detail_en", "next_en"):
        assert told[key]
    return told


@pytest.fixture
def plan(desk):
    desk.open("annual_plan", "AP2561")
    return desk.person("plan_director")


def advance(client, **more):
    return client.post(f"{API}/items/AP2561/advance", json={"trigger": "open_proposals", **more})


def standing(client):
    """The item's version and how many entries the office's history has."""
    entries = client.get(f"{API}/history", params={"limit": 200}).json()["entries"]
    return client.get(f"{API}/items/AP2561").json()["version"], len(entries)


def test_refusals_of_a_step_each_in_their_shape(plan, desk):
    before = standing(plan)
    missing = problem(advance(plan), 422, "step_refused")
    assert missing["missing"][0]["supplied_by_th"]
    problem(advance(plan, trigger="fly"), 404, "unknown_trigger")
    told = problem(advance(plan, trigger="publish"), 409, "not_open_here")
    assert told["facts"]["open_here"] == ["open_proposals", "cancel"]
    problem(advance(plan, evidence={"no_such": "x"}), 422, "evidence_unknown_key")
    problem(advance(plan, evidence=CALL, on="2018-01-13"), 422, "date_in_future")
    problem(advance(plan, evidence=CALL, on="2018-01-11"), 422, "date_before_last_step")
    told = problem(advance(plan, unknown_field=1), 422, "bad_request")
    assert told["facts"] == {"fields": [["unknown_field", "extra_forbidden"]]}
    problem(advance(plan, evidence={"proposal_form": "\x00"}), 422, "bad_request")
    for number in (-1, 2**31):
        problem(advance(plan, expect_version=number), 422, "bad_request")
        problem(plan.get(f"{API}/history", params={"after": number}), 422, "bad_request")
    problem(plan.get(f"{API}/items/NONE"), 404, "unknown_item")
    problem(plan.get(f"{API}/definitions/none"), 404, "unknown_kind")
    problem(plan.get(f"{API}/none"), 404, "http_404")
    problem(plan.put(f"{API}/items/AP2561"), 405, "http_405")
    problem(plan.post(f"{API}/items/AP2561/advance", content=b"{"), 422, "bad_request")
    problem(plan.get(f"{API}/items", params={"limit": 201}), 422, "bad_request")
    problem(plan.get(f"{API}/items", params={"q": "\x00"}), 422, "bad_request")
    wrong = {"seq": 9999, "reason": "ผิด", "undo": True}
    problem(plan.post(f"{API}/items/AP2561/corrections", json=wrong), 404, "unknown_entry")
    assert standing(plan) == before


def test_refusals_of_opening_an_item(plan):
    before = standing(plan)
    wish = {"kind": "annual_plan", "code": "AP2562", "title": "แผน", "fiscal_year": 2562}
    for change, status, code in (
        ({"code": "AP2561"}, 409, "already_exists"),
        ({"kind": "none"}, 404, "unknown_kind"),
        ({"fiscal_year": 2018}, 422, "input_wrong_era"),
        ({"group": "NONE"}, 422, "input_unknown"),
        ({"title": " "}, 422, "input_empty"),
        ({"parent": "NONE"}, 404, "unknown_item"),
        ({"title": "ก" * 501}, 413, "too_long"),
        ({"code": "AP/2562"}, 422, "bad_request"),  # no address could name it
    ):
        problem(plan.post(f"{API}/items", json=wish | change), status, code)
    assert standing(plan) == before


def test_a_stale_version_names_who_did_what_when(plan, desk):
    assert advance(plan, evidence=CALL, expect_version=1).status_code == 200
    desk.at += datetime.timedelta(hours=1)
    told = problem(advance(plan, evidence=CALL, expect_version=1), 409, "somebody_was_faster")
    assert told["facts"]["trigger"] == "open_proposals"
    assert told["facts"]["by"] == "ผู้ดำรงตำแหน่ง plan_director"
    assert told["facts"]["at"] == "2018-01-12T02:00:00+00:00"
    assert "12 ม.ค. 2561 09.00 น." in told["detail_th"]
    assert "(open_proposals)" in told["detail_th"]  # with the step's own name before it


def test_a_buddhist_year_is_refused_with_the_date_it_probably_means(plan):
    for told in (
        problem(advance(plan, evidence=CALL, on="2561-01-12"), 422, "wrong_era"),
        problem(
            plan.post(
                f"{API}/items",
                json={
                    "kind": "project",
                    "code": "P1",
                    "title": "ก",
                    "fiscal_year": 2561,
                    "starts_on": "2561-01-12",
                },
            ),
            422,
            "wrong_era",
        ),
    ):
        assert told["facts"]["meant"] == "2018-01-12"
        assert "2018-01-12" in told["detail_th"]
    a_date = next(
        key for words in catalogue().guards.values() for key, kind in words.facts.items() if kind == "date"
    )
    problem(advance(plan, evidence={a_date: "2561-01-12"}), 422, "wrong_era")
    problem(advance(plan, evidence={a_date: "12/1/2561"}), 422, "unreadable_date")
    assert bangkok_date(A_MOMENT) == A_DAY


def test_a_reason_of_a_megabyte_is_413_and_changes_nothing(plan):
    before = standing(plan)
    told = problem(advance(plan, evidence=CALL, reason="x" * 2**20), 413, "too_long")
    assert told["facts"] == {"name": "reason", "limit": 10_000, "length": 2**20}
    assert standing(plan) == before


def test_a_body_over_two_megabytes_is_413_with_or_without_its_length(plan):
    before = standing(plan)
    body = b'{"trigger": "open_proposals", "reason": "' + b"x" * 2 * 2**20 + b'"}'
    address, kind = f"{API}/items/AP2561/advance", {"Content-Type": "application/json"}
    problem(plan.post(address, content=body, headers=kind), 413, "too_large")
    pieces = (body[start : start + 2**16] for start in range(0, len(body), 2**16))
    problem(plan.post(address, content=pieces, headers=kind), 413, "too_large")
    assert standing(plan) == before


def test_a_commit_that_fails_is_not_answered_200(plan, desk):
    """The commit comes before the answer: with FastAPI's default scope this would be 200."""

    def fail(_connection):
        raise RuntimeError("the disk is full")

    before = standing(plan)
    event.listen(desk.database.engine, "commit", fail)
    answer = advance(plan, evidence=CALL)
    event.remove(desk.database.engine, "commit", fail)
    problem(answer, 500, "fault")
    assert standing(plan) == before
    assert advance(plan, evidence=CALL).status_code == 200


def test_a_busy_database_is_503_and_says_when_to_come_back(plan, desk):
    def busy(_connection):
        raise OperationalError("COMMIT", {}, Exception("database is locked"))

    event.listen(desk.database.engine, "commit", busy)
    answer = advance(plan, evidence=CALL)
    event.remove(desk.database.engine, "commit", busy)
    problem(answer, 503, "busy")
    assert answer.headers["Retry-After"] == "2"


def test_the_language_of_title_and_detail_follows_the_reader(plan):
    thai = plan.get(f"{API}/items/NONE").json()
    english = plan.get(f"{API}/items/NONE", headers={"Accept-Language": "en-GB,th;q=0.5"}).json()
    assert (thai["title"], english["title"]) == (thai["title_th"], thai["title_en"])


def test_every_answer_carries_the_headers_that_protect_browsers(desk):
    visitor = desk.visitor()
    for address in (f"{API}/me", f"{API}/none", "/openapi.json", "/sign-in", "/none"):
        headers = visitor.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
        assert headers["Referrer-Policy"] == "same-origin"

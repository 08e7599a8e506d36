"""What the JSON door refuses, in which shape, and that nothing has changed afterwards."""

import datetime

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from plan_call import CALL
from sqlalchemy.exc import OperationalError

from states.catalogue import catalogue
from workflow.work import Work

API = "/api/v1"


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
    for number in (True, "1", 1.5):
        told = problem(advance(plan, expect_version=number), 422, "bad_request")
        assert told["facts"]["fields"] == [
            ["expect_version", "int_from_float" if number == 1.5 else "int_type"]
        ]
    for answer in (1, "yes"):
        wrong = {"seq": 9999, "reason": "ผิด", "undo": answer}
        told = problem(plan.post(f"{API}/items/AP2561/corrections", json=wrong), 422, "bad_request")
        assert told["facts"]["fields"] == [["undo", "bool_type"]]
    problem(plan.get(f"{API}/items/NONE"), 404, "unknown_item")
    problem(plan.get(f"{API}/definitions/none"), 404, "unknown_kind")
    problem(plan.get(f"{API}/none"), 404, "http_404")
    problem(plan.put(f"{API}/items/AP2561"), 405, "http_405")
    no_text = {"content": b"\xff", "headers": {"Content-Type": "application/json"}}
    problem(plan.post(f"{API}/items/AP2561/advance", **no_text), 400, "http_refused")
    problem(plan.post(f"{API}/items/AP2561/advance", content=b"{"), 422, "bad_request")
    problem(plan.get(f"{API}/items", params={"limit": 201}), 422, "bad_request")
    problem(plan.get(f"{API}/items", params={"q": "\x00"}), 422, "bad_request")
    wrong = {"seq": 9999, "reason": "ผิด", "undo": True}
    problem(plan.post(f"{API}/items/AP2561/corrections", json=wrong), 404, "unknown_entry")
    assert standing(plan) == before


def test_an_address_that_takes_other_methods_says_which(plan):
    """Also where a page would answer GET with "not found", and where several routes share the address."""
    for method, address, takes in (
        ("GET", "/meetings", "POST"),
        ("GET", "/sign-out", "POST"),
        ("POST", "/items/AP2561/lines", "GET, PUT"),
        ("PATCH", "/items", "GET, POST"),
    ):
        answer = plan.request(method, f"{API}{address}")
        problem(answer, 405, "http_405")
        assert answer.headers["Allow"] == takes
    assert "Allow" not in plan.get(f"{API}/none").headers


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


def test_a_group_opens_what_is_its_own(plan, desk):
    """Nor does naming herself as owner open a project for another group."""
    before = standing(plan)
    elsewhere = desk.person("project_owner@ADM")
    account = desk.account("project_owner@ADM")["username"]
    wish = {"kind": "project", "code": "P1", "title": "ก", "fiscal_year": 2561}
    for change in ({"group": "PLN"}, {"group": "PLN", "owner": account}):
        problem(elsewhere.post(f"{API}/items", json=wish | change), 403, "other_group")
    assert standing(plan) == before
    assert elsewhere.post(f"{API}/items", json=wish | {"group": "ADM", "owner": account}).status_code == 201


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


def test_a_commit_that_fails_is_not_answered_200(plan, monkeypatch):
    """The commit comes before the answer."""

    def fail(_work):
        raise RuntimeError("the disk is full")

    before = standing(plan)
    with monkeypatch.context() as failing:
        failing.setattr(Work, "seal", fail)
        answer = advance(plan, evidence=CALL)
    problem(answer, 500, "fault")
    assert standing(plan) == before
    assert advance(plan, evidence=CALL).status_code == 200


def test_a_busy_database_is_503_and_says_when_to_come_back(plan, monkeypatch):
    def busy(_work):
        raise OperationalError("COMMIT", {}, Exception("database is locked"))

    with monkeypatch.context() as failing:
        failing.setattr(Work, "seal", busy)
        answer = advance(plan, evidence=CALL)
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

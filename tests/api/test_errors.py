"""Every refusal has a status, an exit code and words in both languages, and changes nothing."""

import datetime
import errno
import sqlite3
import string

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
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
from workflow.errors_eventlogs import TooManyRows

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
    (errors.UnknownBody("x"), "unknown_body", 404, 2),
    (errors.UnknownKind("x"), "unknown_kind", 404, 2),
    (errors.UnknownTrigger("project", "fly", ("submit",)), "unknown_trigger", 404, 2),
    (errors.UnknownEntry(7), "unknown_entry", 404, 2),
    (errors.NotOpenHere("X", "submit", Label("ร่าง", "Draft"), ()), "not_open_here", 409, 1),
    *(
        (errors.NotAllowed(errors.Denial(code, ("clerk",), "submit")), code, 403, 1)
        for code in (
            *("no_role", "other_group", "other_school", "other_office", "not_hers"),
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
    (errors.BadDate("after_next_step", "2018-01-13", A_DAY), "date_after_next_step", 422, 1),
    (errors.BadDate("wrong_era", "2561-01-12", A_DAY), "wrong_era", 422, 2),
    (errors.BadDate("unreadable", "x"), "unreadable_date", 422, 2),
    *(
        (errors.CannotCorrect(problem, 7), f"correction_{problem}", status, 1)
        for problem, status in (
            *(("not_latest", 409), ("not_a_step", 409), ("already_corrected", 409), ("has_children", 409)),
            *(("needs_reason", 422), ("nothing_to_correct", 422), ("in_use", 409)),
        )
    ),
    (errors.ContentChanged("P1", "เจ้าหน้าที่แผน", A_MOMENT), "content_changed", 409, 1),
    (errors.AlreadyExists("item", "X"), "already_exists", 409, 1),
    (errors.MeetingFixed("M1", "agenda", Label("ประชุมแล้ว", "Held")), "meeting_fixed", 409, 1),
    (
        errors.ClosingRefused("M1", (THING,), (("P1", errors.StepRefused("include", (THING,))),)),
        "closing_refused",
        422,
        1,
    ),
    (errors.BadInput("body", "not_in_force", "X"), "input_not_in_force", 422, 2),
    (errors.BadInput("amount", "not_amount", "สิบบาท"), "input_not_amount", 422, 2),
    (errors.BadInput("address", "not_email", "a@b"), "input_not_email", 422, 2),
    (errors.BadInput("address", "not_line_user", "Uxyz"), "input_not_line_user", 422, 2),
    (errors.BadInput("amount", "not_amount", "สองแสน"), "input_not_amount", 422, 2),
    (errors.BadInput("silent", "nobody"), "input_nobody", 422, 2),
    (errors.BadInput("comment", "cannot_see", "ชื่อ"), "input_cannot_see", 422, 2),
    (errors.BadInput("comment", "too_many_called", "20"), "input_too_many_called", 422, 2),
    (errors.BadInput("quiet_from", "not_time", "25:00"), "input_not_time", 422, 2),
    (errors.BadInput("quiet_to", "quiet_all_day", "06:00"), "input_quiet_all_day", 422, 2),
    (errors.BadInput("votes", "not_carried", "3-4"), "input_not_carried", 422, 2),
    (errors.BadInput("member", "no_vote", "X"), "input_no_vote", 422, 2),
    (errors.BadInput("plan", "sum_differs", "1.00 ≠ 2.00"), "input_sum_differs", 422, 2),
    (errors.BadInput("amount", "above_what_is_left", "P001"), "input_above_what_is_left", 422, 2),
    (errors.BadInput("line", "not_in_plan", "P001"), "input_not_in_plan", 422, 2),
    (errors.BadInput("amount", "closed", "P001"), "input_closed", 422, 2),
    (errors.BadInput("tranche", "not_new_money", "OFFICE 2"), "input_not_new_money", 422, 2),
    (errors.BadInput("title", "needs_amendment", "P001"), "input_needs_amendment", 422, 2),
    (errors.BadInput("on", "only_now", "1 เม.ย. 2561"), "input_only_now", 422, 2),
    (errors.BadInput("state", "plan_approved", "AP2561"), "input_plan_approved", 422, 2),
    (errors.BadInput("code", "not_a_project", "AP2561"), "input_not_a_project", 422, 2),
    (errors.BadInput("valid_from", "overlaps", "2018-06-01"), "input_overlaps", 422, 2),
    (errors.BadInput("ends_on", "before_start", "2018-06-01"), "input_before_start", 422, 2),
    (errors.BadInput("valid_from", "overlaps", "2018-06-01"), "input_overlaps", 422, 2),
    (errors.BadInput("code", "not_an_amendment", "P001"), "input_not_an_amendment", 422, 2),
    (errors.BadInput("trigger", "unfit", "reject"), "input_unfit", 422, 2),
    (errors.BadInput("agenda", "not_for_this_body", "P001"), "input_not_for_this_body", 422, 2),
    (errors.BadInput("held_on", "invitations_out", "2018-02-20"), "input_invitations_out", 422, 2),
    (errors.BadInput("valid_from", "meeting_closed", "M1"), "input_meeting_closed", 422, 2),
    (errors.BadInput("valid_to", "only_earlier", "2018-03-31"), "input_only_earlier", 422, 2),
    (errors.BadInput("username", "shape", "ชื่อ"), "input_shape", 422, 2),
    *(
        (errors.BadInput("valid_to", problem, "2018-03-31"), f"input_{problem}", 422, 2)
        for problem in (
            *("ends_already", "holds_it", "holds_later", "last_administrator", "own_account", "posts_left"),
            "all_and_some",
        )
    ),
    (errors.BadInput("strategies", "twice", "S1"), "input_twice", 422, 2),
    (errors.BadInput("definition", "unchanged", "8a2c93ca891d"), "input_unchanged", 422, 2),
    (errors.BadInput("defs_file", "not_text", "UTF-8"), "input_not_text", 422, 2),
    (errors.BadInput("contact", "no_address_here", "email"), "input_no_address_here", 422, 2),
    (errors.BadInput("item", "went_on", "AP2561"), "input_went_on", 422, 2),
    (errors.BadInput("code", "empty"), "input_empty", 422, 2),
    (errors.BadInput("fiscal_year", "wrong_era", "2018"), "input_wrong_era", 422, 2),
    (errors.BadInput("anything", "new_problem", "x"), "bad_input", 422, 2),
    (errors.BadInput("file", "workbook_too_large", "25 MB"), "input_workbook_too_large", 413, 1),
    (errors.BadInput("file", "workbook_rows", "3"), "input_workbook_rows", 422, 1),
    *(
        (errors.BadInput("file", f"workbook_{problem}", "x"), f"input_workbook_{problem}", 422, 2)
        for problem in (
            *("nothing", "old", "protected", "text", "not_xlsx", "unpacks", "damaged", "too_many", "empty"),
            *("sheet", "headings", "other", "unmarked", "unowned", "no_lines"),
        )
    ),
    *(
        (errors.BadInput(name, problem, "x"), f"input_{problem}", 422, 2)
        for name, problem in (
            *(("kind", "log_kind_taken"), ("mapping", "log_mapping_changed")),
            ("person", "log_name_several"),
            *(("office", "list_office"), ("code", "list_code"), ("name_th", "list_name")),
            *(
                ("file", f"log_{problem}")
                for problem in (
                    *("missing", "ending", "too_large", "broken", "nothing", "not_xes", "document_type"),
                    *("too_deep", "too_long", "too_many", "too_many_activities", "encoding", "headings"),
                    *("unreadable", "ragged"),
                )
            ),
        )
    ),
    (errors.BadInput("file", "csv_too_large", "plan_proj 25.0 MB"), "input_csv_too_large", 413, 1),
    (errors.BadInput("file", "csv_mistakes", "3"), "input_csv_mistakes", 422, 1),
    *(
        (errors.BadInput("file", f"csv_{problem}", "x"), f"input_csv_{problem}", 422, 2)
        for problem in (
            *("missing", "nothing", "encoding", "unreadable", "too_many", "headings", "other_year"),
        )
    ),
    (errors.SignInFailed(), "sign_in_failed", 401, 1),
    (errors.CheckpointKeyMissing("data/checkpoint.key", "3f2a91c0"), "checkpoint_key_missing", 409, 1),
    (errors.CheckpointKeyStrange("data/checkpoint.key", "3f2a91c0"), "checkpoint_key_strange", 409, 1),
    (errors.HistoryBroken("T1", 7, "changed"), "history_broken", 409, 1),
    (errors.NotCheckpointed("T1", 7, 6), "not_checkpointed", 409, 1),
    (errors.BadAnchors("anchors.txt", "empty"), "bad_anchors", 422, 2),
    (errors.BadProof("shape"), "bad_proof", 422, 2),
    (TooManyRows(1_048_575), "too_many_rows", 422, 1),
    (errors.BadInput("to", "dates_crossed", "2018-01-12"), "input_dates_crossed", 422, 2),
    *(
        (errors.PastRefused(problem, A_DAY, A_DAY), f"past_{problem}", 422, 2)
        for problem in ("in_future", "known_before_on", "before_record")
    ),
    (errors.PackTooLarge("AP2561", "entries", 10_000), "pack_too_large", 413, 2),
    (errors.StillBound("x", ("ผู้อำนวยการ",)), "still_bound", 409, 1),
    (errors.ErasedAlready("x"), "erased_already", 409, 1),
    (errors.ContentDestroyed("P001", "ศธ 1/2571", A_DAY), "content_destroyed", 410, 1),
    *(
        (errors.RetentionRefused(problem, "P001", "x"), f"retention_{problem}", 409, 1)
        for problem in (
            *("nothing", "too_many", "not_past", "held", "not_held", "held_already", "destroyed", "future"),
        )
    ),
    (errors.AccountEnded(A_DAY), "account_ended", 403, 1),
    (errors.CodeRefused(), "code_refused", 401, 1),
    (errors.SecondFactorRefused(), "second_factor_refused", 401, 1),
    (errors.PasswordNeeded("authorise"), "password_needed", 403, 1),
    (errors.ProviderRefused("unreachable"), "provider_unreachable", 502, 1),
    *(
        (errors.ProviderRefused(problem), f"provider_{problem}", 403, 1)
        for problem in ("state", "answer", "not_linked", "linked_elsewhere", "not_set")
    ),
    *(
        (errors.BadInput("second_factor", problem, "x"), f"input_{problem}", 422, 2)
        for problem in (
            *("service_account", "account_ended", "too_common", "like_username", "not_the_same"),
            *("already_on", "not_begun", "not_on", "not_address", "not_https", "subject_or_email", "taken"),
        )
    ),
    (errors.KeyReused("k"), "key_reused", 422, 1),
    (errors.DefinitionRefused("project", (Label("ไป", "go"),)), "definition_refused", 422, 1),
    (errors.PaperFixed("M2561-1", Label("เสนอ ผอ.กลุ่ม", "With the group director")), "paper_fixed", 409, 1),
    (errors.AskedAlready("M2561-1", "ธุรการ", A_MOMENT), "asked_already", 409, 1),
    *(
        (errors.RegisterRefused(problem, "ศธ 04xxx/12"), f"register_{problem}", 409, 1)
        for problem in ("not_upward", "void_already", "of_paper", "other_year")
    ),
    (errors.UnknownNumber("12"), "unknown_number", 404, 2),
    (errors.BadEvidence("emblem", "unreadable_image"), "evidence_unreadable_image", 422, 2),
    *(
        (errors.BadInput("fields", problem, "x"), f"input_{problem}", 422, 2)
        for problem in ("not_fields", "too_many", "uneven", "nothing_to_try")
    ),
    *(
        (errors.BackupRefused(problem, "/x", "y"), f"backup_{problem}", 409, 1)
        for problem in (
            *("exists", "cannot_write", "no_database", "no_tool", "tool_failed"),
            *("cannot_verify", "not_whole"),
        )
    ),
    (errors.ReadOnlyDatabase(), "read_only_database", 503, 1),
    (errors.RestoreRefused("no_file", "/x"), "restore_no_file", 404, 2),
    (errors.RestoreRefused("wrong_kind", "/x", "sqlite"), "restore_wrong_kind", 422, 2),
    *(
        (errors.RestoreRefused(problem, "/x", "y"), f"restore_{problem}", 409, 1)
        for problem in (
            *("not_empty", "unreadable", "differs", "not_whole", "older", "newer_program"),
            *("no_room", "cannot_write", "no_tool", "tool_failed"),
        )
    ),
    *(
        (errors.UpgradeRefused(problem, "/x", "y"), f"upgrade_{problem}", 409, 1)
        for problem in ("newer_program", "back_up_first", "dangling", "not_owner")
    ),
    (errors.BadMarkup("tag", "script"), "bad_markup", 422, 2),
    *(
        (errors.RenderRefused(reason, "x"), f"render_{reason}", 422, 1)
        for reason in ("too_slow", "too_large", "out_of_memory", "bad_template")
    ),
    (errors.PdfUnavailable("cannot load library 'libpango-1.0-0'"), "pdf_unavailable", 501, 1),
    (Unreadable("x.yaml", 3, "not_yaml", "x"), "unreadable", 422, 2),
    (WrongEra("2561-01-12", A_DAY), "wrong_era", 422, 2),
    (UnreadableDate("x"), "unreadable_date", 422, 2),
    (UnreadableYear("x"), "unreadable_date", 422, 2),
    (OperationalError("SELECT secret", {}, Exception("locked")), "busy", 503, 1),
    (sqlite3.OperationalError("database is locked"), "busy", 503, 1),
    (psycopg.OperationalError("server closed the connection"), "busy", 503, 1),
    (psycopg.errors.DeadlockDetected("deadlock detected"), "busy", 503, 1),
    (doors.StorageFull(), "storage_full", 507, 1),
    (psycopg.errors.DiskFull("could not extend file"), "storage_full", 507, 1),
    (OSError(errno.ENOSPC, "No space left on device"), "storage_full", 507, 1),
    (OSError(errno.EACCES, "Permission denied"), "fault", 500, 1),
    (doors.TooManyAttempts(61), "too_many_attempts", 429, 1),
    (doors.NotSignedIn(), "not_signed_in", 401, 1),
    (doors.WrongPassword(), "wrong_password", 403, 1),
    (doors.AddressNeedsPassword(), "address_needs_password", 403, 1),
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


def test_a_meeting_that_cannot_be_closed_names_each_papers_missing_things():
    refusals = (
        ("P1", errors.StepRefused("include", (THING,))),
        ("P2", errors.NotOpenHere("P2", "include", Label("ร่าง", "Draft"), ())),
    )
    said = explain(errors.ClosingRefused("M1", (THING,), refusals))
    assert said.en == "Meeting M1 still needs: Minutes; P1; P2"
    assert [each.en for each in said.missing] == [
        "Minutes",
        "P1: Minutes",
        "P2: Item P2 stands at “Draft”, where the step “include” cannot be taken.",
    ]


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


def test_a_day_in_a_refusal_is_written_as_people_write_it():
    told = explain(errors.BadInput("valid_to", "before_start", "2018-06-01"))
    assert ("1 มิ.ย. 2561" in told.th, "1 Jun 2018" in told.en) == (True, True)
    assert "2018-99-99" in explain(errors.BadInput("valid_to", "out_of_range", "2018-99-99")).th

"""What the guards of meetings, resolutions and publication hold and refuse."""

import pytest
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture

TOO_SOON = (
    "Invited today, the meeting can be held from 15 January 2018 (3 days' notice); if it is urgent, state why"
)
NO_MEETING = "The meeting is not stated"
NO_DATE = "The date of the resolution is not stated"
NO_LETTER = "The letter stating the resolution is not attached"
MEETING, DATE = {"resolution_meeting": "2/2561"}, {"resolution_date": "10 มกราคม 2561"}


@pytest.mark.parametrize(
    ("present", "quorum", "answer"),
    [
        ("8/15", "1/2", "holds"),
        ("8/16", "1/2", "holds"),
        ("7/15", "1/2", "7/15 members present; at least 1/2 of them are needed"),
        ("๑๐/๑๕", "2/3", "holds"),
        ("9/15", "2/3", "9/15 members present; at least 2/3 of them are needed"),
    ],
)
def test_the_quorum_is_the_share_the_office_sets(desk: Desk, present: str, quorum: str, answer: str) -> None:
    meeting = desk.item("meeting")
    assert desk.says("quorum_met", meeting, facts={"attendance": present}, quorum=quorum) == answer


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("2018-01-15", "holds"),
        (
            "2018-01-14",
            TOO_SOON,
        ),
    ],
)
def test_a_meeting_is_called_with_the_offices_notice(desk: Desk, date: str, answer: str) -> None:
    meeting = desk.item("meeting")
    facts = {"meeting_date": date}
    assert desk.says("notice_period_ok_or_urgent", meeting, facts=facts, notice_days=3) == answer


@pytest.mark.parametrize(
    ("facts", "papers", "answer"),
    [
        ({}, (), f"{NO_MEETING}; {NO_DATE}; {NO_LETTER}"),
        (MEETING, ("resolution_letter",), NO_DATE),
        (DATE, ("resolution_letter",), NO_MEETING),
        (MEETING | DATE, (), NO_LETTER),
        (MEETING | DATE, ("resolution_letter",), "holds"),
        (MEETING | DATE | {"resolution_letter": "ศธ 04001/12"}, (), "holds"),
        (MEETING | {"resolution_date": "2018-01-12"}, ("resolution_letter",), "holds"),
        (
            MEETING | {"resolution_date": "2018-01-13"},
            ("resolution_letter",),
            "The resolution is dated 13 January 2018, after the day of this step, 12 January 2018",
        ),
    ],
)
def test_a_resolution_is_proved_by_meeting_date_and_letter(
    desk: Desk, facts: dict[str, str], papers: tuple[str, ...], answer: str
) -> None:
    assert desk.says("resolution_evidence", desk.item("annual_plan"), facts=facts, papers=papers) == answer


def test_a_letter_the_step_lists_is_not_asked_for_twice(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    given = {"facts": MEETING | DATE, "listed": ("resolution_letter",)}
    assert desk.says("resolution_evidence", plan, **given) == "holds"


@pytest.mark.parametrize("value", ["yes", "no"])
@pytest.mark.parametrize(
    ("guard", "key"), [("flexibility_answer_recorded", "flexibility"), ("resubmit_flag_set", "resubmission")]
)
def test_either_answer_is_an_answer(desk: Desk, guard: str, key: str, value: str) -> None:
    plan = desk.item("annual_plan")
    assert (desk.says(guard, plan), desk.says(guard, plan, facts={key: value})) == ("refuses", "holds")


@pytest.mark.parametrize(
    ("channels", "recorded", "answer"),
    [
        (
            ["website", "printed_book"],
            "website",
            "Channels not yet recorded (1): printed_book (printed book)",
        ),
        (["website", "printed_book"], "printed_book; website; radio", "holds"),
        (["website", "printed_book"], "รูปเล่ม, เว็บไซต์", "holds"),
        (["วิทยุชุมชน"], "website", "Channels not yet recorded (1): วิทยุชุมชน"),
        ([], "website", "holds"),
    ],
)
def test_every_channel_of_the_office_is_recorded(
    desk: Desk, channels: list[str], recorded: str, answer: str
) -> None:
    plan = desk.item("annual_plan")
    facts = {"channels": recorded}
    assert desk.says("channels_recorded", plan, facts=facts, publication_channels=channels) == answer


def test_an_office_without_channels_records_at_least_one(desk: Desk) -> None:
    assert desk.says("channels_recorded", desk.item("annual_plan"), publication_channels=[]) == "refuses"


def test_a_fact_of_an_earlier_step_does_not_count_for_this_one(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    desk.record(plan, "attendance", "15/15", version=plan.version - 1)
    assert desk.says("quorum_met", plan) == "refuses"
    desk.record(plan, "attendance", "15/15", version=plan.version)
    assert desk.says("quorum_met", plan) == "holds"

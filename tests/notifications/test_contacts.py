"""How a person wants to be told: addresses that cannot be one are refused, nothing old is sent."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.settings import ChannelSettings, opened
from notifications.contacts import (
    Wanted,
    contacts_of,
    is_email,
    preference_of,
    quiet_hours,
    set_contact,
    set_preference,
    try_again,
)
from workflow.errors import BadInput
from workflow.models import Person

LINE = "U" + "0123456789abcdef" * 2
HERE = ("email", "line", "folder")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(name="clerk")
def one_person(session, office) -> Person:
    return session.get_one(Person, office.people["clerk"])


def test_an_installation_without_channels_has_none() -> None:
    assert opened(ChannelSettings()).available("T1") == ()


def test_turned_on_again_it_carries_nothing_old(session, clerk, now):
    set_contact(session, clerk, Wanted("email", " clerk@example.go.th "), HERE, now)
    made = contacts_of(session, clerk.id)["email"]
    assert (made.address, made.enabled, made.since) == ("clerk@example.go.th", True, now)
    set_contact(session, clerk, Wanted("email", "clerk@example.go.th"), HERE, now + HOUR)
    assert made.since == now
    set_contact(session, clerk, Wanted("email", "clerk@example.go.th", enabled=False), HERE, now + HOUR)
    assert (made.enabled, made.since) == (False, now)
    set_contact(session, clerk, Wanted("email", "clerk@example.go.th"), HERE, now + 2 * HOUR)
    assert (made.enabled, made.since) == (True, now + 2 * HOUR)


def test_another_address_begins_anew_and_forgets_the_trouble(session, clerk, now):
    set_contact(session, clerk, Wanted("line", LINE), HERE, now)
    kept = contacts_of(session, clerk.id)["line"]
    kept.trouble = "not found"
    set_contact(session, clerk, Wanted("line", LINE), HERE, now + HOUR)
    assert (kept.trouble, kept.since) == ("not found", now)
    set_contact(session, clerk, Wanted("line", LINE[:-1] + "0"), HERE, now + HOUR)
    assert (kept.trouble, kept.since) == ("", now + HOUR)
    kept.trouble = "not found"
    try_again(session, kept)
    assert kept.trouble == ""


def test_an_empty_address_takes_it_away(session, clerk, now):
    set_contact(session, clerk, Wanted("email", "a@example.com"), HERE, now)
    set_contact(session, clerk, Wanted("email", ""), HERE, now)
    set_contact(session, clerk, Wanted("email", ""), HERE, now)
    assert contacts_of(session, clerk.id) == {}


def test_a_channel_of_the_installation_needs_no_address(session, clerk, now):
    set_contact(session, clerk, Wanted("folder", "/etc/passwd"), HERE, now)
    assert contacts_of(session, clerk.id)["folder"].address == clerk.username
    set_contact(session, clerk, Wanted("folder", "", enabled=False), HERE, now)
    assert contacts_of(session, clerk.id) == {}


def test_a_channel_the_office_has_not_is_refused_but_can_be_left(session, clerk, now):
    with pytest.raises(BadInput) as refused:
        set_contact(session, clerk, Wanted("email", "a@example.com"), (), now)
    assert (refused.value.name, refused.value.problem) == ("channel", "unknown")
    set_contact(session, clerk, Wanted("email", "a@example.com"), HERE, now)
    set_contact(session, clerk, Wanted("email", ""), (), now)
    assert contacts_of(session, clerk.id) == {}


@pytest.mark.parametrize(
    ("channel", "address", "problem"),
    [
        ("email", "somsri", "not_email"),
        ("email", "a@b@example.com", "not_email"),
        ("email", "a@example.com\nBcc: all@example.com", "not_email"),
        ("line", "Uxyz", "not_line_user"),
        ("line", LINE.upper(), "not_line_user"),
        ("line", LINE + "0", "not_line_user"),
    ],
)
def test_what_cannot_be_an_address_is_refused(session, clerk, now, channel, address, problem):
    with pytest.raises(BadInput) as refused:
        set_contact(session, clerk, Wanted(channel, address), HERE, now)
    assert refused.value.problem == problem
    assert contacts_of(session, clerk.id) == {}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("plan.group+ขั้น@example.go.th", False),
        ("plan.group+1@utt2.go.th", True),
        ("a@b", False),
        ("a..b@example.com", False),
        (".a@example.com", False),
        ("a@-example.com", False),
        ("a@example..com", False),
        ("a@192.168.0.1", False),
        ("<a@example.com>", False),
        ("a b@example.com", False),
        ("x" * 65 + "@example.com", False),
        ("a@" + "x" * 60 + "." + "x" * 60 + "." + "x" * 60 + "." + "y" * 70 + ".com", False),
    ],
)
def test_addresses_a_mail_server_takes(text: str, right: bool) -> None:
    assert is_email(text) is right


@given(st.text(max_size=40))
def test_an_address_never_breaks_a_header(text: str) -> None:
    assert not (is_email(text) and any(sign.isspace() or sign in "<>,;\r\n" for sign in text))


@given(st.times(), st.times(), st.sampled_from([":", "."]))
def test_quiet_hours_are_kept_as_two_times(begins: datetime.time, ends: datetime.time, sign: str) -> None:
    typed = [f"{each.hour}{sign}{each.minute:02}" for each in (begins, ends)]
    kept = (f"{begins:%H:%M}", f"{ends:%H:%M}")
    if kept[0] == kept[1]:
        with pytest.raises(BadInput):
            quiet_hours(*typed)
    else:
        assert quiet_hours(*typed) == kept == quiet_hours(*kept)


def test_preferences_are_thai_and_at_any_hour_until_set(session, clerk):
    kept = preference_of(session, clerk.id)
    assert (kept.language, kept.quiet_from, kept.quiet_to) == ("th", "", "")
    set_preference(session, clerk.id, language="en", quiet_from="๒๑.๓๐ น.", quiet_to="6:00")
    kept = preference_of(session, clerk.id)
    assert (kept.language, kept.quiet_from, kept.quiet_to) == ("en", "21:30", "06:00")
    set_preference(session, clerk.id, language="th", quiet_from="", quiet_to="")
    assert preference_of(session, clerk.id).quiet_from == ""


@pytest.mark.parametrize(
    ("told", "name", "problem"),
    [
        ({"language": "fr"}, "language", "unknown"),
        ({"quiet_from": "21:30"}, "quiet_to", "empty"),
        ({"quiet_to": "06:00"}, "quiet_from", "empty"),
        ({"quiet_from": "24:00", "quiet_to": "06:00"}, "quiet_from", "not_time"),
    ],
)
def test_preferences_that_cannot_be_meant_are_refused(session, clerk, told, name, problem):
    with pytest.raises(BadInput) as refused:
        set_preference(session, clerk.id, **({"language": "th", "quiet_from": "", "quiet_to": ""} | told))
    assert (refused.value.name, refused.value.problem) == (name, problem)

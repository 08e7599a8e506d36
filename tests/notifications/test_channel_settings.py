"""Channels are off until their file says otherwise; the file is read strictly and keeps its secrets."""

import re
import threading
from pathlib import Path

import pytest
from desk import outgoing

from api.errors import ANSWERS
from api.settings import Settings
from api.words import explain
from notifications.channels.email import Email
from notifications.channels.folder import Folder
from notifications.channels.settings import CHANNELS, ChannelSettings, opened, read_channels
from states.load import Unreadable

SECRET = "a-secret-nobody-may-see"
FULL = f"""
email:
  host: mail.example.org
  username: desk
  password: {SECRET}
  sender: desk@example.org
line:
  token_file: line.txt
folder: {{path: out}}
offices:
  T2:
    email: {{sender: second@example.org, password_file: second.txt}}
    line: null
  "1234":
    folder: {{path: elsewhere}}
    webhook: {{url: "https://example.org/in", secret: {SECRET}}}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "line.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "second.txt").write_text("another-secret", encoding="utf-8")
    path = folder / "channels.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_is_off(tmp_path):
    assert Settings(data_folder=tmp_path).channels() == ChannelSettings()
    assert opened(ChannelSettings()).for_office("T1", "email") is None


def test_the_file_lies_in_the_data_folder_or_where_it_is_named(tmp_path):
    path = written(tmp_path, FULL)
    assert Settings(data_folder=tmp_path).channels().of("T1", "email") is not None
    elsewhere = {"KHANTON_DATA_FOLDER": str(tmp_path / "none"), "KHANTON_CHANNELS": str(path)}
    assert Settings.from_environment(elsewhere).channels().of("T1", "email") is not None
    named = Settings.from_environment({**elsewhere, "KHANTON_CHANNELS": str(tmp_path / "missing.yaml")})
    with pytest.raises(Unreadable):
        named.channels()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "email:\n", "email: off\n", "offices:\n"])
def test_a_file_that_sets_nothing_leaves_everything_off(tmp_path, text):
    settings = read_channels(written(tmp_path, text))
    assert [settings.of("T1", name) for name in ("email", "line", "webhook", "folder")] == [None] * 4


def test_an_office_has_the_common_settings_but_for_its_own(tmp_path):
    settings = read_channels(written(tmp_path, FULL))
    common, second = settings.of("T1", "email"), settings.of("T2", "email")
    assert (common.sender, common.password.get_secret_value()) == ("desk@example.org", SECRET)
    assert (second.sender, second.host) == ("second@example.org", "mail.example.org")
    assert second.password.get_secret_value() == "another-secret"
    assert settings.of("T1", "line").token.get_secret_value() == SECRET
    assert settings.of("T2", "line") is None
    assert settings.of("T2", "folder").path == tmp_path / "out"
    assert settings.of("1234", "folder").path == tmp_path / "elsewhere"
    assert settings.of("T1", "webhook") is None
    assert settings.of("1234", "webhook").url == "https://example.org/in"


def test_nothing_that_is_shown_tells_a_secret(tmp_path):
    path = written(tmp_path, FULL)
    assert SECRET not in repr(read_channels(path)) + str(read_channels(path))
    for wrong in (
        "email: {host: a, sender: x, password: 'SECRET'}",
        "line: {token: 'SECRET', tokn: 'SECRET'}",
    ):
        path.write_text(wrong.replace("SECRET", SECRET), encoding="utf-8")
        with pytest.raises(Unreadable) as caught:
            read_channels(path)
        assert SECRET not in str(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("email: {host: a, sender: a@b.c, prot: 25}", "email.prot"),
        ("emial: {host: a}", "emial"),
        ("line_notify: {token: x}", "line_notify"),
        ("email: {host: a}", "email.sender"),
        ("email: {host: a, sender: a@b.c, port: '25'}", "email.port"),
        ("email: smtp.example.org", "email"),
        ("- email", "channels.yaml"),
        ("offices: {T1: {email: {host: a}}}", "offices.T1.email.sender"),
        ("offices: {T1: {emial: null}}", "offices.T1.emial"),
        ("webhook: {url: 'http://example.org', secret: 0123456789abcdef}", "webhook.url"),
        ("webhook: {url: 'https://example.org', secret: short}", "webhook.secret"),
        ("line: {token: a, token_file: line.txt}", "line: token, token_file"),
        ("line: {token_file: missing.txt}", "line.token_file"),
        ("folder: {path: a}\nfolder: {path: b}", "folder"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name_in_both_languages(tmp_path, text, says):
    with pytest.raises(Unreadable) as caught:
        read_channels(written(tmp_path, text))
    assert says in caught.value.detail
    assert type(caught.value) in ANSWERS
    told = explain(caught.value)
    assert says in told.th
    assert says in told.en


def test_each_thread_keeps_its_own_channel_and_the_dead_leave_theirs(tmp_path):
    channels = opened(read_channels(written(tmp_path, FULL)))
    mine = channels.for_office("T1", "folder")
    assert isinstance(mine, Folder)
    assert channels.for_office("T1", "folder") is mine
    assert channels.for_office("T3", "folder") is mine
    assert channels.for_office("1234", "folder") is not mine
    theirs: list[object] = []
    other = threading.Thread(target=lambda: theirs.append(channels.for_office("T1", "folder")))
    other.start()
    other.join()
    assert theirs[0] is not mine
    assert isinstance(channels.for_office("T1", "email"), Email)
    assert {thread for thread, _ in channels._open} == {threading.current_thread()}
    channels.close()
    assert channels.for_office("T1", "folder") is not mine


def test_a_file_appears_whole_and_a_repetition_takes_its_place(tmp_path, now):
    channels = opened(read_channels(written(tmp_path, FULL)))
    folder = channels.for_office("T1", "folder")
    folder.send(outgoing(now, subject="บรรทัด\nBcc: x", name="สมุห์\r\nบัญชี"))
    name = folder.send(outgoing(now, text="ใหม่"))
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == name
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    assert body == "ใหม่\n"
    assert head.splitlines()[2] == "Date: 2018-01-12T09:00:00+07:00"
    with pytest.raises(ValueError, match="UUID"):
        folder.send(outgoing(now, token="../../elsewhere"))


def test_the_example_of_the_manual_is_one(tmp_path):
    """Without its comment signs, and with the files it names."""
    page = (Path(__file__).parents[2] / "docs" / "channels.md").read_text(encoding="utf-8")
    example = page.partition("```yaml")[2].partition("```")[0]
    text = "\n".join(line.removeprefix("# ") for line in example.splitlines()[3:])
    for name in re.findall(r"_file: (\S+)", text):
        (tmp_path / name).write_text("0123456789abcdef", encoding="utf-8")
    path = tmp_path / "channels.yaml"
    path.write_text(example, encoding="utf-8")
    assert read_channels(path) == ChannelSettings()
    path.write_text(text, encoding="utf-8")
    settings = read_channels(path)
    assert set(settings.common) == set(CHANNELS)
    assert settings.of("T2", "line") is None
    assert settings.of("T2", "email").sender == "second@example.go.th"

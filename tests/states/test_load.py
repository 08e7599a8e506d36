"""YAML files are read as their writer meant them, or refused with the line."""

from pathlib import Path

import pytest

from states.catalogue import Role, parse
from states.load import Unreadable, read_yaml, read_yaml_file


def refused(text: str) -> tuple[int, str, str]:
    with pytest.raises(Unreadable) as caught:
        read_yaml(text)
    return caught.value.line, caught.value.problem, caught.value.detail


def test_a_key_that_stands_twice_is_refused() -> None:
    assert refused("a: 1\nb: 2\na: 3\n") == (3, "duplicate_key", "a")


def test_a_key_that_stands_twice_deep_inside_is_refused() -> None:
    assert refused("a:\n  - {x: 1, y: 2, x: 3}\n") == (2, "duplicate_key", "x")


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "Yes", "true"])
def test_a_key_that_yaml_takes_for_yes_or_no_is_refused(word: str) -> None:
    assert refused(f"first: 1\n{word}: x\n") == (2, "yes_no_key", word)


def test_the_same_word_in_quotes_is_a_word() -> None:
    assert read_yaml('"on": x') == {"on": "x"}


@pytest.mark.parametrize("text", ["2567-10-01", "2018-01-12", "2018-01-12T09:00:00"])
def test_a_date_without_quotes_is_refused(text: str) -> None:
    assert refused(f"due: {text}\n") == (1, "date_value", text)


def test_a_date_in_quotes_is_text() -> None:
    assert read_yaml('due: "2567-10-01"') == {"due": "2567-10-01"}


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    line, problem, _detail = refused("a: [1, 2\nb: 3\n")
    assert (line, problem) == (2, "not_yaml")


def test_no_python_object_is_made_from_a_file() -> None:
    assert refused("!!python/object/apply:os.system [date]")[1] == "not_yaml"


def test_a_list_as_a_key_is_refused() -> None:
    assert refused("? [a, b]\n: 1\n")[1] == "shape"


def test_a_missing_file_and_one_in_another_encoding_are_refused(tmp_path: Path) -> None:
    thai = tmp_path / "thai.yaml"
    thai.write_bytes("th: โครงการ".encode("cp874"))
    for path in (tmp_path / "none.yaml", thai):
        with pytest.raises(Unreadable) as caught:
            read_yaml_file(path)
        assert (caught.value.path, caught.value.problem) == (str(path), "missing")


def test_an_unknown_field_is_refused_by_its_name() -> None:
    with pytest.raises(Unreadable) as caught:
        parse(Role, {"th": "ก", "en": "A", "skope": "group"}, "roles.yaml#clerk")
    assert str(caught.value).startswith("roles.yaml#clerk:0: shape: skope")

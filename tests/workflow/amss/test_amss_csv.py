"""Reading the CSV files that AMSS++'s database leaves: encodings, separators, nulls, quotation marks."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.amss.csv_file import read_csv
from workflow.errors import BadInput

KNOWN = ("budget_year", "code_proj", "name_proj")
TEXT = "budget_year,code_proj,name_proj\n2561,001,เกด\n"
ENCODINGS = ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["เกด", "อ่านคล่อง เขียนคล่อง", "plain", "ก"])
def test_each_encoding_gives_the_same_text(encoding: str, name: str) -> None:
    """เกด in one byte a letter is valid UTF-8, of another script."""
    sheet, widths = read_csv("plan_proj", TEXT.replace("เกด", name).encode(encoding), KNOWN)
    assert sheet.rows == {
        1: {1: "budget_year", 2: "code_proj", 3: "name_proj"},
        2: {1: "2561", 2: "001", 3: name},
    }
    assert widths == (3, 3)


def test_one_byte_a_letter_that_is_valid_utf8_is_recognised() -> None:
    assert "เกด".encode("cp874").decode("utf-8") == "\u0874"
    assert read_csv("plan_proj", "name_proj\nเกด".encode("cp874"), KNOWN)[0].rows[2] == {1: "เกด"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_separator_is_found_out(separator: str) -> None:
    text = TEXT.replace(",", separator)
    assert read_csv("plan_proj", text.encode(), KNOWN)[0].rows[2] == {1: "2561", 2: "001", 3: "เกด"}


@pytest.mark.parametrize("null", ["\\N", "NULL", "", " ", "0000-00-00", "0000-00-00 00:00:00"])
def test_nulls_are_not_filled(null: str) -> None:
    text = f"budget_year,code_proj,name_proj\n{null},001,{null}\n"
    assert read_csv("plan_proj", text.encode(), KNOWN)[0].rows[2] == {2: "001"}


def test_mysql_escapes_and_lines_within_cells() -> None:
    text = 'budget_year;code_proj;name_proj\r\n\\N;"001";"เขียน \\"ดี\\"\nและ; อ่าน"\r\n2561;2;\\N\r\n'
    rows = read_csv("plan_proj", text.encode(), KNOWN)[0].rows
    assert (rows[2], rows[3]) == ({2: "001", 3: 'เขียน "ดี"\nและ; อ่าน'}, {1: "2561", 2: "2"})


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "csv_nothing"),
        (b" \r\n", "csv_nothing"),
        (b"name_proj\n\xdb\xfc", "csv_encoding"),  # no letter of TIS-620, nor UTF-8
        (b'name_proj\n"open\nto the end', "csv_unreadable"),
        (b'name_proj\n"closed"early\n', "csv_unreadable"),
        (b"name_proj\n" + b"x\n" * 20_000, "csv_too_many"),
        (b"x," * 257, "csv_too_many"),
        (b"x" * (20 * 1024 * 1024 + 1), "csv_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data: bytes, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_csv("plan_proj", data, KNOWN)
    assert (refused.value.name, refused.value.problem) == ("file", problem)
    assert refused.value.detail.startswith("plan_proj")


CELLS = st.text(st.sampled_from('กเ1a ,;\t|"\n'), max_size=6)


@given(
    cells=st.lists(st.tuples(CELLS, CELLS), max_size=4),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
)
def test_what_is_written_as_csv_is_read_back(
    cells: list[tuple[str, str]], separator: str, encoding: str
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("code_proj", "name_proj"), *cells])
    sheet, _ = read_csv("plan_proj", stream.getvalue().encode(encoding), KNOWN)
    for number, pair in enumerate(cells, start=2):
        filled = {column: cell for column, cell in enumerate(pair, start=1) if cell.strip()}
        assert sheet.rows.get(number, {}) == filled

"""Papers are read strictly into blocks, and written back in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import MEMO_WITH_TABLE

from papers import blocks as b
from papers.outputs.text import text
from papers.spacing import plain, tidy
from papers.typesetting import NO_BREAK, typeset
from papers.vocabulary import CLASSES, DEEPEST, parse
from papers.writing import markup
from workflow.errors import BadMarkup

LETTERS = st.text("กขคำ่ี้1234 <>&\"'{}%", min_size=1, max_size=12)
WORDS = st.recursive(
    st.builds(b.Text, LETTERS) | st.just(b.Break()),
    lambda inner: st.builds(
        b.Span, st.sampled_from(["b", "i", "u", "sup"]), st.just(()), st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=6,
)
SOME_WORDS = st.lists(WORDS, max_size=4).map(tuple).map(tidy)


def classed(tag):
    return st.lists(st.sampled_from(sorted(CLASSES[tag])), unique=True, max_size=2).map(sorted).map(tuple)


PARAGRAPHS = st.sampled_from(["p", "h1", "h2", "h3"]).flatmap(
    lambda tag: st.builds(b.Paragraph, st.just(tag), classed(tag), SOME_WORDS)
)
CELLS = st.sampled_from(["th", "td"]).flatmap(
    lambda tag: st.builds(
        b.Cell,
        st.just(tag),
        classed(tag),
        st.integers(1, 4),
        st.integers(1, 3),
        st.lists(PARAGRAPHS.filter(lambda each: each.tag == "p"), max_size=2).map(tuple),
    )
)
ROWS = st.lists(st.builds(b.Row, classed("tr"), st.lists(CELLS, max_size=3).map(tuple)), max_size=3).map(
    tuple
)
TABLES = st.builds(
    b.Table,
    classed("table"),
    SOME_WORDS,
    st.lists(st.integers(0, 100), max_size=3).map(tuple),
    ROWS,
    ROWS,
    ROWS,
)
BLOCKS = st.recursive(
    PARAGRAPHS | TABLES,
    lambda inner: st.builds(b.Group, st.just("div"), classed("div"), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)


@given(st.lists(BLOCKS, max_size=4).map(tuple))
def test_what_is_written_reads_as_the_same_blocks(blocks):
    assert parse(markup(blocks)) == blocks


def test_a_paper_is_written_in_one_form_however_it_came():
    spread = "<p>\n  ด้วย   <b> กลุ่ม</b>\n แจ้ง </p>\n\n\n<P CLASS='flush'>จบ</P>"
    assert markup(parse(spread)) == '<p>ด้วย <b>กลุ่ม</b> แจ้ง</p>\n<p class="flush">จบ</p>\n'
    written = markup(parse(MEMO_WITH_TABLE))
    assert markup(parse(written)) == written


@pytest.mark.parametrize(
    ("said", "problem", "name"),
    [
        ("<script>alert(1)</script>", "tag", "script"),
        ("<p>a<a href='https://x.example'>b</a></p>", "tag", "a"),
        ("<style>p{}</style>", "tag", "style"),
        ("<svg></svg>", "tag", "svg"),
        ("<!-- hidden -->", "tag", "<!-- -->"),
        ("<!DOCTYPE html>", "tag", "<!>"),
        ("<?php ?>", "tag", "<? ?>"),
        ("<p style='color:red'>a</p>", "attribute", "p style"),
        ("<p onclick='x()'>a</p>", "attribute", "p onclick"),
        ("<p class='a' class='b'>a</p>", "attribute", "p class"),
        ("<p class='hidden'>a</p>", "class", "p.hidden"),
        ("<img src='file:///etc/passwd'>", "value", "img src"),
        ("<img class='emblem'>", "value", "img src"),
        ("<table><tr><td colspan='9999'>a</td></tr></table>", "value", "td colspan"),
        ("<table><colgroup><col width='-3'></colgroup></table>", "value", "col width"),
        ("<table><colgroup><col width='๙'></colgroup></table>", "value", "col width"),
        ("<table>" + "<tr>" + "<td></td>" * 64 + "</tr></table>", "too_long", "tr"),
        ("<p><p>a</p></p>", "place", "p > p"),
        ("<table>words</table>", "place", "table > “words”"),
        ("<ul><p>a</p></ul>", "place", "ul > p"),
        ("<td>a</td>", "place", "#paper > td"),
        ("<div><section></section></div>", "place", "div > section"),
        ("<p>a", "unclosed", "p"),
        ("a</p>", "unclosed", "#paper > /p"),
        ("<b>a<i>b</b></i>", "unclosed", "i > /b"),
        ("<div>" * DEEPEST, "too_deep", "div"),
    ],
)
def test_what_papers_do_not_have_is_refused_by_its_name(said, problem, name):
    with pytest.raises(BadMarkup) as refused:
        parse(said)
    assert (refused.value.problem, refused.value.name) == (problem, name)


def test_signs_that_cannot_be_seen_are_left_out_and_sara_am_is_one_sign():
    hidden = "ก\u200bา\u202eร\x00\x07\ud800\ufffe\u2066\ufeff"
    assert plain(hidden) == "การ"
    assert plain("นํ้า จํานวน") == "น้ำ จำนวน"
    assert parse("<p>&#0;&#x202e;ก&nbsp;ข</p>") == (b.Paragraph("p", (), (b.Text(f"\ufffdก{NO_BREAK}ข"),)),)


def test_digits_become_thai_but_not_where_they_are_kept():
    said = '<p>เขต 2 <span class="keep">a1@b2 3</span> <b>4</b></p>'
    assert text(typeset(parse(said), slots={}, thai=True)) == "เขต ๒ a1@b2 3 ๔\n"
    assert text(typeset(parse(said), slots={}, thai=False)) == "เขต 2 a1@b2 3 4\n"


def test_slots_are_filled_without_touching_the_frozen_markup():
    said = '<p class="lead"><b>ที่</b> <span class="slot-number"></span></p>'
    assert markup(parse(said)) == said + "\n"
    filled = typeset(parse(said), slots={"number": "<ศธ> 1"}, thai=True)
    assert text(filled) == "ที่ <ศธ> ๑\n"
    assert text(typeset(parse(said), slots={}, thai=True)) == "ที่\n"


def test_lists_carry_their_numbers_as_words():
    said = "<ol><li>ก<ol><li>ข</li></ol></li><li><p>ค</p></li></ol><ul><li>ง</li></ul>"
    assert text(typeset(parse(said), slots={}, thai=True)) == "๑. ก\n๑.๑ ข\n๒. ค\n- ง\n"


@pytest.mark.parametrize(
    "whole", ["โทร. 0 5448 0000", "9 มกราคม 2562", "พ.ศ. 2562", "ไตรมาสที่ 1", "ศธ 04102/ว 12"]
)
def test_what_belongs_to_a_number_stays_on_its_line(whole):
    (paragraph,) = typeset(parse(f"<p>{whole}</p>"), slots={}, thai=False)
    broken_at = paragraph.content[0].text.split(" ")
    assert all(part and not part[0].isdigit() for part in broken_at[1:])
    assert text((paragraph,)) == whole + "\n"

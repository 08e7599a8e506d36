"""Finds lines of a PDF that end inside a word. The words: words_500.txt, from the seeds and DOMAIN.md."""

from functools import cache
from pathlib import Path

from pdf_text import line_ends

_LONGEST = 40


@cache
def words():
    return tuple((Path(__file__).parent / "words_500.txt").read_text(encoding="utf-8").split())


def broken_words(pdf):
    """Each word of the list that a line of `pdf` ends in, as `คณะ|กรรมการ`."""
    return [
        found for before, after in line_ends(pdf) for found in _broken(before[-_LONGEST:], after[:_LONGEST])
    ]


def _broken(before, after):
    joined, end = before + after, len(before)
    for word in words():
        begins = max(0, end - len(word) + 1)
        at = joined.find(word, begins, end + len(word) - 1)
        if at != -1 and at < end:
            yield f"{joined[at:end]}|{joined[end : at + len(word)]}"

"""The picture of a path: every step is named, and no two names meet."""

import re
from html import unescape
from itertools import combinations, pairwise

import pytest

from api.pages.items.path_svg import Shown, path_svg, text_width
from states.compile import shipped_definition
from states.main_path import way
from states.model import Ending
from states.source import shipped_kinds, shipped_profiles

CASES = [(profile, kind) for profile in shipped_profiles() for kind in shipped_kinds()]
_WORD = re.compile(r'<text class="step-name" x="([\d.]+)" y="([\d.]+)"( text-anchor="end")?>([^<]*)</text>')
_RISE = re.compile(r'<path class="way[^"]*" d="M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)"/>')


def _picture(profile: str, kind: str, language: str) -> str:
    definition = shipped_definition(kind, profile)
    found = way(definition)
    return str(path_svg(definition, Shown(found.path, definition.initial, (), language, "เส้นทาง")))


def _names(picture: str) -> list[tuple[float, float, float, str]]:
    """Each name as (left, right, baseline, text)."""
    found = []
    for x, y, end, text in _WORD.findall(picture):
        width, at = text_width(unescape(text)), float(x)
        found.append((at - width if end else at, at if end else at + width, float(y), unescape(text)))
    return found


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_every_step_is_named_once_for_each_state_it_leaves(profile: str, kind: str, language: str) -> None:
    definition = shipped_definition(kind, profile)
    wanted = sorted(m.label.in_language(language) for m in definition.transitions for _ in m.sources)
    assert sorted(text for *_, text in _names(_picture(profile, kind, language))) == wanted


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_no_two_names_meet_and_no_lane_crosses_a_name(profile: str, kind: str, language: str) -> None:
    picture = _picture(profile, kind, language)
    names = _names(picture)
    meeting = [
        (a[3], b[3])
        for a, b in combinations(names, 2)
        if abs(a[2] - b[2]) < 15 and a[0] < b[1] and b[0] < a[1]
    ]
    rises = [
        (float(lane), *sorted((float(start), float(end)))) for _, start, lane, end in _RISE.findall(picture)
    ]
    crossed = [
        text
        for left, right, y, text in names
        for lane, top, bottom in rises
        if left < lane < right and top < y < bottom
    ]
    assert (meeting, crossed) == ([], [])


_LEVEL = re.compile(r'<path class="way[^"]*" d="M([\d.]+) ([\d.]+)H([\d.]+)')


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_no_line_runs_through_a_name(profile: str, kind: str, language: str) -> None:
    picture = _picture(profile, kind, language)
    lines = [(float(y), *sorted((float(a), float(b)))) for a, y, b in _LEVEL.findall(picture)]
    struck = [
        text
        for left, right, baseline, text in _names(picture)
        for y, start, end in lines
        if baseline - 17 < y < baseline + 6 and start < right and left < end  # Thai marks above and below
    ]
    assert struck == []


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_the_main_path_leads_from_the_first_state_to_a_good_end(profile: str, kind: str) -> None:
    definition = shipped_definition(kind, profile)
    path = way(definition).path
    steps = set(pairwise(path))
    made = {(source, move.target) for move in definition.transitions for source in move.sources}
    assert path[0] == definition.initial
    assert definition.by_state[path[-1]].ending is Ending.DONE
    assert steps <= made

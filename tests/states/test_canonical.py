"""A definition has one way of being written, the same on every machine."""

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from states.canonical import canonical_json, content_hash, from_canonical
from states.compile import shipped_definition
from states.model import Definition, Duty, Ending, GuardUse, Label, State, Strength, Transition

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
LABELS = st.builds(Label, TEXT, TEXT)
TUPLES = st.lists(NAMES, max_size=3).map(tuple)
STATES = st.builds(State, NAMES, LABELS, st.sampled_from(Ending), st.none() | NAMES)
MOVES = st.builds(
    Transition,
    NAMES,
    LABELS,
    TUPLES,
    NAMES,
    TUPLES,
    st.lists(st.builds(GuardUse, NAMES, st.sampled_from(Strength)), max_size=2).map(tuple),
    documents=TUPLES,
    notices=TUPLES,
    opens=TUPLES,
    send_back=st.booleans(),
    rework=st.booleans(),
)
RULES = st.dictionaries(NAMES, st.integers() | TEXT | st.lists(TEXT, max_size=2), max_size=2)
DEFINITIONS = st.builds(
    Definition,
    NAMES,
    NAMES,
    LABELS,
    NAMES,
    st.lists(STATES, max_size=4).map(tuple),
    st.lists(MOVES, max_size=4).map(tuple),
    duties=st.lists(st.builds(Duty, NAMES, LABELS, RULES, NAMES), max_size=2).map(tuple),
    separations=st.lists(TUPLES, max_size=2).map(tuple),
    settings=RULES,
)


@given(DEFINITIONS)
def test_any_definition_is_read_back_as_it_was_written(definition: Definition) -> None:
    assert from_canonical(canonical_json(definition)) == definition


@settings(max_examples=40)
@given(DEFINITIONS, DEFINITIONS)
def test_two_definitions_share_a_hash_only_if_they_are_equal(one: Definition, other: Definition) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def test_the_text_is_sorted_compact_and_in_thai_letters() -> None:
    text = canonical_json(shipped_definition("annual_plan", "uttaradit2_fy2561"))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "แผนปฏิบัติการประจำปีงบประมาณ" in text


def test_the_name_is_the_sha256_of_the_text() -> None:
    definition = shipped_definition("memo", "modern_default")
    assert content_hash(definition) == hashlib.sha256(canonical_json(definition).encode("utf-8")).hexdigest()

"""Signed notes are those that other programs read."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.checkpoints import notes

# The example of golang.org/x/mod/sumdb/note, from which the form comes.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)


def test_a_note_that_another_program_signed_is_read_and_found_good() -> None:
    verifier, note = notes.read_verifier(KEY), notes.read_note(NOTE)
    assert verifier is not None
    assert note is not None
    assert str(verifier) == KEY
    assert note.text == TEXT
    assert note.signers([verifier]) == {"c74f20a3"}


def test_one_letter_changed_is_no_longer_signed() -> None:
    verifier, note = notes.read_verifier(KEY), notes.read_note(NOTE.replace("answer", "Answer"))
    assert verifier is not None
    assert note is not None
    assert note.signers([verifier]) == frozenset()


def test_what_we_sign_is_read_again() -> None:
    one, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    note = notes.read_note(notes.signed("a\nb\n", [one, other]))
    assert note is not None
    both = [notes.verifier_of(one), notes.verifier_of(other)]
    assert note.text == "a\nb\n"
    assert note.signers(both) == {each.key_id for each in both}
    assert note.signers(both[:1]) == {both[0].key_id}
    assert notes.read_verifier(str(both[0])) == both[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\n— khanton AAAA\n",
        NOTE.rstrip("\n"),
        NOTE.replace("— ", "- "),
        NOTE + "x\n",
        "x" * 5000 + NOTE,
    ],
)
def test_what_is_no_note(text: str) -> None:
    assert notes.read_note(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "khanton", KEY.replace("c74f20a3", "c74f20a4"), KEY.replace("+AR", "+AB"), KEY[:-1], f"x{KEY}"],
)
def test_what_is_no_key(text: str) -> None:
    assert notes.read_verifier(text) is None

"""Why something is told to its reader and not to whoever should act."""

from notifications.gathering import ESCALATED, Gathered
from notifications.phrases import Phrases
from states.catalogue import catalogue
from states.filling import one_line


def because(told: str, known: Gathered, say: Phrases, *, late: bool = True) -> str:
    """Why a notice goes to its reader and not to whoever should act; empty where it is she."""
    why, _, whom = told.partition(":")
    if why == ESCALATED:
        return say("because_escalated" if late else "because_above")
    if why in {"absent", "left"}:
        name = known.people.get(int(whom)) if whom.isdecimal() else None
        return say(f"because_{why}", name=name) if name else ""
    post = _post(whom, known, say)
    return say(f"because_{why}", post=post) if why in {"acting", "vacant"} and post else ""


def _post(whom: str, known: Gathered, say: Phrases) -> str:
    """A position by its id, or a role by its word."""
    if whom.isdecimal():
        position = known.positions.get(int(whom))
        return post_name(position.role, position.title_th, say) if position else ""
    role = catalogue().roles.get(whom)
    return say.label(role.label) if role else ""


def post_name(role: str, title_th: str, say: Phrases) -> str:
    """A post by its own title; in English, by its role."""
    return say.label(catalogue().roles[role].label) if say.language == "en" else one_line(title_th)

"""What an entry of the history is called in an event log: the words that pages have for it."""

from api.pages.texts import TEXTS
from states.model import Label


def entry_name(kind: str, step: Label) -> Label:
    """The name of an entry of this kind that is no step itself, but may be about one."""
    return Label(_named("th", kind, step.th), _named("en", kind, step.en))


def _named(language: str, kind: str, step: str) -> str:
    texts = TEXTS[language]
    return texts.get(f"entry_{kind}", texts["entry_other"]).format(step=step, kind=kind)

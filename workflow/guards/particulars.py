"""How a refusal names what is missing: counts and codes, in Thai and English."""

from collections.abc import Sequence

from states.model import Label

LONGEST_LIST = 10


def named(things: Sequence[str | Label], th: str, en: str) -> Label | None:
    """What `things` are and which: "โครงการที่ยังไม่มีผลพิจารณา (2): P001, P002"; None where there are none."""
    if not things:
        return None
    labels = [Label(each, each) if isinstance(each, str) else each for each in things]
    return Label(
        f"{th} ({len(labels)}): {_listed([each.th for each in labels], 'และอีก {}')}",
        f"{en} ({len(labels)}): {_listed([each.en for each in labels], 'and {} more')}",
    )


def _listed(names: Sequence[str], rest: str) -> str:
    """The first names, and how many more there are."""
    shown, more = ", ".join(names[:LONGEST_LIST]), len(names) - LONGEST_LIST
    return f"{shown} {rest.format(more)}" if more > 0 else shown


def joined(labels: Sequence[Label]) -> Label | None:
    """Several particulars in one; None where there are none."""
    if not labels:
        return None
    return Label("; ".join(each.th for each in labels), "; ".join(each.en for each in labels))


def short_of(have: float, need: int, th: str, en: str) -> Label | None:
    """How many there are of how many needed: "จำนวนครั้งที่ประชุมแล้ว: 1 จาก 2"; None where it is enough."""
    if have >= need:
        return None
    return Label(f"{th}: {have:g} จาก {need}", f"{en}: {have:g} of {need}")

"""How a refusal names what is missing: counts and codes, in Thai and English."""

from collections.abc import Sequence

from states.model import Label

LONGEST_LIST = 10


def named(codes: Sequence[str], th: str, en: str) -> Label | None:
    """What `codes` are and which, "โครงการที่ยังไม่มีผลพิจารณา (2): P001, P002"; None where there are none."""
    if not codes:
        return None
    shown, more = ", ".join(codes[:LONGEST_LIST]), len(codes) - LONGEST_LIST
    if more <= 0:
        return Label(f"{th} ({len(codes)}): {shown}", f"{en} ({len(codes)}): {shown}")
    return Label(
        f"{th} ({len(codes)}): {shown} และอีก {more}", f"{en} ({len(codes)}): {shown} and {more} more"
    )


def joined(labels: Sequence[Label]) -> Label | None:
    """Several particulars in one; None where there are none."""
    if not labels:
        return None
    return Label("; ".join(each.th for each in labels), "; ".join(each.en for each in labels))


def short_of(have: float, need: int, th: str, en: str) -> Label | None:
    """"ประชุมแล้ว 1 จาก 2 ครั้ง"-like particulars where `have` is less than `need`; None where it is enough."""
    if have >= need:
        return None
    return Label(f"{th}: {have:g} จาก {need}", f"{en}: {have:g} of {need}")

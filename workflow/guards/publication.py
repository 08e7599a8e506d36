"""What publication must show: every channel of the office, and the book (U-D7, P-A6, P-D8)."""

from states.model import Label
from workflow.guards.particulars import named
from workflow.guards.registry import attested, guard
from workflow.guards.stated import among, stated
from workflow.situation import Situation

# An office may set channels of its own; those show by the name it gave them.
CHANNELS = {
    "website": Label("เว็บไซต์", "website"),
    "printed_book": Label("รูปเล่ม", "printed book"),
    "circular_memo": Label("หนังสือเวียน", "circular"),
    "report_to_agencies": Label("ส่งรายงานหน่วยงานที่เกี่ยวข้อง", "sent to the agencies concerned"),
}


@guard
def channels_recorded(situation: Situation) -> Label | bool | None:
    """Every channel the office sets for this kind is recorded; where it sets none, at least one."""
    recorded = stated(situation, "channels_recorded")
    wanted = situation.definition.settings["publication_channels"]
    assert isinstance(wanted, list | tuple)
    if not wanted:
        return None if recorded else True
    lacking = [_shown(str(name)) for name in wanted if not among(recorded, _names(str(name)))]
    return named(lacking, "ช่องทางที่ยังไม่ได้บันทึก", "Channels not yet recorded")


def _names(channel: str) -> tuple[str, ...]:
    known = CHANNELS.get(channel)
    return (channel, known.th, known.en) if known else (channel,)


def _shown(channel: str) -> Label:
    known = CHANNELS.get(channel)
    if known is None:
        return Label(channel, channel)
    return Label(f"{channel} ({known.th})", f"{channel} ({known.en})")


attested("final_book_attached", "plan_book", "annual_report_book", "expenditure_report_book")

"""What an outside body's resolution must show, and what follows from it (U-D6, P-A5)."""

from states.model import Label
from states.thai import long_date, long_date_en
from workflow.facts import Fact, day
from workflow.guards.particulars import joined
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.situation import Situation

_LETTER = "resolution_letter"


@guard
def resolution_evidence(situation: Situation) -> Label | None:
    """The meeting, its date and its letter are there, and the date is not after the day of the step.

    Where the step lists the letter among its papers, it is asked for there and not a second time here.
    """
    lacking: list[Label] = []
    if stated(situation, "resolution_evidence", "resolution_meeting") is None:
        lacking.append(Label("ยังไม่ระบุครั้งที่ประชุม", "The meeting is not stated"))
    lacking += _date(situation, stated(situation, "resolution_evidence", "resolution_date"))
    if _LETTER not in situation.move.documents and not situation.has_document(_LETTER):
        lacking.append(Label("ยังไม่แนบหนังสือแจ้งมติ", "The letter stating the resolution is not attached"))
    return joined(lacking)


def _date(situation: Situation, resolved: Fact | None) -> list[Label]:
    if resolved is None:
        return [Label("ยังไม่ระบุวันที่มีมติ", "The date of the resolution is not stated")]
    on = day(resolved.value)
    if on <= situation.on:
        return []
    return [
        Label(
            f"วันที่มีมติ {long_date(on)} อยู่หลังวันที่บันทึก {long_date(situation.on)}",
            f"The resolution is dated {long_date_en(on)}, after the day of this step,"
            f" {long_date_en(situation.on)}",
        )
    ]


_UNANSWERED = Label(
    "ยังไม่บันทึกว่าคณะกรรมการอนุมัติหลักการปรับแผนระหว่างปีหรือไม่",
    "The answer on changes during the year has not been recorded",
)
_UNSTATED = Label("ยังไม่บันทึกว่ามติให้เสนอใหม่หรือไม่", "Whether to submit again has not been recorded")


@guard
def flexibility_preapproved(situation: Situation) -> Label | bool | None:
    return _is(_flexibility(situation), "yes", _UNANSWERED)


@guard
def flexibility_not_preapproved(situation: Situation) -> Label | bool | None:
    return _is(_flexibility(situation), "no", _UNANSWERED)


def _flexibility(situation: Situation) -> Fact | None:
    """The board's answer as recorded on the plan; any other word counts only where there is none."""
    return situation.told_on_parent("flexibility") or stated(situation, "flexibility_preapproved")


@guard
def resubmission_required(situation: Situation) -> Label | bool | None:
    return _is(stated(situation, "resubmission_required"), "yes", _UNSTATED)


@guard
def no_resubmission_required(situation: Situation) -> Label | bool | None:
    return _is(stated(situation, "no_resubmission_required"), "no", _UNSTATED)


def _is(answer: Fact | None, wanted: str, unanswered: Label) -> Label | bool | None:
    """Holds where the recorded answer is the wanted one; silence is not an answer."""
    if answer is None:
        return unanswered
    return None if answer.value == wanted else True


attested("flexibility_answer_recorded")
attested("resubmit_flag_set")
attested("revision_checklist_done")

"""What an outside body's resolution must show, and what follows from it (U-D6, P-A5)."""

from collections.abc import Collection, Iterable, Sequence

from sqlmodel import Session, and_, col, or_, select

from states.catalogue import catalogue
from states.model import Label
from states.thai import long_date, long_date_en
from workflow import definitions
from workflow.facts import Fact, day
from workflow.guards.particulars import joined
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.models import Entry, Item
from workflow.situation import ItemNow, Situation

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
    "ยังไม่บันทึกไว้ที่แผนว่าคณะกรรมการอนุมัติหลักการปรับแผนระหว่างปีหรือไม่",
    "The board's answer on changes during the year has not been recorded on the plan",
)
_UNSTATED = Label("ยังไม่บันทึกว่ามติให้เสนอใหม่หรือไม่", "Whether to submit again has not been recorded")


@guard
def flexibility_preapproved(situation: Situation) -> Label | bool | None:
    return _is(_flexibility(situation), "yes", _UNANSWERED)


@guard
def flexibility_not_preapproved(situation: Situation) -> Label | bool | None:
    return _is(_flexibility(situation), "no", _UNANSWERED)


def _flexibility(situation: Situation) -> Fact | None:
    """The board's answer as recorded on the plan when it was endorsed."""
    plan = situation.session.get(Item, situation.item.parent_id) if situation.item.parent_id else None
    if plan is None:
        return None
    return _answer(situation, plan, situation.reading.parent_facts, "flexibility_answer_recorded")


@guard
def resubmission_required(situation: Situation) -> Label | bool | None:
    return _is(_resubmission(situation), "yes", _UNSTATED)


@guard
def no_resubmission_required(situation: Situation) -> Label | bool | None:
    return _is(_resubmission(situation), "no", _UNSTATED)


def _resubmission(situation: Situation) -> Fact | None:
    return _answer(situation, situation.item, situation.reading.facts, "resubmit_flag_set")


def _answer(situation: Situation, item: Item | ItemNow, facts: Iterable[Fact], asking: str) -> Fact | None:
    """What was answered when the item last took a step with the guard `asking`, or as corrected since.

    Nothing that is said later, or by somebody else, takes its place. Where no such step was taken here, the
    item came from elsewhere: then it is what those who may have recorded on it since.
    """
    definition = definitions.by_hash(situation.session, item.definition_hash)
    steps = {m.trigger for m in definition.transitions if asking in {use.name for use in m.guards}}
    entries = _entries(situation.session, item.id, steps)
    undone = {each.corrects for each in entries if each.kind == "undone"}
    taken = [each for each in entries if each.kind == "step" and each.seq not in undone]
    told = [each for each in facts if each.code in catalogue().guards[asking].facts]
    if taken:
        last = taken[-1]
        since = {each.seq for each in entries if each.kind == "corrected" and each.corrects == last.seq}
        told = [each for each in told if each.entry_seq in since or _with_step(each, last)]
    else:
        attested_in = {each.seq for each in entries if each.kind == "attested"}
        told = [each for each in told if each.entry_seq in attested_in]
    return told[-1] if told else None


def _with_step(fact: Fact, step: Entry) -> bool:
    """Whether the fact was recorded where the item stood before the step, or with the step itself."""
    return fact.item_version == step.version - 1 and fact.entry_seq <= step.seq


def _entries(session: Session, item_id: int, triggers: Collection[str]) -> Sequence[Entry]:
    """The item's entries that took, corrected or undid one of these steps, or recorded facts alone."""
    of_steps = and_(col(Entry.kind).in_(("step", "corrected", "undone")), col(Entry.trigger).in_(triggers))
    found = select(Entry).where(Entry.item_id == item_id, or_(of_steps, Entry.kind == "attested"))
    return session.exec(found.order_by(col(Entry.seq))).all()


def _is(answer: Fact | None, wanted: str, unanswered: Label) -> Label | bool | None:
    """Holds where the recorded answer is the wanted one; silence is not an answer."""
    if answer is None:
        return unanswered
    return None if answer.value == wanted else True


attested("flexibility_answer_recorded")
attested("resubmit_flag_set")
attested("revision_checklist_done")

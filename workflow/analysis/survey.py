"""What schools and groups answer to the survey of income and expense, and who has yet to answer."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.analysis.writing import paper_in_hand
from workflow.changes import Hand, record
from workflow.errors import BadInput, Denial, NotAllowed, UnknownItem
from workflow.history import Sealed
from workflow.models import Group, Item, School, SurveyAnswer
from workflow.permissions import Authority
from workflow.proposals.editors import GROUP, PLAN_GROUP
from workflow.proposals.fields import LONGEST_TEXT, tidy
from workflow.queries import Viewer
from workflow.schools.opening import schools_of

KIND = "expenditure_analysis"
OPEN = ("surveying", "committee_analysis", "returned")
_SCHOOL = "school_officer"
_WRITERS = (*PLAN_GROUP, *GROUP, _SCHOOL)
Place = tuple[int | None, int | None]  # a school's key or a group's
_LARGEST = 10**15  # satang; far above any office's budget, far below what a column holds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a school or a group (by code, one of the two) answers; amounts in satang, None while unknown."""

    school: str = ""
    group: str = ""
    income: int | None = None
    expense: int | None = None
    text: str = ""

    @property
    def complete(self) -> bool:
        """Both sides are told; nought is an answer."""
        return self.income is not None and self.expense is not None


@dataclass(frozen=True, slots=True)
class Share:
    """How many have answered in full, of how many in force, and the codes of those who have not."""

    answered: int
    there_are: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether data are in from every school and every group of a Bangkok date (R-080, P-E std 3)."""

    schools: Share
    groups: Share

    @property
    def complete(self) -> bool:
        return not self.schools.missing and not self.groups.missing


def surveys(session: Session, office_id: int) -> list[Item]:
    """The office's surveys that take answers, by code."""
    of_office = select(Item).where(Item.office_id == office_id, Item.kind == KIND, col(Item.state).in_(OPEN))
    return list(session.exec(of_office.order_by(col(Item.code))))


def survey(session: Session, office_id: int, code: str) -> Item:
    """The analysis of this code, to answer its survey; its path and its figures stay the office's.

    Raises UnknownItem.
    """
    found = session.exec(
        select(Item).where(Item.office_id == office_id, Item.kind == KIND, Item.code == code)
    ).first()
    if found is None:
        raise UnknownItem(code)
    return found


def own_schools(session: Session, who: Viewer) -> frozenset[str]:
    """The codes of the schools for which the person answers; raises NotAllowed where there is none."""
    own = codes_of(session, who.school_ids)
    if not who.active or not own:
        raise NotAllowed(Denial("no_role", (_SCHOOL,)))
    return own


def codes_of(session: Session, school_ids: Collection[int]) -> frozenset[str]:
    """The codes of these schools."""
    return frozenset(session.exec(select(School.code).where(col(School.id).in_(school_ids))))


def record_answers(session: Session, item: Item, answers: Sequence[Answer], hand: Hand) -> Sealed | None:
    """Keeps each answer in place of what stood, all or nothing, with one `survey` entry in the item's story.

    While the survey is open or the committee has the paper. The plan group records anybody's, a group's
    people their group's, a school's officer her school's. None where nothing is different. Raises
    NotOpenHere, NotAllowed, TooLong, and BadInput (no or an unknown school or group, an amount out of range,
    somebody twice).
    """
    held, now = paper_in_hand(session, item, KIND, OPEN, "start_analysis", _WRITERS, hand)
    places = _Places(session, now.office_id, hand.day)
    rows = {(row.school_id, row.group_id): row for row in _rows(session, item.id)}
    by, wanted = held[0], {}
    for answer in answers:
        place = places.of(answer)
        if place in wanted:
            raise BadInput("answers", "twice", answer.school or answer.group)
        by = _covering(held, place)
        wanted[place] = _tidied(answer)
    changed = {place: each for place, each in wanted.items() if _differs(rows.get(place), each)}
    if not changed:
        return None
    told = [_told(rows.get(place), each) for place, each in changed.items()]
    sealed = record(
        session, now.office_id, "survey", [item.code], {"answers": told}, hand, by=by, item_id=item.id
    )
    for place, answer in changed.items():
        _keep(session, rows.get(place), item.id, place, answer, hand, sealed)
    session.flush()
    return sealed


def _keep(
    session: Session,
    row: SurveyAnswer | None,
    item_id: int,
    place: Place,
    answer: Answer,
    hand: Hand,
    sealed: Sealed,
) -> None:
    kept = row or SurveyAnswer(
        item_id=item_id, school_id=place[0], group_id=place[1], person_id=hand.by, at=hand.at, entry_seq=0
    )
    kept.income, kept.expense, kept.text = answer.income, answer.expense, answer.text
    kept.person_id, kept.at, kept.entry_seq = hand.by, hand.at, sealed.seq
    session.add(kept)


def answers_of(session: Session, item_id: int) -> list[Answer]:
    """What has been answered, schools by code, then groups by code."""
    return answers_by_item(session, [item_id])[item_id]


def answers_by_item(session: Session, item_ids: Collection[int]) -> Mapping[int, list[Answer]]:
    """The same of several surveys."""
    found = session.exec(
        select(SurveyAnswer, School.code, Group.code)
        .outerjoin(School, col(School.id) == col(SurveyAnswer.school_id))
        .outerjoin(Group, col(Group.id) == col(SurveyAnswer.group_id))
        .where(col(SurveyAnswer.item_id).in_(item_ids))
    )
    told: dict[int, list[Answer]] = {item_id: [] for item_id in item_ids}
    for row, school, group in found:
        told[row.item_id].append(Answer(school or "", group or "", row.income, row.expense, row.text))
    for answers in told.values():
        answers.sort(key=lambda each: (bool(each.group), each.school, each.group))
    return told


def completeness(session: Session, item_id: int, office_id: int, on: datetime.date) -> Completeness:
    """Who of the office's schools and groups in force on a Bangkok date has answered in full."""
    done = [row for row in _rows(session, item_id) if row.income is not None and row.expense is not None]
    schools = {row.school_id for row in done}
    groups = {row.group_id for row in done}
    return Completeness(
        _share([(each.id, each.code) for each in schools_of(session, office_id, on)], schools),
        _share([(each.id, each.code) for each in groups_of(session, office_id, on)], groups),
    )


def groups_of(session: Session, office_id: int, on: datetime.date) -> list[Group]:
    """The office's groups that exist on a Bangkok date, by code."""
    found = session.exec(
        select(Group)
        .where(
            Group.office_id == office_id,
            Group.valid_from <= on,
            or_(col(Group.valid_to).is_(None), col(Group.valid_to) >= on),
        )
        .order_by(col(Group.code))
    )
    return list(found)


def is_kept(session: Session, item_id: int) -> bool:
    """Whether any answer is kept here."""
    return (
        session.exec(select(SurveyAnswer.id).where(SurveyAnswer.item_id == item_id).limit(1)).first()
        is not None
    )


class _Places:
    """The schools and groups of the day, by code."""

    def __init__(self, session: Session, office_id: int, on: datetime.date) -> None:
        self._schools = {each.code: each.id for each in schools_of(session, office_id, on)}
        self._groups = {each.code: each.id for each in groups_of(session, office_id, on)}

    def of(self, answer: Answer) -> Place:
        """Whose answer this is: (school's key, group's key), one of them None; raises BadInput."""
        if bool(answer.school) == bool(answer.group):
            raise BadInput("school" if answer.school else "group", "unknown", answer.school or answer.group)
        known, name = (self._schools, "school") if answer.school else (self._groups, "group")
        code = answer.school or answer.group
        if code not in known:
            raise BadInput(name, "unknown", code[:80])
        return (known[code], None) if answer.school else (None, known[code])


def _covering(held: Sequence[Authority], place: Place) -> Authority:
    """The authority that reaches this school or group; raises NotAllowed."""
    school_id, group_id = place
    for each in held:
        if each.role in PLAN_GROUP:
            return each
        if each.role == _SCHOOL and school_id is not None and each.school_id == school_id:
            return each
        if each.role in GROUP and group_id is not None and each.group_id == group_id:
            return each
    raise NotAllowed(Denial("other_school" if school_id is not None else "other_group", _WRITERS))


def _tidied(answer: Answer) -> Answer:
    for name, amount in (("income", answer.income), ("expense", answer.expense)):
        if amount is not None and not 0 <= amount <= _LARGEST:
            raise BadInput(name, "out_of_range", str(amount))
    text = tidy("text", answer.text, LONGEST_TEXT)
    return Answer(answer.school, answer.group, answer.income, answer.expense, text)


def _differs(row: SurveyAnswer | None, answer: Answer) -> bool:
    return row is None or (row.income, row.expense, row.text) != (answer.income, answer.expense, answer.text)


def _told(row: SurveyAnswer | None, answer: Answer) -> dict[str, Any]:
    before = (row.income, row.expense) if row else (None, None)
    whose = {"school": answer.school} if answer.school else {"group": answer.group}
    return {
        **whose,
        "income_satang": [before[0], answer.income],
        "expense_satang": [before[1], answer.expense],
    }


def _rows(session: Session, item_id: int) -> list[SurveyAnswer]:
    return list(session.exec(select(SurveyAnswer).where(SurveyAnswer.item_id == item_id)))


def _share(there: Sequence[tuple[int, str]], answered: set[int | None]) -> Share:
    missing = tuple(code for key, code in there if key not in answered)
    return Share(len(there) - len(missing), len(there), missing)

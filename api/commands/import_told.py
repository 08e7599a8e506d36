"""Tells how well a log fits: a table for people, figures for programs."""

from api.commands.output import people, table
from workflow.arriving.conformance import Conformance
from workflow.arriving.reasons import WORDS

MOST_SHOWN = 40


def figures(told: Conformance) -> dict[str, object]:
    """The figures of conformance; fitness is the share of events accepted, to four places."""
    return {
        "cases": told.cases,
        "fitting": told.fitting,
        "ended": told.ended,
        "events": told.events,
        "accepted": told.accepted,
        "quarantined": told.quarantined,
        "fitness": round(float(told.fitness), 4),
        "reasons": {str(reason): times for reason, times in told.by_reason().items()},
        "deviations": [
            {"reason": str(reason), "activity": activity, "detail": detail, "events": times}
            for reason, activity, detail, times in told.listed()
        ],
        "unjudged": dict(sorted(told.unjudged.items())),
    }


def tell(told: Conformance) -> None:
    """The same for people."""
    console = people()
    share = f"{float(told.fitness):.2%}"
    wholly = f"เรื่อง · cases: {told.cases:,}  ตรงทั้งเรื่อง · fit wholly: {told.fitting:,}"
    taken = f"เหตุการณ์ · events: {told.events:,}  รับไว้ · accepted: {told.accepted:,}"
    console.print(f"{wholly}  สิ้นสุดแล้ว · ended: {told.ended:,}", markup=False)
    console.print(f"{taken}  กันไว้ · quarantined: {told.quarantined:,}", markup=False)
    console.print(f"ตรงตามเส้นทาง · fitness: {share}", markup=False)
    deviations(told)
    for guard, times in sorted(told.unjudged.items()):
        console.print(f"ตัดสินย้อนหลังไม่ได้ · not to be judged of the past: {guard} ({times:,})", markup=False)


def deviations(told: Conformance) -> None:
    """Every deviation by reason and activity, the most frequent first."""
    rows = told.listed()
    if not rows:
        return
    shown = table("เหตุ", "why", "กิจกรรม", "รายละเอียด", "เหตุการณ์")
    for reason, activity, detail, times in rows[:MOST_SHOWN]:
        shown.add_row(WORDS[reason].th, WORDS[reason].en, activity, detail, f"{times:,}")
    people().print(shown, markup=False)
    if len(rows) > MOST_SHOWN:
        people().print(f"… {len(rows) - MOST_SHOWN} (--json)", markup=False)

"""What a school's plan must show (P-A7, P-A-std6)."""

from states.fiscal import FiscalYear
from states.model import Label
from states.thai import long_date, long_date_en
from workflow.guards.registry import attested, guard
from workflow.situation import Situation


@guard
def fy_ended(situation: Situation) -> Label | None:
    """The day of the step is after 30 September of the item's fiscal year."""
    end = FiscalYear(situation.item.fiscal_year).end
    if situation.on > end:
        return None
    return Label(f"ปีงบประมาณสิ้นสุด {long_date(end)}", f"The fiscal year ends on {long_date_en(end)}")


attested("school_board_endorsed", "school_board_minutes")
attested("alignment_table_complete")
attested("aligned_with_area_plan")

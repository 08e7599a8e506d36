"""People and budgets in a workbook, where it says what nobody knows."""

import pytest
from conftest import NOW

from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.moments import bangkok_date
from workflow.sheets.paper_tables import _budget
from workflow.sheets.people import PeoplePreview, save_people
from workflow.sheets.rows import CellError

TODAY = bangkok_date(NOW)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_a_budget_under_names_nobody_knows_is_shown_as_it_is():
    assert _budget("งบลับ", "ค่าลับ") == ("งบลับ", "ค่าลับ")
    assert _budget("operating", "ค่าลับ")[1] == "ค่าลับ"


def test_a_list_of_people_with_mistakes_opens_no_account(session, office):
    wrong = CellError("บุคลากร", 3, "A", "empty", "")
    preview = PeoplePreview((), (wrong,))
    admin = Hand(office.people["system_admin"], NOW)
    assert refused(save_people, session, office.id, preview, admin) == ("file", "workbook_rows")

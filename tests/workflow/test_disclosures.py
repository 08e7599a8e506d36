"""A value that lies beside an entry, and what it is bound to."""

from conftest import NOW

from workflow import disclosures
from workflow.moments import bangkok_date

TODAY = bangkok_date(NOW)


def test_a_value_beside_a_salt_that_is_none_any_more_is_not_told():
    spoilt = disclosures.Disclosure(salt="no salt", value="ก")
    assert disclosures._said(spoilt, "0" * 64) == disclosures.STRANGE

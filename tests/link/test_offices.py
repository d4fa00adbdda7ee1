"""Who held an office when."""

from __future__ import annotations

from datetime import date

import pytest

from kg.document import Period
from kg.facts import Tenure
from kg.link.offices import in_office


@pytest.mark.parametrize(
    ("begin", "end", "when", "held"),
    [
        ("2014-08-29", "2018-07-10", date(2018, 7, 10), True),
        ("2014-08-29", "2018-07-10", date(2018, 7, 11), False),
        ("2014-08-29", "2018-07-10", Period(2018, 7), True),
        ("2018-07-10", "", Period(2018, 7), True),
        ("2014-08-29", "2018-07-10", Period(2018, 8), False),
        ("2014-08-29", "2018-07-10", Period(2014), True),
        ("2014-08-29", "2018-07-10", Period(2013), False),
        ("2014", "2018", Period(2018, 7), True),
        ("2014", "2018", date(2019, 1, 1), False),
        ("", "2018-07", Period(2001), True),
        ("2014", "", None, True),
        ("2014", "2018", None, False),
    ],
)
def test_an_office_is_held_from_begin_to_end_as_far_as_they_are_known(begin: str, end: str, when: date | Period | None, held: bool) -> None:
    assert in_office(Tenure("minister", "state/TUR", begin, end), when) is held

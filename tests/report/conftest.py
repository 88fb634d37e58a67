import datetime

import pytest

COMMAND = 'outgrow report "social media manager" --careers demo'
MADE = datetime.date(2026, 5, 4)


@pytest.fixture
def report_of():
    """A function that makes a report of a reach."""
    from outgrow.report import build_report

    def report(reach, role="social media manager", command=COMMAND):
        return build_report(role, reach, command=command, made=MADE)

    return report

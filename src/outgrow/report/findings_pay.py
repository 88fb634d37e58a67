"""Findings on pay and on the seats above, from official statistics: real numbers, whatever the careers beside them are.

In: Pay. Out: Finding. Start at `pay_findings`.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.pay import dollars, rung_words
from outgrow.charts.wording import clean, exact_percent, percent, role_name, role_phrase, sentence
from outgrow.report.finding import CANNOT_TELL, Finding, Kind, Unit
from outgrow.results import Pay, PayRatio

__all__ = ["LEAST_SURE", "pay_findings"]

#: Below this a report does not say what a role pays: the occupation would be as likely another.
LEAST_SURE: Final = 0.5
_CAVEAT: Final = (
    "Employees in the United States, the self-employed left out; pay across people at one time, not the rise of one "
    "person."
)
_SEATS_CAVEAT: Final = (
    "Seats filled now, open to people of other occupations too; how often one becomes free is not known."
)


def pay_findings(pay: Pay) -> tuple[Finding, ...]:
    """Say what a role pays, where that tops out, and how many people there are for each seat above.

    Parameters
    ----------
    pay : Pay
        What the statistics say.

    Returns
    -------
    tuple of Finding
        Of pay; of its ceiling and of the seats where there is a rung above. None of them rests on careers.
    """
    found = [_median(pay)]
    if pay.above is not None and pay.pay_ceiling is not None:
        found.append(_ceiling(pay, pay.pay_ceiling))
    if pay.above is not None and pay.seats_above is not None:
        found.append(_seats(pay, pay.seats_above))
    return tuple(found)


def _median(pay: Pay) -> Finding:
    of, median = pay.own, pay.own.percentiles["median"]
    counted_as = f"“{clean(role_name(pay.role))}” is counted in the statistics as {of.title}"
    low, high = of.percentiles["p25"], of.percentiles["p75"]
    if median is None:
        reason = f"It is counted in the statistics as {of.title}: {of.missing}."
        return _finding(pay, "pay", "pay", f"cannot tell what it pays. {reason}", unit="dollars", reason=reason)
    half = f"; the middle half of them from {dollars(low)} to {dollars(high)}" if low and high else ""
    return _finding(
        pay,
        "pay",
        "pay",
        f"{counted_as}, who have a median pay of {dollars(median)} a year{half}.",
        number=float(median),
        unit="dollars",
        limits=(float(low), float(high)) if low and high else None,
        plain=f"{counted_as}. Half of them have {dollars(median)} a year or more{half}.",
        exact=(
            f"{of.soc_code} {of.title}: p10, p25, p50, p75, p90 of annual pay "
            f"{', '.join(dollars(value) for value in of.percentiles.values())}; mean {dollars(of.mean)} (RSE "
            f"{_error(of.mean_error)}); {of.people or 0:,} people employed (RSE {_error(of.people_error)}); match confidence "
            f"{pay.confidence:.2f}, by {pay.by} “{clean(pay.words)}”."
        ),
    )


def _ceiling(pay: Pay, ratio: PayRatio) -> Finding:
    assert pay.above is not None
    above, there = pay.above.counted, rung_words(pay, pay.above)
    beside = "more than" if ratio.ratio > 1.02 else "about as much as" if ratio.ratio > 0.98 else "less than"
    rise = ""
    if pay.share_of_rise is not None and pay.top is not None:
        rise = (
            f" This occupation covers {percent(pay.share_of_rise)} of the rise from its 10th percentile to the median at "
            f"{rung_words(pay, pay.top)}: {pay.top.counted.title}."
        )
    tops = f"pay tops out near {dollars(ratio.here)} a year: one in ten people here has that or more"
    return _finding(
        pay,
        "pay_ceiling",
        "pay_ceiling",
        f"{sentence(tops)}. That is {beside} the median of {dollars(ratio.there)} on {there}: {above.title}.{rise}",
        number=ratio.ratio,
        unit="ratio",
        limits=_limits(ratio),
        plain=f"{tops}. That is {beside} the median of {there}: {above.title}, {dollars(ratio.there)}.{rise}",
        exact=(
            f"p90 here over p50 of {above.soc_code} {above.title} (fit {pay.above.fit}): {ratio.ratio:.3f}{_bounds(ratio)}; "
            f"share of the rise {'not known' if pay.share_of_rise is None else exact_percent(round(pay.share_of_rise, 3))}; "
            f"{pay.own.people or 0:,} and {above.people or 0:,} people."
        ),
    )


def _seats(pay: Pay, ratio: PayRatio) -> Finding:
    assert pay.above is not None
    above, there = pay.above.counted, rung_words(pay, pay.above)
    said = f"{ratio.ratio:,.1f} people counted in this occupation for each seat on {there}"
    span = (
        ""
        if ratio.lower is None or ratio.upper is None
        else f" (95% interval {ratio.lower:,.2f} to {ratio.upper:,.2f})"
    )
    counts = f"{ratio.here:,} {pay.own.title}, {ratio.there:,} {above.title}"
    other = " People from other jobs take those seats too."
    return _finding(
        pay,
        "seats",
        "seats",
        f"there are {said}{span}: {counts}.{other}",
        number=ratio.ratio,
        unit="ratio",
        limits=_limits(ratio),
        caveat=_SEATS_CAVEAT,
        plain=f"there are {said}: {counts}.{other}",
        exact=(
            f"people in {pay.own.soc_code} over people in {above.soc_code} (fit {pay.above.fit}): {ratio.ratio:.3f}"
            f"{_bounds(ratio)}; {counts}."
        ),
    )


def _bounds(ratio: PayRatio) -> str:
    if ratio.lower is None or ratio.upper is None:
        return " (no error published)"
    return f" (95% CI {ratio.lower:.3f} to {ratio.upper:.3f}, from relative standard errors)"


def _limits(ratio: PayRatio) -> tuple[float, float] | None:
    return None if ratio.lower is None or ratio.upper is None else (ratio.lower, ratio.upper)


def _error(share: float | None) -> str:
    return "not published" if share is None else exact_percent(share)


def _finding(
    pay: Pay,
    kind: Kind,
    key: str,
    claim: str,
    *,
    number: float | None = None,
    unit: Unit,
    limits: tuple[float, float] | None = None,
    caveat: str = _CAVEAT,
    reason: str = "",
    **said: Any,
) -> Finding:
    source = pay.source
    common = {
        "role": role_name(pay.role),
        "entering": role_phrase(pay.role),
        "weight": "",
        "people": f"{pay.own.people or 0:,}",
    }
    unknown = {CANNOT_TELL: reason, "what": "what it pays"} if reason else {}
    return Finding(
        key=key,
        kind=kind,
        claim=sentence(claim),
        number=number,
        unit=unit,
        interval=limits,
        people=pay.own.people or 0,
        source=f"{source['publisher']}, {source['name']}, {source['release']}",
        simulated=False,
        caveat=caveat,
        said={**common, **unknown, **said},
    )

"""The figures of a released answer, whatever question it answers, and the same as one Altair chart.

Start at `figures`; `chart` is for notebooks.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from outgrow.charts.drift import can_draw_drift, drift_description, drift_rows, drift_spec, drift_title
from outgrow.charts.drift_share import can_draw_share, share_description, share_rows, share_spec, share_title
from outgrow.charts.figure import Figure
from outgrow.charts.flow import TITLE, flow_description, flow_rows, flow_spec
from outgrow.charts.forest import can_draw_forest, forest_description, forest_rows, forest_spec, forest_title
from outgrow.charts.ladder import can_draw_ladder, ladder_description, ladder_rows, ladder_spec, ladder_title
from outgrow.charts.layout import Size
from outgrow.charts.occupancy import (
    can_draw_occupancy,
    occupancy_description,
    occupancy_rows,
    occupancy_spec,
    occupancy_title,
)
from outgrow.charts.palette import Theme
from outgrow.charts.reach import reach_description, reach_spec, reach_title
from outgrow.charts.rows import can_draw, reach_rows
from outgrow.charts.skills import can_draw_skills, skills_description, skills_rows, skills_spec, skills_title
from outgrow.charts.steps import can_draw_steps, steps_description, steps_rows, steps_spec, steps_title
from outgrow.charts.ways import can_draw_next, next_description, next_rows, next_spec, next_title
from outgrow.charts.who import (
    can_draw_outcomes,
    outcomes_description,
    outcomes_rows,
    outcomes_spec,
    outcomes_title,
    sequences_description,
    sequences_rows,
    sequences_spec,
    sequences_title,
)
from outgrow.errors import InputError
from outgrow.results import (
    Answer,
    CareersFacts,
    Ceiling,
    Compare,
    Drift,
    Flow,
    Hazards,
    Occupancy,
    Reach,
    Skills,
    Tenure,
    Verdict,
    Who,
)

if TYPE_CHECKING:
    import altair as alt

__all__ = ["chart", "figures", "flow_figure"]


def figures(answer: Answer, *, role: str | None = None) -> tuple[Figure, ...]:
    """Return the figures of a released answer.

    Parameters
    ----------
    answer : Reach, Occupancy, Tenure, Ceiling, Verdict, Compare, Hazards, Drift, Skills or Who
        A released result (`outgrow.disclosure.release`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.

    Returns
    -------
    tuple of Figure
        Of groups compared: ``reach``; of hazards: ``forest``.
        Of reach: that, and ``steps`` where there are several targets; of a ceiling or a verdict: ``ladder``; of
        occupancy: ``occupancy``; of tenure: ``next``; of drift: ``drift`` and ``share``; of skills: ``skills``; of who made it:
        ``outcomes`` and ``sequences``. By group one for each (reach: one for each target). Empty where too few people were
        followed for any.

    Raises
    ------
    InputError
        The answer is exact, and so for whoever holds the data: release it first.
    """
    if answer.min_cell is None:
        raise InputError(
            "this answer is exact, and figures are for others.", do="draw outgrow.disclosure.release(answer)"
        )
    if isinstance(answer, Reach):
        return _of_reach(answer, role)
    if isinstance(answer, Compare):
        return tuple(figure for figure in _of_reach(answer.as_reach(), role) if figure.name == "reach")
    if isinstance(answer, Hazards):
        return _of_hazards(answer, role)
    if isinstance(answer, Verdict):
        return () if answer.ceiling is None else _of_ceiling(answer.ceiling, role)
    if isinstance(answer, Ceiling):
        return _of_ceiling(answer, role)
    if isinstance(answer, Occupancy):
        return tuple(
            Figure(
                "occupancy",
                occupancy_title(answer, curves),
                occupancy_description(answer, curves, role=role),
                tuple(occupancy_rows(answer, curves)),
                partial(_made, occupancy_spec, answer, curves, role=role),
            )
            for curves in answer.curves
            if can_draw_occupancy(answer, curves)
        )
    if isinstance(answer, Tenure):
        return tuple(
            Figure(
                "next",
                next_title(answer, curves, role=role),
                next_description(answer, curves, role=role),
                tuple(next_rows(answer, curves)),
                partial(_made, next_spec, answer, curves, role=role),
            )
            for curves in answer.curves
            if can_draw_next(answer, curves)
        )
    if isinstance(answer, Skills) and can_draw_skills(answer):
        return (
            Figure(
                "skills",
                skills_title(answer, role=role),
                skills_description(answer, role=role),
                tuple(skills_rows(answer)),
                partial(_made, skills_spec, answer, role=role),
            ),
        )
    if isinstance(answer, Who):
        return _of_who(answer, role)
    return _of_drift(answer, role) if isinstance(answer, Drift) else ()


def _of_drift(answer: Drift, role: str | None) -> tuple[Figure, ...]:
    found = []
    if can_draw_drift(answer):
        rows, said = tuple(drift_rows(answer)), drift_description(answer, role=role)
        make = partial(_made, drift_spec, answer, role=role)
        found.append(Figure("drift", drift_title(answer, role=role), said, rows, make))
    if can_draw_share(answer):
        rows, said = tuple(share_rows(answer)), share_description(answer, role=role)
        make = partial(_made, share_spec, answer, role=role)
        found.append(Figure("share", share_title(answer, role=role), said, rows, make))
    return tuple(found)


def _of_reach(answer: Reach, role: str | None) -> tuple[Figure, ...]:
    groups: list[dict[str, Any] | None] = []
    for curve in answer.curves:
        if curve.group not in groups:
            groups.append(curve.group)
    grouped = any(groups)
    targets: tuple[str | None, ...] = answer.toward if grouped else (None,)
    reached = [
        Figure(
            "reach",
            reach_title(answer, toward),
            reach_description(answer, toward=toward, role=role),
            tuple(reach_rows(answer, toward=toward)),
            partial(_made, reach_spec, answer, toward=toward, role=role),
        )
        for toward in targets
        if can_draw(answer, toward=toward)
    ]
    steps = [
        Figure(
            "steps",
            steps_title(answer, group, role=role),
            steps_description(answer, group=group, role=role),
            tuple(steps_rows(answer, group=group)),
            partial(_made, steps_spec, answer, group=group, role=role),
        )
        for group in groups
        if can_draw_steps(answer, group=group)
    ]
    return (*reached, *steps)


def _of_ceiling(answer: Ceiling, role: str | None) -> tuple[Figure, ...]:
    if not can_draw_ladder(answer):
        return ()
    return (
        Figure(
            "ladder",
            ladder_title(answer, role),
            ladder_description(answer, role=role),
            tuple(ladder_rows(answer)),
            partial(_made, ladder_spec, answer, role=role),
        ),
    )


def _of_hazards(answer: Hazards, role: str | None) -> tuple[Figure, ...]:
    if not can_draw_forest(answer):
        return ()
    return (
        Figure(
            "forest",
            forest_title(answer, role=role),
            forest_description(answer, role=role),
            tuple(forest_rows(answer)),
            partial(_made, forest_spec, answer, role=role),
        ),
    )


def _of_who(answer: Who, role: str | None) -> tuple[Figure, ...]:
    found = []
    if can_draw_outcomes(answer):
        found.append(
            Figure(
                "outcomes",
                outcomes_title(answer, role),
                outcomes_description(answer, role=role),
                tuple(outcomes_rows(answer)),
                partial(_made, outcomes_spec, answer, role=role),
            )
        )
    if answer.sequences.rows:
        found.append(
            Figure(
                "sequences",
                sequences_title(answer),
                sequences_description(answer),
                tuple(sequences_rows(answer)),
                partial(_made, sequences_spec, answer),
            )
        )
    return tuple(found)


def _made(make: Any, answer: Any, *more: Any, theme: Theme, size: Size, **options: Any) -> Any:
    return make(answer, *more, theme=theme, size=size, **options)


def flow_figure(
    flow: Flow, careers: CareersFacts, *, limit: int = 1, targets: int = 1, entered: bool = False
) -> Figure:
    """Return the figure of who was counted.

    Parameters
    ----------
    flow : Flow
        As released.
    careers : CareersFacts
        Whose careers.
    limit : int, default 1
        Counts are rounded to multiples of it: the answer's `min_cell`.
    targets : int, default 1
        How many targets were asked about.
    entered : bool, default False
        Whether only those were asked about who entered in certain months.
    """
    return Figure(
        "flow",
        TITLE,
        flow_description(flow, careers, limit=limit, targets=targets, entered=entered),
        tuple(flow_rows(flow, targets=targets, entered=entered)),
        partial(_made, flow_spec, flow, careers, limit=limit, targets=targets, entered=entered),
    )


def chart(
    answer: Answer,
    *,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
    min_cell: int | None = None,
) -> alt.TopLevelMixin:
    """Draw an answer as an Altair chart, for a notebook or to change further.

    Parameters
    ----------
    answer : Reach, Occupancy, Tenure, Ceiling, Verdict, Compare, Hazards, Drift, Skills or Who
        An answer; an exact one is released first.
    role : str, optional
        The role as a person wrote it. Default: as the answer has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    min_cell : int, optional
        The smallest count that may be shown. Default: 1 for simulated and public careers, 10 for others.

    Returns
    -------
    altair.LayerChart or altair.VConcatChart
        The figures of the answer, one under another where there are several.

    Raises
    ------
    InputError
        Nothing can be drawn, since too few people were followed; or the answer was released under another limit.
    """
    import altair as alt

    from outgrow.disclosure import release

    shown = answer if answer.min_cell is not None and min_cell is None else release(answer, min_cell)
    specs = [figure.spec(theme, size) for figure in figures(shown, role=role)]
    if not specs:
        raise InputError(
            "nothing of this answer can be drawn: too few people were followed.", do="print it for what can be told"
        )
    if len(specs) == 1:
        return alt.LayerChart.from_dict(specs[0])
    # what is said once for a whole drawing stands outside its parts
    outside = ("$schema", "config", "background", "padding")
    parts = [{name: value for name, value in spec.items() if name not in outside} for spec in specs]
    whole = {name: specs[0][name] for name in outside}
    described = " ".join(str(spec["description"]) for spec in specs)
    return alt.VConcatChart.from_dict({**whole, "description": described, "spacing": 40, "vconcat": parts})

"""Figures written to files: SVG that stands alone, or PNG.

In: figures and a path. Out: files. Start at `write_chart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from outgrow.charts.figure import Figure
from outgrow.charts.layout import Size
from outgrow.charts.palette import Theme
from outgrow.charts.svg import to_png, to_svg
from outgrow.errors import InputError, did_you_mean

__all__ = ["CHART_ENDINGS", "check_chart", "write_chart"]

#: What a chart can be written as.
CHART_ENDINGS: Final = (".png", ".svg")


def check_chart(path: Path | str) -> Path:
    """Return the path, its home spelled out, if its ending is one a chart can be written as.

    Raises
    ------
    InputError
        It is another.
    """
    path = Path(path).expanduser()
    if path.suffix.lower() not in CHART_ENDINGS:
        raise InputError(
            f"'{path.name}' ends in '{path.suffix}', which no chart is written as.{did_you_mean(path.suffix, CHART_ENDINGS)}",
            do="end it in .svg or .png",
        )
    return path


def write_chart(
    figures: Sequence[Figure], path: Path | str, *, theme: Theme = "light", size: Size = "wide"
) -> tuple[Path, ...]:
    """Write figures to a file, or several to files numbered from it: ``chart.svg``, ``chart-2.svg``.

    Parameters
    ----------
    figures : sequence of Figure
        At least one.
    path : Path or str
        Ends in ``.svg`` or ``.png``. Folders are made.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.

    Returns
    -------
    tuple of Path
        What was written, in the order of `figures`.

    Raises
    ------
    InputError
        Another ending, nothing to draw, or a path that cannot be written.
    """
    path = check_chart(path)
    if not figures:
        raise InputError("nothing of this answer can be drawn: too few people were followed.", do="leave the chart out")
    paths = [path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, len(figures) + 1))]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for figure, where in zip(figures, paths, strict=True):
            spec = figure.spec(theme, size)
            if path.suffix.lower() == ".png":
                where.write_bytes(to_png(spec))
            else:
                where.write_text(to_svg(spec, fixed=True), encoding="utf-8")
    except OSError as fault:
        raise InputError(
            f"'{path.name}' cannot be written ({fault.strerror or type(fault).__name__}).", do="give another file"
        ) from None
    return tuple(paths)

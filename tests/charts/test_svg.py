"""Drawings for a page: paths of straight lines in fewer letters, and the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from outgrow.charts.svg import _shortened

PLACES = st.integers(-9, 9).map(lambda tenth: tenth / 2)
LINES = st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=12)


def written(lines, *, closed):
    texts = [[f"{x:.1f},{y:.1f}" for x, y in line] for line in lines]
    return "".join(f"M{'L'.join(points)}{'Z' if closed else ''}" for points in texts)


def read(path):
    """Every corner of a path, line by line."""
    lines = []
    for command, numbers in re.findall(r"([MLHV])([^MLHVZ]*)", path):
        found = [float(number) for number in numbers.split(",")]
        if command == "M":
            lines.append([tuple(found)])
            continue
        x, y = lines[-1][-1]
        lines[-1].append({"L": tuple(found), "H": (found[0], y), "V": (x, found[-1])}[command])
    return lines


def corners(line):
    """The points at which a line turns, however often it stops on the way."""
    kept = line[:1]
    for point in line[1:]:
        if point == kept[-1]:
            continue
        if len(kept) > 1:
            (x0, y0), (x1, y1), (x2, y2) = kept[-2], kept[-1], point
            straight = (x0 == x1 == x2) or (y0 == y1 == y2)
            onward = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1) > 0
            if straight and onward:
                kept.pop()
        kept.append(point)
    return kept


@given(st.lists(LINES, min_size=1, max_size=3), st.booleans())
def test_a_shorter_path_turns_at_the_same_places(lines, closed):
    path = _shortened(written(lines, closed=closed))
    assert [corners(line) for line in read(path)] == [corners(line) for line in lines]
    assert path.count("Z") == (len(lines) if closed else 0)
    assert len(path) <= len(written(lines, closed=closed))


def test_steps_are_written_along_the_axes():
    assert _shortened("M0,1.0L2.5,1.0L2.5,3.0L4,3.0L6.0,3.0L6,9L7,8Z") == "M0,1H2.5V3H6V9L7,8Z"


def test_other_paths_are_left_alone():
    for path in ("M0,0h690v448h-690Z", "M3.9,0A3.9,3.9,0,1,1,-3.9,0", "M0 0", ""):
        assert _shortened(path) == path

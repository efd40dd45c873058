"""Reads TopoJSON: an arc is a start and steps on an integer grid, a shape is a chain of arcs."""

from collections.abc import Sequence

Point = tuple[float, float]


def arcs(topology: dict) -> list[list[Point]]:
    """All arcs of a topology in degrees."""
    (scale_x, scale_y), (left, bottom) = (topology["transform"][k] for k in ("scale", "translate"))
    found = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * scale_x + left, y * scale_y + bottom))
        found.append(arc)
    return found


def line(numbers: Sequence[int], known: Sequence[Sequence[Point]]) -> list[Point]:
    """The points of a chain of arcs; a negative number is an arc run backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = known[number] if number >= 0 else known[~number][::-1]
        points += arc[1:] if points else arc
    return points

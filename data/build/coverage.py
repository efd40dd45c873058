"""Turns polygons that nearly fit together into a coverage: no gaps, no overlaps, shared borders.

All functions work in metres, in the equal-area projection of :mod:`data.build.write`.
"""

import numpy as np
import shapely
from shapely import Geometry
from shapely.ops import polygonize

Polygons = dict[str, Geometry]


def polygonal(shape: Geometry) -> Geometry:
    """The area of `shape` alone, made valid, without the lines and points that repairs leave."""
    repaired = shapely.get_parts(shapely.make_valid(shape))
    areas = [p for p in repaired if p.geom_type in ("Polygon", "MultiPolygon") and p.area > 0]
    return shapely.union_all([part for area in areas for part in shapely.get_parts(area)])


def _nearest_fill(left: Geometry, regions: Polygons, step: float) -> Polygons:
    """Splits the area `left` among `regions` by nearest boundary, sampled every `step` metres."""
    samples, labels = [], []
    close = shapely.buffer(left, 3 * step)
    for key, shape in regions.items():
        line = shapely.intersection(shapely.segmentize(shapely.boundary(shape), step), close)
        points = np.unique(np.round(shapely.get_coordinates(line), 1), axis=0)
        samples.append(points)
        labels += [key] * len(points)
    points, label = np.vstack(samples), np.array(labels)
    _, first = np.unique(points, axis=0, return_index=True)
    points, label = points[first], label[first]

    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=left))
    pairs = shapely.STRtree(cells).query(shapely.points(points), predicate="intersects")
    owner: dict[int, str] = {}
    for point, cell in sorted(map(tuple, pairs.T.tolist())):
        owner.setdefault(cell, label[point])

    filled = {}
    for key in regions:
        mine = [cells[cell] for cell, holder in owner.items() if holder == key]
        share = shapely.intersection(shapely.union_all(mine), left)
        if not share.is_empty:
            filled[key] = share
    return filled


def conform(regions: Polygons, outline: Geometry, step: float = 400.0) -> Polygons:
    """Makes `regions` tile `outline`: clipped, overlaps cut away, gaps given to the nearest.

    The inner borders of one source thereby take over the outer border of another.
    """
    done: Polygons = {}
    used = shapely.Polygon()
    # Small ones first: a city inside a region keeps its whole area.
    for key, shape in sorted(regions.items(), key=lambda item: item[1].area):
        kept = polygonal(shapely.difference(shapely.intersection(shape, outline), used))
        done[key] = kept
        used = shapely.union_all([used, kept])
    left = polygonal(shapely.difference(outline, used))
    filled = _nearest_fill(left, done, step)
    joined = {k: [shape, *([filled[k]] if k in filled else [])] for k, shape in done.items()}
    return {key: polygonal(shapely.union_all(shapes)) for key, shapes in joined.items()}


def _faces(shapes: np.ndarray, grid: float) -> list[Geometry]:
    """Rebuilds `shapes` from the faces between all their boundaries, noded on a grid."""
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=grid)
    faces = np.array(list(polygonize(shapely.get_parts(lines))))
    inside = shapely.point_on_surface(faces)
    pairs = shapely.STRtree(shapes).query(inside, predicate="intersects")
    owner = np.full(len(faces), -1)
    # Where two polygons overlap by a sliver, the one listed first takes it.
    for face, shape in sorted(map(tuple, pairs.T.tolist())):
        if owner[face] < 0:
            owner[face] = shape
    return [shapely.coverage_union_all(faces[owner == i]) for i in range(len(shapes))]


def clean(polygons: Polygons, grid: float = 1.0, smallest_part: float = 4e6) -> Polygons:
    """Makes shared borders identical and hands detached slivers to the neighbour.

    `grid` is in metres; parts under `smallest_part` square metres that touch another polygon go
    to the one with the longest shared border, larger ones are exclaves and stay.
    """
    keys = list(polygons)
    shapes = _faces(np.array([polygons[key] for key in keys]), grid)
    for i in range(len(keys)):
        parts = shapely.get_parts(shapes[i])
        largest = max(parts, key=lambda part: part.area)
        for part in parts:
            if part.equals(largest) or part.area >= smallest_part:
                continue
            edge = shapely.boundary(part)
            shared = [
                (shapely.length(shapely.intersection(edge, shapely.boundary(other))), j)
                for j, other in enumerate(shapes)
                if j != i and other.intersects(part)
            ]
            length, j = max(shared, default=(0.0, -1))
            if length > 0:
                shapes[i] = shapely.difference(shapes[i], part)
                shapes[j] = shapely.union_all([shapes[j], part], grid_size=grid)
    return dict(zip(keys, shapes, strict=True))


def simplified(polygons: Polygons, tolerance: float) -> Polygons:
    """The coverage with fewer vertices; neighbours still share every border. Metres."""
    shapes = shapely.coverage_simplify(np.array(list(polygons.values())), tolerance)
    return dict(zip(polygons, (shapely.make_valid(s) for s in shapes), strict=True))

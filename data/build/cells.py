"""Land of the regions in hexagons, on which the people outside settlements are spread.

H3 cells of resolution 5 (about 253 km2), cut by region, lakes taken out. Which people stand where
is worked out at run time (shifo/demand.py), as the regions' figures move.
"""

import geopandas as gpd
import h3
import pandas as pd
import shapely

from data.build.write import EQUAL_AREA

RESOLUTION = 5
SMALLEST_KM2 = 0.05
COLUMNS = ["lat", "lon", "region", "km2"]


def build(regions: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame) -> pd.DataFrame:
    """One row a cell and region: a point inside it, the region's code and its land.

    `regions` has iso_3166_2 and geometry, both frames are in degrees. Sorted by region and cell.
    """
    ids: set[str] = set()
    for geometry in regions.geometry:
        for part in shapely.get_parts(geometry):
            shape = h3.geo_to_h3shape(part)
            ids.update(h3.h3shape_to_cells_experimental(shape, RESOLUTION, contain="overlap"))
    order = sorted(ids)
    hexagons = [shapely.Polygon([(x, y) for y, x in h3.cell_to_boundary(cell)]) for cell in order]
    cells = gpd.GeoDataFrame({"cell": order}, geometry=hexagons, crs=4326).to_crs(EQUAL_AREA)
    units = regions[["iso_3166_2", "geometry"]].to_crs(EQUAL_AREA)
    cut = gpd.overlay(cells, units, how="intersection", keep_geom_type=True)
    water = lakes.to_crs(EQUAL_AREA).union_all()
    wet = cut.intersects(water)
    cut.loc[wet, "geometry"] = cut.loc[wet, "geometry"].difference(water)
    cut["km2"] = cut.area / 1e6
    cut = cut[cut["km2"] > SMALLEST_KM2].sort_values(["iso_3166_2", "cell"])
    points = cut.representative_point().to_crs(4326)
    return pd.DataFrame(
        {
            "lat": points.y.round(4),
            "lon": points.x.round(4),
            "region": cut["iso_3166_2"],
            "km2": cut["km2"].round(2),
        }
    ).reset_index(drop=True)

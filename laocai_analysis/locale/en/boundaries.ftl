# laocai boundaries import
import-cut = { $rows } of { $all } rows taken, by the province or code in column { $column }
import-change = { $code } { $change }%
import-changed = taken although the repair changes areas ({ $changes }): { $reason }
import-joined = { $gaps } gaps of up to { $width } m closed, { $closed } ha in all; overlaps { $overlapping } ha
import-shift = The whole lies { $metres } m from the built boundaries ({ $east } m to the east, { $north } m to the north): its datum may be another
import-tiles = { $units } polygons of one size: a tile map, on which areas and distances mean nothing
import-settled = Row { $row }: a name of several units; by its place it is { $unit }

# What is expected of polygons
expected-boundaries = one of the boundaries { $choices }, or a file
expected-code-column = a column of unit codes: run 'laocai boundaries import'
expected-code-named = the code of the unit that is named ({ $code })
expected-condition = a condition on the columns { $choices }
expected-crs = polygons with a coordinate reference system: state it with --crs
expected-crs-name = a coordinate reference system, as in EPSG:9208
expected-encoding = a known encoding
expected-encoding-of-text = text in the encoding { $encoding }: state another with --encoding (UTF-8, windows-1258, TCVN3, VNI)
expected-in-place = the polygon of { $code } where it lies
expected-layer = one of the layers { $choices }: state it with --layer
expected-name-or-code = --name or --code, with one of the columns { $choices }
expected-no-gaps = polygons without gaps between them
expected-no-overlap = polygons that meet without overlap
expected-of-province = polygons of the province, { $extent }
expected-one-polygon = one polygon for { $unit }
expected-polygon-file = a file of polygons that GDAL reads
expected-polygon-of = a polygon of { $unit }
expected-polygons = polygons
expected-row-each = one row for each of the { $count } units of { $year }
expected-row-each-cut = one row for each of the { $count } units of { $year }, or a column that names the province; --where takes a part of the rows
expected-sha256 = a file with the SHA-256 { $sha256 }
expected-small-repairs = a polygon of { $code } that needs no more than small repairs
expected-total-area = units of { $least } to { $most } km2 in all
expected-touching = polygons that touch each other
expected-version = version { $version }, installed
expected-version-file = version { $version } with { $file }
expected-width = a width of 0 to 1000 metres

# What is found
found-alone = { $count } that touch no other: { $codes }
found-another = another
found-byte = the byte { $byte }
found-change = a change of { $change }% in its area by the repair
found-gaps = { $count } gaps, the largest { $area } km2 at { $place }
found-in-common = one that has { $share }% in common with it, is { $times } times its size
found-in-common-on = one that has { $share }% in common with it, is { $times } times its size and lies on { $codes }
found-layers = { $count } layers
found-no-boundaries = no such boundaries
found-no-column = no such column
found-no-geometry = a table without geometry
found-no-polygon = no polygon of it
found-overlaps = overlaps or crossings
found-rows-unmatched = { $rows } rows of { $all } that are of no unit or of none alone: { $examples }
hint-column = the column { $column } holds names of units: --name { $column }
hint-encoding = the text is probably in { $encoding }: --encoding { $encoding }
layer-rows = { $layer } ({ $rows } rows)

# Where polygons lie
place-and = { $found }; { $reason }
place-apart = the units do not lie beside each other as they should
place-centres = centres of units at { $extent }
place-crs = none; it is probably { $options }
place-east = east
place-mirrored-east = mirrored east to west
place-mirrored-north = mirrored north to south
place-needs = { $found }; probably it needs { $options }
place-no-crs = none, and none of the usual ones fits
place-no-degrees = coordinates up to { $most } that are no degrees
place-north = north
place-not-of-crs = coordinates that { $crs } does not have
place-or = { $one } or { $other }
place-scaled = { $times } times as large as it should be
place-shifted = { $x } km to the { $east } and { $y } km to the { $north }
place-south = south
place-swapped = --swap-axes (latitude and longitude are swapped)
place-turned = turned by { $degrees }°
place-west = west
place-whole = the whole is { $how }

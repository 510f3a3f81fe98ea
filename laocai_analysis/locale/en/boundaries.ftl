# laocai boundaries import
import-cut = { $rows } of { $all } rows taken, by the province or code in column { $column }
import-joined = { $gaps } gaps of up to { $width } m closed, { $closed } ha in all; overlaps { $overlapping } ha
import-shift = The whole lies { $metres } m from the built boundaries ({ $east } m to the east, { $north } m to the north): its datum may be another
import-tiles = { $units } polygons of one size: a tile map, on which areas and distances mean nothing
import-settled = Row { $row }: a name of several units; by its place it is { $unit }

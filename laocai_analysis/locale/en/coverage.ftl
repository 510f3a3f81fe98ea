# 01-commune-coverage
coverage-title = { $service }: coverage of { $of }, { $place }, { $year }
coverage-place = Place
coverage-period = Period
coverage-period-value = end of { $year }; units of the list of { $date }
coverage-basis = Basis
coverage-boundaries = Boundaries
coverage-definition = Definition
coverage-whole-city = { $name } City
coverage-whole-province = { $name } province

coverage-published = The published figures
coverage-published-province = The figures below are those of the whole province, not of { $place } alone.
coverage-published-none = No figure of this indicator was published for the whole province in { $year }.
coverage-published-one = One source publishes it: { $figure }.
coverage-published-agree = The sources give the same figure: { $figure }.
coverage-published-disagree = The published figures disagree. All are shown side by side. The denominator is part of the figure.
coverage-published-table = { $indicator }: the published figures and their quotations
coverage-published-points-table = Postal service points and service radius: as published and recomputed
coverage-points-agrees = { $points } on an area of { $areas } give a radius of { $computed }: rounded, this agrees with the published { $published }.
coverage-points-differs = { $points } on an area of { $areas } give a radius of { $computed }: this does not agree with the { $published } that the same source publishes.
coverage-points-intro = The service radius recomputed from the number of postal service points:
coverage-points-differ = The sources differ in the number of postal service points, and yet state the same service radius:

column-source = Source
column-figure = Figure
column-counts = Denominator counts
column-quotation = Quotation
column-remark = Remark
column-points = Points
column-radius-published = Radius as published
column-radius-computed = Radius recomputed
column-agrees = Agrees
column-group = Group
column-coverage = Coverage
column-unknown = Unknown
column-not-applicable = Not applicable
column-district = District
column-former-district = Former district
column-former-province = Former province
column-own = Group
column-none = Group
column-code = Code
column-commune = Commune-level unit
column-type = Type
column-value = Value
column-gap = Gap no.
column-area = Area (km²)
column-file = File
column-communes = Units
column-sha256 = SHA-256

coverage-now = Coverage by the table of communes
coverage-now-applicable = By the table { $file }, { $figure } of the { $counts } have the service.
coverage-now-no-return = There is no return of { $year } yet, so it is not known which units have the service: { $figure }.
coverage-now-all = Over all { $counts }: { $figure }.
coverage-now-unknown = { $count } are unknown. An unknown unit is not counted as one without: the coverage can only be given by its lower and upper bound.
coverage-now-area = By area: { $figure } of the area of the units counted lies in units with the service.
coverage-now-none = Table { $file }: the indicator applies to no unit here.
coverage-artefact = The share by area and the rates of the districts on this page come from the illustrative rule; they are no statistical results.
coverage-no-table = no return
coverage-now-gap = Published { $published } against the table of communes { $counted }: the numerators differ by { $difference }.
coverage-types-table = Coverage by type of unit

coverage-people = People and households
coverage-people-live = In units that have the service: { $having }; in units that have not: { $lacking }; in all units counted: { $counted }.
coverage-people-unknown = In all units counted: { $counted }; of no unit is it known whether it has the service.
coverage-people-census = Counted are those of the census of 1 April 2019, in the units of this page. Where parts of a unit of 2019 lie in units of different values, how many live in each part is not known: hence the bounds.

coverage-drawn-from = table { $file }; boundaries: { $boundaries }
coverage-drawn-from-none = boundaries: { $boundaries }
coverage-maps = Maps
coverage-map-title = { $indicator }, { $year }
coverage-map-approximate = Drawn approximately (dashed red): the boundaries of { $count } units: { $units }. Each took a part of a former unit; the polygon of the former unit is drawn whole in the unit that took most of its people, as no boundary of the parts is known.
coverage-map-absent = Not drawn, as there is no polygon: { $count } units: { $units }. They are counted all the same.
coverage-tiles-title = { $indicator }, { $year }: a tile for each unit
coverage-tiles-caption = Tile map: every commune-level unit is one tile of the same size, because coverage is a count of units and not of area.
coverage-tiles-table = The commune-level units of each district by value
coverage-communes-table = The value of each commune-level unit

coverage-districts = By district
coverage-districts-title = { $indicator } by district, { $year }
coverage-districts-caption = Coverage by district.
coverage-districts-caption-bounds = Coverage by district; the hatched part is the range that unknown units leave open.
coverage-districts-table = Coverage by district
coverage-groups = By group: { $group }
coverage-groups-title = { $indicator } by group ({ $group }), { $year }
coverage-groups-caption = Coverage by group: { $group }.
coverage-groups-caption-bounds = Coverage by group: { $group }; the hatched part is the range that unknown units leave open.
coverage-groups-table = Coverage by group

coverage-without = The units without the service
coverage-groups-shared = { $count } units took from several former ones; each is counted where most of its people came from (in brackets: the others): { $units }.
coverage-without-intro = { $figure } are without the service. Units next to each other (sharing an edge) form a gap; the largest has { $largest }.
coverage-without-none = No unit is recorded as being without the service.
coverage-without-unknown = If every unknown unit were without the service, the largest gap could reach { $largest }.
coverage-without-beyond = The gaps of { $place } include units of other districts: { $units }.
coverage-without-illustrative = The names of the units below were chosen by the illustrative rule (illustrative); they are not taken from a source.
coverage-without-table = The units without the service, by gap

coverage-method = Method and sources
coverage-method-coverage = Coverage = units with the service / units counted. The lower bound takes every unknown unit as without, the upper bound as with. Units to which the indicator does not apply are in the denominator only where that is said.
coverage-method-radius = Service radius = √(area / (π × points)). The formula is inferred from the published figures; the ministry published none.
coverage-method-area = Areas are on the WGS 84 ellipsoid: the whole province on these boundaries has { $area }, against { $reference } by a secondary source after the yearbooks ({ $difference }).
coverage-method-illustrative = The illustrative rule: the totals are the published { $offices } and { $newspapers }. The xã with a cultural post office are taken in a fixed order made from a seed; the newspaper on the day goes to the units nearest to the seat of their district. The seats are assumed.
coverage-method-files = The data files that were read
coverage-method-sources = Sources, licences and dates of access:

# The first screen: the answer, key figures, who has none
headline-published = { $service }: { $figures } have it, by published figures
headline-none = { $service }: no figure was published for { $place }
headline-na = { $indicator }: applies to no unit of { $place }
headline-unknown = { $indicator }: { $units } are all unknown
headline-bounds = { $service }: at least { $least } and at most { $most } of { $units } have it; { $unknown } are unknown
headline-all = { $service }: { $share } have it
headline-without = { $service }: { $share } have it; { $without } have not
headline-most = { $service }: { $share } have it; { $without } have not, most in { $group } ({ $count })
coverage-against = The whole province: { $province }.
key-published = { $of } ({ $percent }); source of { $date }
key-coverage = { $of } have it ({ $percent })
key-without = units have none
key-without-most = units have none; most in { $groups }
key-gap = units side by side that have none: { $names }
key-unknown = units unknown; { $na } not applicable
coverage-where = Units without the service, by place
column-without = Without
column-names = Units
coverage-where-map = Units without; the number is that of the gap. Source: { $source }
coverage-where-map-none = The commune-level units by answer. Source: { $source }
link-published = The published figures and quotations
link-groups = By district
link-list = The list of all units
link-method = Method and sources
coverage-about = About this page

# A return that was carried over from the units of another year
carried-heading = Carried over from the units of { $before }
carried-said = The table { $file } states the units of { $before } and was carried to those of { $year } along the resolutions between them: { $figure } of the { $counts } have the service.
carried-without-row = { $count } are unknown because the table of { $before } has no row for the former units that they consist of.
carried-split = { $count } took a part of a former unit. In which part of it a service is, is not known: { $left } are left open.
carried-split-none = { $count } took a part of a former unit; none of them is left open for that reason.
carried-table = The units that took a part of a former unit, and the clauses by which they did
column-taken = Took a part of
column-law = Resolution (clause)

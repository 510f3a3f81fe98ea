# Words on maps and charts
value-yes = Yes
value-no = No
value-unknown = Unknown
value-na = Not applicable
basis-illustrative = Illustrative, not observed figures
basis-estimated = Estimated
basis-published = Published figures
basis-observed = Observed figures
map-north = N
map-source = Source: { $source }
map-vintage = Administrative units of the list of { $date }
map-alt = Map: { $title }. { $counts }.
map-alt-without = Most units without: { $districts }.
chart-alt = Bar chart: { $title }. { $bars }. { $basis }.
chart-none = not applicable
chart-certain = Certainly yes
chart-possible = Unknown, possibly yes

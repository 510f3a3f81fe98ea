# The frame of every page
page-banner-illustrative = Illustrative figures: the table by commune on this page was made by a rule; it was not observed. It does not tell which communes had the service.
page-banner-estimated = Some of the figures by commune on this page are estimates.
page-banner-observed = The figures by commune on this page are observed, as the localities returned them.
page-banner-none = There is no return of this year with this indicator yet: every unit is unknown.
page-banner-published = This page states published figures only, each with its source.
page-basis-illustrative = illustrative
page-basis-estimated = estimated
page-basis-observed = observed
page-basis-none = no data yet
page-basis-published = published
page-basis-computed = computed
page-no-quotation = Quotation not at hand.
page-show-table = Show the table: { $table }
page-source-mark = Source { $number }
page-range = { $low } to { $high }
page-accessed = Accessed on { $date }.
page-annex = Annex
page-contents = Contents
page-sources = Sources
page-back = Back to place { $number } that cites it
page-colours = Colours
page-colours-system = As the system
page-colours-light = Light
page-colours-dark = Dark
page-code = The code that made this page
page-copy = Copy table
page-copied = Copied
page-download = Download CSV
page-beside = Files of this page
page-beside-csv = CSV (data)
page-beside-xlsx = Excel
page-beside-docx = Word
page-beside-pdf = PDF

# Outputs of cells that a page cannot show
page-output-not-shown = This page cannot show an output of the type { $kind }.
page-output-advice = Display it as a PNG or SVG picture, or as text.
page-output-altair = With altair, call alt.renderers.enable("mimetype") before the chart.
page-output-picture = Picture drawn by a cell

# Units of measurement
unit-commune = commune-level units
unit-point = points
unit-km-point = km per point
unit-people-point = people per point
unit-point-100-km2 = points per 100 km²
unit-km2 = km²
unit-people = people
unit-province = provinces
unit-share = {""}
unit-percentage-point = percentage points
unit-station = stations
unit-subscription = subscriptions
unit-subscription-100-people = subscriptions per 100 people
unit-billion-vnd = billion VND
unit-agency = agencies
unit-rank = rank { $rank }
unit-place = places
unit-licence = licences
unit-index = points
per-1000-people = { $unit } per 1,000 people
per-km2 = { $unit } per km²

# Words before a number
qualifier-more-than = more than { $figure }
qualifier-nearly = nearly { $figure }
qualifier-estimated = an estimated { $figure }
qualifier-less-than = less than { $figure }
qualifier-at-least = at least { $figure }
qualifier-at-least-rank = { $figure } or a greater number

# What a denominator counts
counts-commune_level = commune-level units (xã, wards, townships)
counts-hard_xa = xã of special difficulty
counts-asked = units that are asked for it
counts-xa = xã (without wards and townships)
counts-district_level = district-level units
counts-state_agency = state agencies
counts-portal = portals ranked
counts-province = provinces
counts-not_stated = not stated

# Values of a unit
word-yes = yes
word-no = no
several-returns = Several returns hold { $year }: { $names }. Nothing is compared with any of them.
word-unknown = unknown
word-na = not applicable
word-withheld = hidden
word-undetermined = cannot be determined
page-why = Why
of-xa = xã
of-hard_xa = xã of special difficulty
of-asked = units asked
of-commune_level = commune-level units
of-district_level = district-level units
of-state_agency = state agencies
of-portal = portals
of-province = provinces and cities
of-not_stated = units

# 02-annual-review
review-title = Annual review { $year } of information and communications, { $place }
review-intro = Every figure leads to its quotation and its source. Where sources disagree, all figures are shown side by side.
review-topic-postal-network = The postal network
review-topic-telecommunications = Telecommunications and the Internet
review-topic-information-technology = Information technology
review-topic-rankings = Rankings
review-topic-press-publishing = Press and publishing
review-topic-plan-awards = Plan and awards
review-topic-general = Events
review-topic-other = Other figures
review-none = No figure was published for { $place } in { $year }.
review-table = The published figures and their quotations

review-by-source = { $figure } by the source of { $date }
review-by-period = { $figure } (figure of { $date })
review-or = { " or " }

review-contradictions = Contradictions and recomputed figures
review-contradictions-none = No contradiction was found among the published figures.
review-conflict = { $name }: the published figures differ: { $quotations }.
review-part = A part greater than its whole: { $part } against { $whole } ({ $quotations }). The two cannot both be so.
review-part-open = A part with a greater number than its whole: { $part } against { $whole } ({ $quotations }). The ranges that the words before them leave overlap: no contradiction follows.
review-flow = { $part } added during the year, { $whole } at its end ({ $quotations }). Subscribers also leave during a year: no contradiction follows, but it is to be confirmed.
review-check-radius = { $figure1 }, on the areas known ({ $figure2 } among them), give a radius of { $computed }, and not { $figure0 } as published.
review-check-new-by-kind = The two parts { $figure1 } and { $figure2 } make { $computed }, and not { $figure0 }.
review-check-new-share = { $figure0 } added during the year, against { $figure1 } in all at its end, are { $computed }.
review-check-population-by-points = { $figure0 } times { $figure1 } is a population of { $computed }.
review-check-population-by-density = { $figure0 } at a density of { $figure1 } are a population of { $computed }.
review-check-revenue = { $figure1 } and { $figure2 } make { $computed }, and not { $figure0 }.

review-changes = Changes against { $before }
review-changes-table = Published figures of the two years over the same denominator
column-indicator = Indicator
column-before = Before
column-now = Now
column-change = Change
review-changes-rows = By the table of communes, { $indicator }: { $before } before, { $now } now.
review-total-units = ({ $units } communes with a figure)

review-items-projects = Projects and tasks of the plan:
review-items-awards = Awards:
review-item = { $title } ({ $period }), { $body }: { $quotation }

review-national = The national postal network
review-national-intro = Figures of the country by year, for comparison.
review-national-title = Postal service points of the country
review-national-caption = Postal service points of the country; the line breaks where years are without a figure. Source: { $source }
review-national-table = The national postal network by year
review-later = Later rankings
review-later-table = Information technology rankings of the province in later years
review-method = Sources
column-period = Period
column-people-per-point = People per point
chart-line-alt = Line chart: { $title }. { $points }.
chart-bars-alt = Bar chart: { $title }. { $bars }.
review-answer = { $year }: { $figures } published figures; on { $contradictions } points they disagree or need checking
review-answer-none = { $year }: no published figure
key-named = { $name }; source of { $date }
review-round = The return of { $year }
review-round-table = Sums of the return of { $year }, beside the published figures
column-by-return = By the return
column-published = Published

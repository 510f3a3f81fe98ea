# What commands print
command-nothing-new = nothing new
command-step = step { $step }: { $kind }
command-reading = { $file }: { $cells } cells, { $doubts } doubts
command-left-out = left out: { $line }
command-not-needed = { $file }, row { $row }: not needed, as other decisions answer it
command-to-decide = { $count } to decide: { $path }
command-log-counts = { $cells } cells, { $doubts } doubts, { $decisions } decisions
command-log-undone = undone
command-round = round { $year }: { $steps } steps, { $files } originals, { $faults } damaged
command-no-lock = locks do not work in this folder: run one command at a time (SECURITY.md)
command-unused = { $file }: no step names it (laocai returns prune)
command-moved-aside = moved aside: { $file }
command-foreign = { $file }: left out, not a file of a report

# laocai returns compare
compare-known = { $indicator }: { $sums } ({ $known } units known in both; { $others } not)
compare-known-median = { $indicator }: median { $sums } ({ $known } units known in both; { $others } not)

# laocai evidence --check
audit-article = { $article } (SHA-256 { $sha256 }…): { $count } figures
audit-quotations = every quotation is in { $article }
audit-recomputed = Recomputed:
audit-contradictions = Contradictions:
audit-returns = Against the returns:
audit-part = part greater than whole: { $part } > { $whole }
audit-flow = more added during the year than at its end, to be confirmed: { $part } > { $whole }
audit-population = population implied, { $period }: { $values }
audit-not-published = { $computed } ({ $figures }; not published)
audit-compared = { $computed } { $sign } { $published } ({ $figure }); difference { $difference } (from { $figures })
audit-return = { $published } published, { $counted } in { $return } ({ $basis }), { $unknown } unknown
audit-among = among { $count }: { $units }

# laocai trace
trace-metric = metric: { $metric }
trace-quotation = quotation: { $quotation }
trace-file = file: { $file }, SHA-256 { $sha256 }
trace-row-file = file: { $file }, row { $row }, SHA-256 { $sha256 }
trace-row = row { $row }: { $words }
trace-more = … { $count } more rows (--rows)
trace-elsewhere = { $file }: no such file
trace-changed = it has changed since the report; SHA-256 of then: { $sha256 }
trace-source = source { $source }
trace-licence = licence: { $licence }
trace-not-built = not built

# laocai batch
batch-again = { $failure } (again)
batch-begins = Reports: { $total }, into { $folder }
batch-changed = { $what } changed
batch-code = code of laocai_analysis
batch-counts = { $good } made, { $unchanged } unchanged, { $failed } failed
batch-failed = failed last time
batch-index = Index: { $path }
batch-left = { $counts }, { $left } not made
batch-made = { $report }: made; about { $left } left
batch-missing = a file is missing
batch-new = new

# Hooks: the e-mail, and what could not be sent
hook-failed = failed reports: { $count }
hook-good = new reports: { $count }
hook-last-good = last good page: { $page }
hook-no-page = no good page yet
hook-not-sent = could not notify: { $trouble }
hook-page = page: { $page }

# laocai boundaries tiles
command-tiles = { $path }: { $tiles } tiles; { $share }% of { $pairs } touching pairs lie within two tiles
command-left-open = { $indicator }: { $unit } is left open, as it took a part of a former unit by { $law }
command-not-applicable = { $count } values are written as not applicable: the indicator does not apply to such a unit in { $year }

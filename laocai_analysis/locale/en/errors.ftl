# Errors: what is wrong, and where
fault = { $place }: expected { $expected }; found { $found }
fault-row = { $place }, row { $row }
fault-column = { $place }, column { $column }
fault-line = { $place }, line { $row }
fault-entry = { $place }, entry { $column }
fault-count = { $count } faults

# What is expected
expected-address = an address, name@host
expected-article = the article with the SHA-256 { $sha256 }
expected-backup = a file that laocai returns backup wrote
expected-bounds = a file that is read within { $seconds } s and { $megabytes } MB
expected-browser = Chromium on PATH, as one of { $choices } (Debian: apt install chromium)
expected-certificates = certificates for tls://: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, __CLIENT__CERT and __CLIENT__KEY (SECURITY.md)
expected-code = a code of 5 digits
expected-code-of-level = a code of 2, 3 or 5 digits
expected-columns = a column of this name
expected-commas = columns separated by commas
expected-count = a whole number or unknown: it is counted
expected-share = a number from 0 to 100, or unknown
expected-number = a number of at least 0, or unknown
expected-counts = what the denominator counts
expected-credential = a credential of systemd (LoadCredential={ $name }:...), or the variable { $variable }
expected-credential-name = letters, digits, -, _ and .
expected-cron = five fields of cron, 0 6 * * 1 for example
expected-csv = a csv table in UTF-8
expected-data-of-now = data of this version: keep the rounds alone, by mv { $folder } { $folder }.old && mkdir { $folder } && cp -a { $folder }.old/returns { $folder }/; put laocai.toml with the line province = "Lào Cai" beside it; unset LAOCAI_DATA
expected-data-folder = a folder of your own data in the environment variable LAOCAI_DATA
expected-database = a database that can be reached and written
expected-database-table = a table of a database that can be read
expected-date = a date as YYYY-MM-DD
expected-date-or-blank = a date as YYYY-MM-DD, or blank
expected-decimal = a number with a decimal point, without separators of thousands
expected-districts = at least one of { $choices }
expected-doubt = the id of one doubt, once
expected-doubt-of-round = the id of a doubt of this round
expected-empty-round = no round (to move it aside: --replace)
expected-entries = the entries { $choices }
expected-evidence = a folder with tables of evidence
expected-evidence-id = an id of capitals and at least two digits
expected-fewer-columns = at most { $columns } columns
expected-fields = rows of { $count } fields, as many as the header
expected-figure = { $figure }, a figure of { $source }
expected-figures = page.finish() as the last line of the notebook
expected-file = a file that exists
expected-flag = true or false
expected-id = an id of a-z, 0-9 and _
expected-imported = one of the imported files: { $choices }
expected-indicator = an id of indicators.csv
expected-installed = { $libraries }, installed by: pip install { $package }
expected-json = JSON in UTF-8
expected-kernel = an installed kernel
expected-limits = fewer than { $rows } rows and { $megabytes } MB
expected-list = a list
expected-mail-server = host and sender of a mail server
expected-na = na: it does not apply here
expected-name = the name of { $code }, { $name }
expected-named-entries = entries, each with a name: NAME: ...
expected-no-backup = a name that is not taken
expected-no-credential = none: cron cannot pass a secret; use systemd
expected-no-form = no file: one that is there may be filled in (to replace it: --force, overwrite=True)
expected-no-password = an address without a password: put it into PGPASSWORD, PGPASSFILE or ~/.pgpass
expected-no-round = no round of this year kept as files
expected-no-step = no step of this number yet
expected-no-table = no table, or one made by an import
expected-notebook = the notebook of { $report } as { $folder }/ has it
expected-number-or-blank = a number with a decimal point, or blank
expected-numerator = at least the numerator, { $numerator }
expected-once-each = { $form }, once for each name
expected-one-line = one line, without blanks at its ends
expected-one-of = one of { $choices }
expected-one-of-or-blank = one of { $choices }, or blank
expected-one-of-or-number = one of { $choices }, or a whole number
expected-one-row = one row for a unit and an indicator
expected-one-year = one year
expected-only-columns = only the columns { $choices }
expected-original = the imported file with the SHA-256 { $sha256 }…
expected-parameters-cell = a cell tagged parameters, each line NAME = literal
expected-parent = the code of the unit above, or blank
expected-pdf = a PDF
expected-pdf-within = a PDF within { $seconds } seconds
expected-phrase = the phrase of { $figure }, { $quotation }
expected-plain-file = a regular file
expected-plain-name = letters, digits, - and _
expected-polygon-form = polygons as one of { $choices }
expected-port = a port from 1 to 65535
expected-quotation = the quoted phrase, or a remark that gives the reason
expected-one-return = the name of one of the returns of { $year }
expected-return = one of the returns { $choices }, or a csv file
expected-round = a round with a step
expected-rules = a rule for each parameter of the notebook, and no other
expected-scheduler = a scheduler that answers
expected-service-user = a user who can run { $command } and write { $folder }
expected-size = at most { $megabytes } MB
expected-source = a registered source: { $choices }
expected-sources-of-steps = the list of sources that the steps give
expected-span = a year or two as YYYY or YYYY-YYYY
expected-step-kept = the step as it was written
expected-step-table = the table that step { $step } left (SHA-256 { $sha256 }…)
expected-step-that-counts = a step that counts: { $choices }
expected-store = postgresql://..., or nothing for files
expected-systemd-unit = a unit that systemd accepts
expected-table-of-steps = the table that the steps give
expected-table-or-view = a table or view of the database
expected-text = a text
expected-threshold = a whole number of 1 or more
expected-toml = TOML in UTF-8: NAME = "a text", or NAME = a number
expected-types = types of unit with semicolons between them: { $choices }
expected-unique = a unique value
expected-unit-code = the code of a unit of { $year }
expected-unit-name = letters a-z, digits, - and _
expected-unit-of = the unit of { $indicator }, { $unit }
expected-user = a user who is not root: the service must not be able to change more than its reports
expected-value = a value
expected-whole-of = another indicator of the kind { $kind } that communes are asked for
expected-yaml = YAML in UTF-8: NAME: ..., with spaces and no tabs before a name
expected-year = a year of four digits
expected-years = one of the years { $choices }
expected-yes-no = yes, no or unknown: it applies here

# What is found
found-again = { $code } { $indicator } again
found-blank = a blank
found-changed = changed content
found-cut-off = content that is cut off or cannot be read
found-data-of-0-1 = the units of version 0.1
found-device = a device or a pipe
found-differences = differences in { $names }
found-entries = entries
found-exit = exit status { $status }
found-file = a file
found-folder = a folder
found-installed-data = the data of the installed package
found-link = a link
found-list = a list
found-more = more
found-more-fields = more fields in the rows
found-neither = neither
found-no-figures = no figures
found-no-file = no such file
found-no-plain-data = objects of another kind, which are not read
found-no-return = no such return
found-no-row = no such row
found-no-row-of = no row of { $indicator }
found-no-rows = no row
found-no-table = no table
found-none = none
found-none-of-name = none of this name
found-not-complete = not all of them
found-not-in-text = not in the text
found-not-installed = not installed
found-not-utf8 = text in another encoding
found-other-form = another form
found-other-notebook = another version: save it there, or give it another name
found-other-table = a table that no import made
found-other-value = something else
found-password = one with a password
found-piled-marks = more than 8 marks on one letter
found-semicolons = semicolons
found-step-of = step { $step } of { $year }
found-steps = { $count } steps
found-tab = a tab before the text
found-this-entry = this entry
found-this-one = this one
found-twice = { $name } twice
found-unreadable = a line with invalid syntax

# What follows
follows-another-width = nothing was changed; --close-gaps takes another width, --because a reason to take changed areas
follows-changed-by-hand = the table was changed by hand: put it back, or take the change in as a file ('laocai returns repair' moves it aside)
follows-damaged-round = nothing was changed; 'laocai returns verify' names all damage, 'repair' makes the table again, 'restore' takes a backup
follows-import-repairs = 'laocai boundaries import' repairs what is small
follows-nothing-changed = nothing was changed
follows-nothing-imported = nothing was imported
follows-nothing-written = nothing was written
follows-other-package = the boundaries were not built: the package holds another file
follows-run-again = another command changed the round at the same time; nothing was taken in: run it again

# Errors of commands
no-figure = no figure { $figure }; valid: { $choices }
no-report = no report yet
no-report-json = { $path }: expected a report's .json
no-report-json-file = { $path }: no such file; expected a report's .json

# Parameters
parameter-invalid = { $name }={ $value }: not a valid value; valid: { $choices }
parameter-not-imported = { $name }={ $value }: a return that was not imported yet: { $command }
parameter-other-units = { $value }: { $rows } of { $all } rows are no units of the province in that year; they fit { $spans }
parameter-other-year = { $name }={ $value }: a return of { $held }, not of { $year }; convert it first: { $command }
parameter-public-groups = groups={ $value }: for the public only the groups of laocai.toml ({ $own }): sums by two groupings give hidden numbers back
parameter-unknown = unknown parameter { $name }; valid: { $choices }
parameter-unknown-near = unknown parameter { $name } (did you mean: { $near }?); valid: { $choices }
value-blank = blank
value-classes = ascending numbers above 0 with semicolons between, as 2;5;10
value-csv = a csv file
value-earlier-return = a return of a year before { $year }
value-geojson = a GeoJSON file
value-none = none

# How a process ended
process-exit = the process ended itself with status { $status }
process-killed = killed by signal { $signal }
process-limit-cell_seconds = stopped after { $amount } s, the limit of one cell
process-limit-memory = stopped at { $amount } MiB, the limit of memory
process-limit-outputs = stopped at { $amount } MiB, the limit of outputs
process-limit-seconds = stopped after { $amount } s, the limit of the whole
process-no-status = the process ended without a status
process-odd = the process answered what it should not: { $reason }
process-quit = the cell called exit or quit
process-silent = the kernel does not answer
process-stopped = stopped by { $signal }

# Reports
no-report-named = no report { $report }; valid: { $choices }
no-report-selected = --only { $only }: no report of the site has these
no-site = { $sites }: no such site; valid: { $choices }
report-cell = cell { $cell } ({ $source }): { $error }
report-inputs-changed = { $report }: its files changed each time while it was made: { $files }
report-kept = the earlier report stays as it was; partial notebook: { $path }
report-no-kernel = the kernel could not be started: { $reason }
report-odd-result = expected the files of this report; found { $found }
report-secret = the report holds a secret: { $names }

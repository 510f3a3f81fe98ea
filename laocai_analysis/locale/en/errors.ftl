# Errors: what is wrong, and where
fault = { $place }: expected { $expected }; found { $found }
fault-row = { $place }, row { $row }
fault-column = { $place }, column { $column }
fault-count = { $count } faults

# What is expected
expected-article = the article with the SHA-256 { $sha256 }
expected-code = a code of 5 digits
expected-code-of-level = a code of 2, 3 or 5 digits
expected-code-or-blank = a code of 5 digits, or blank
expected-columns = a column of this name
expected-commas = columns separated by commas
expected-count = a whole number or unknown: it is counted
expected-counts = what the denominator counts
expected-csv = a csv table in UTF-8
expected-data-folder = a folder of your own data in the environment variable LAOCAI_DATA
expected-database = a database that can be reached and written
expected-database-table = a table of a database that can be read
expected-date = a date as YYYY-MM-DD
expected-date-or-blank = a date as YYYY-MM-DD, or blank
expected-districts = at least one of { $choices }
expected-doubt = the id of one doubt, once
expected-evidence = a folder with tables of evidence
expected-evidence-id = an id of capitals and at least two digits
expected-fields = rows of { $count } fields, as many as the header
expected-fewer-columns = at most { $columns } columns
expected-figure = { $figure }, a figure of { $source }
expected-id = an id of a-z, 0-9 and _
expected-indicator = an id of indicators.csv
expected-installed = { $libraries }, installed by: pip install { $package }
expected-limits = fewer than { $rows } rows and { $megabytes } MB
expected-na = na: it does not apply here
expected-name = the name of { $code }, { $name }
expected-no-form = no file: one that is there may be filled in (to replace it: --force, overwrite=True)
expected-no-round = no round of this year kept as files
expected-no-table = no table, or one made by an import
expected-number-or-blank = a number with a decimal point, or blank
expected-numerator = at least the numerator, { $numerator }
expected-one-of = one of { $choices }
expected-one-of-or-blank = one of { $choices }, or blank
expected-one-of-or-number = one of { $choices }, or a whole number
expected-one-row = one row for a unit and an indicator
expected-one-year = one year
expected-only-columns = only the columns { $choices }
expected-parent = the code of the unit above, or blank
expected-phrase = the phrase of { $figure }, { $quotation }
expected-quotation = the quoted phrase, or a remark that gives the reason
expected-return = one of the returns { $choices }, or a csv file
expected-size = at most { $megabytes } MB
expected-source = a registered source: { $choices }
expected-step-table = the table that step { $step } left (SHA-256 { $sha256 }…)
expected-store = postgresql://..., or nothing for files
expected-table-or-view = a table or view of the database
expected-unique = a unique value
expected-unit-code = the code of a unit of { $year }
expected-unit-of = the unit of { $indicator }, { $unit }
expected-value = a value
expected-year = a year of four digits
expected-years = one of the years { $choices }
expected-yes-no = yes, no or unknown: it applies here

# What is found
found-again = { $code } { $indicator } again
found-blank = a blank
found-file = a file
found-installed-data = the data of the installed package
found-more = more
found-more-fields = more fields in the rows
found-no-file = no such file
found-no-return = no such return
found-no-row = no such row
found-no-row-of = no row of { $indicator }
found-no-rows = no row
found-no-table = no table
found-none = none
found-none-of-name = none of this name
found-not-in-text = not in the text
found-not-installed = not installed
found-other-table = a table that no import made
found-semicolons = semicolons
found-steps = { $count } steps
found-this-one = this one

# What follows
follows-changed-by-hand = the table was changed by hand: put it back, or take the change in as a file
follows-nothing-written = nothing was written

# Errors of commands
no-figure = no figure { $figure }; valid: { $choices }
no-report = no report yet
no-report-json = { $path }: expected a report's .json
no-report-json-file = { $path }: no such file; expected a report's .json

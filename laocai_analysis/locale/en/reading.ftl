# The rows of each sheet when a return is imported
import-rows = { $rows } rows: { $taken } taken, { $asked } waiting for a decision, { $left } left out
left-title = title
left-header = header
left-numbers = column numbers
left-section = section
left-total = total
left-ratio = ratio
left-plan = plan
left-part = part
left-note = note
left-signature = signature
left-no-answer = no answer
left-other-year = another year
left-hidden = hidden
left-no-table = no table
left-decided = as decided

# The decisions in the review file
choice-skip = leave out
choice-accept = use it
choice-yes = yes
choice-no = no
choice-unknown = unknown
choice-na = not applicable
choice-unit = name of unit
choice-code = code of unit
choice-district = district
choice-type = type of unit
choice-number = running number
choice-note = note
choice-indicator = name of indicator
choice-value = value
choice-year = year
choice-basis = basis
choice-part = a part (not taken)
choice-plan = a plan (not taken)
choice-ratio = a ratio (not taken)
choice-of-which = of which (not taken)
choice-other-time = another time (not taken)
choice-opposite = the opposite of: { $indicator }
choice-times = { $indicator } × { $factor }
choice-cells = { $found } ({ $count } cells)
expected-code-or-skip = one of the codes, or skip

# The review file: its sheets and columns
decide-review = review
decide-each = each
decide-columns = columns
decide-question = question
decide-found = found
decide-unit = unit
decide-column = column
decide-file = file
decide-cell = cell
decide-candidates = candidates
decide-taken = taken
decide-decision = decision
decide-kind = kind
decide-id = id

# What the import asks
doubt-encoding = In which encoding is the text of this sheet?
doubt-year = The sheet states another year: is it to be used?
doubt-header = No header row was found: what is this sheet?
doubt-column = Which indicator is this column?
doubt-district = Which district?
doubt-unit = Which unit?
doubt-duplicate = Several rows for one unit: which one counts?
doubt-value = What does this cell say?
doubt-total = The total is not the sum: are the rows right?
doubt-conflict = The files disagree: which value is right?
doubt-accept = right as it is in the file
doubt-rows-give = { $content } (the rows give { $sums })
doubt-no-header = (no header: { $below })
doubt-no-year = no year stated; the file states { $years }
doubt-error-value = an error in the cell
doubt-formula = a formula that was never computed
doubt-date = a date or a time
doubt-answers = { $about }: { $answers }
doubt-row = { $place } ({ $values })
doubt-trouble = { $content } ({ $trouble })
doubt-which = Several columns of one indicator: which one counts?
doubt-vintage = The sheet names units of another date: is it to be used?
doubt-section = These rows are a plan, a ratio, a part, or of another place: are they to be used?
doubt-struck = struck through
doubt-percent = a percentage
doubt-not-shown = not shown by its format
doubt-shown-otherwise = shown otherwise by its format
doubt-number = a number that cannot be read
doubt-tables = { $count } units in { $tables }

# How a question is decided in the review file
decide-accept = Write accept to use it, skip to leave it out.
decide-choose = Write one of the candidates, or skip to leave it out.
decide-code = Write its code, or skip to leave it out.
decide-skip = Write skip to leave it out.

# What an import leaves out without a question
ignored-text = { $place }: { $text }
ignored-aside = { $place }: { $head } ({ $what })
ignored-hidden-columns = { $place }: hidden columns { $columns }
ignored-hidden-rows = { $place }: hidden rows { $rows }
ignored-hidden-sheet = { $place }: a hidden sheet, not read
ignored-beside = { $place }: outside the cells: { $text }
ignored-beyond = { $place }: too far away to be read
ignored-no-units = { $place }: no table of units
ignored-codes = { $place }: codes of another system, the names decide
ignored-not-asked = { $place }: { $texts } = not applicable
ignored-rule = rule: { $found } = { $decision } ({ $count })
aside-part = a part
aside-plan = a plan
aside-ratio = a ratio
aside-other-time = another time
aside-of-which = of which

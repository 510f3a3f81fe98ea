# The rows of each sheet when a return is imported
import-rows = { $rows } rows: { $taken } taken, { $asked } waiting for a decision, { $left } left out
left-title = title
left-header = header
left-numbers = column numbers
left-section = section
left-total = total
left-ratio = ratio
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

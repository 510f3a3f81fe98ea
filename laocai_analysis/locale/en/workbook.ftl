# The workbook of a page
sheet-contents = Contents
sheet-table = Table { $number }
sheet-figures = Figures
sheet-figures-all = Every figure of the page with its sources
sheet-id = Id
sheet-unit = Unit
sheet-numerator = Numerator
sheet-denominator = Denominator
sheet-lower = Lower bound
sheet-upper = Upper bound
sheet-qualifier = Word before it
sheet-text = Text
sheet-number = Number

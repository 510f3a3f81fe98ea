# The key of signs and the rule of rounding, on each page once
signs-title = Signs and rounding
signs-dash = –
signs-dash-means = there is no figure to put into the cell
signs-na = not applicable
signs-na-means = the indicator is not asked of the unit, which is therefore neither yes nor no
signs-unknown = unknown
signs-unknown-means = the unit is asked and has given no answer; it is not taken as no
signs-withheld = hidden
signs-withheld-means = known to the office and not published: it is too small, would give another figure back, or is that of a single operator
signs-range = 84.7–98.6%
signs-range-means = lower and upper bound: the lower one takes every unknown unit as without, the upper one as with
signs-edge = <0.1%; >99.9%
signs-edge-means = not 0 or not 100, but rounded to it; 0.0% and 100.0% are kept for what is exactly so
signs-marks = (estimated), (illustrative), [1]
signs-marks-means = the basis of a figure that was not observed; the number of a source
signs-rounding = Rounding
signs-rounding-means = shares are computed from counts and rounded only when shown: to one decimal, a half away from zero; sums of rounded figures can therefore differ from their total

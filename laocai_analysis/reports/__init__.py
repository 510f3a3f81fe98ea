"""Running a notebook as a report: check its parameters, execute it, make the page, publish all of it at once."""

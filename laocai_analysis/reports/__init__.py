"""Running a notebook as a report: check its parameters, execute it, make the page, publish all of
it at once.
"""

import sys

# Where JupyterLab is installed, importing nbformat compiles a grammar of addresses, for one second,
# of which no notebook makes use: jsonschema does without the package where it cannot be imported.
# Cells can import it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

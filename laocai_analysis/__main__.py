"""``python -m laocai_analysis`` is the ``laocai`` command."""

from laocai_analysis.cli import app

app()

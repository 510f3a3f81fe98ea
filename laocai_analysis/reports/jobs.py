"""Jobs of JupyterLab's own dialogue (jupyter-scheduler), run as the command runs reports.

``pip install 'laocai-analysis[scheduler]'`` installs jupyter-scheduler, and this package the
setting that names `ReportExecutionManager` as what runs its jobs. A job on a notebook of the
project gets the same checks of its parameters, the same template and the same behaviour on failure
as ``laocai report``, and is published at the same place. A job on any other notebook runs as
jupyter-scheduler runs it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from jupyter_scheduler.executors import DefaultExecutionManager

from laocai_analysis.errors import Fault, ReportError
from laocai_analysis.language import Message
from laocai_analysis.reports.catalogue import Report, load_reports
from laocai_analysis.reports.run import run_report


class ReportExecutionManager(DefaultExecutionManager):  # type: ignore[misc]
    """What jupyter-scheduler calls in a process of its own for each job."""

    def execute(self) -> None:
        """Make the report, publish it, and hand its files to the job.

        Raises
        ------
        LaocaiError
            As `run_report` does: jupyter-scheduler shows the message and the job as failed.
        """
        report = report_of(
            self.model.input_filename, content=Path(self.staging_paths["input"]).read_bytes()
        )
        if report is None:
            super().execute()
            return
        given = {name: str(value) for name, value in (self.model.parameters or {}).items()}
        published = run_report(report.name, given)
        for wanted in self.model.output_formats:
            if (suffix := f".{wanted}") in published:
                shutil.copyfile(published[suffix], self.staging_paths[wanted])


def report_of(name: str, *, content: bytes) -> Report | None:
    """Return the report that a notebook makes; None for a notebook that is not one of the project.

    Parameters
    ----------
    name : str
        The file name of the notebook.
    content : bytes
        What it holds.

    Raises
    ------
    ReportError
        If it has the name of a notebook of the project and differs from it: it is not said which
        one is meant.
    """
    for report in load_reports().values():
        if report.notebook.name == name:
            if report.notebook.read_bytes() != content:
                folder = report.notebook.parent.name
                expected = Message("expected-notebook", report=report.name, folder=folder)
                found = Message("found-other-notebook")
                raise ReportError(Fault(name, None, None, expected, found).message())
            return report
    return None

"""Available reports: ``notebooks/reports.yml`` and the parameters of each notebook."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from laocai_analysis import paths
from laocai_analysis.entries import FILLED, Form, entry_faults, one_of, read_entries
from laocai_analysis.errors import Fault, InputError, ParameterError, ReportError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import stamp
from laocai_analysis.text.keys import slug

#: The form of ``reports.yml``.
_FORM: dict[str, Form] = {
    "*": {
        "notebook": FILLED,
        "title": {"vi": FILLED, "en": FILLED},
        "choices": {"*": FILLED},
        "file": [FILLED],
    }
}


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its notebook, its title in each language, its parameters.

    Parameters
    ----------
    name : str
        The name by which the command knows it.
    notebook : Path
        The notebook.
    title : mapping of str to str
        Title by language.
    choices : mapping of str to str
        For each parameter the rule that checks it.
    file : tuple of str
        The parameters that always stand in the file name.
    rules : mapping
        Its whole entry in ``reports.yml``.
    """

    name: str
    notebook: Path
    title: Mapping[str, str]
    choices: Mapping[str, str]
    file: tuple[str, ...]
    rules: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """Return every parameter of the notebook with its default, in the order of its cell.

        Raises
        ------
        ReportError
            If the notebook has no cell of parameters, or one that holds more than literals.
        """
        try:
            cells = json.loads(self.notebook.read_text(encoding="utf-8"))["cells"]
            cell = next(cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))
            lines = ast.parse("".join(cell["source"])).body
            return {line.targets[0].id: ast.literal_eval(line.value) for line in lines}  # type: ignore[attr-defined]
        except (
            OSError,
            ValueError,
            LookupError,
            AttributeError,
            SyntaxError,
            StopIteration,
        ) as error:
            expected = Message("expected-parameters-cell")
            absent = isinstance(error, FileNotFoundError)
            found = Message("found-no-file") if absent else repr(error)
            fault = Fault(self.notebook.name, None, None, expected, found)
            raise ReportError(fault.message()) from None

    def stem(self, values: Mapping[str, object]) -> str:
        """Return the file name, without suffix, of the report with these parameters.

        A value that is not in the file name by rule and not the default is added as slug and short
        hash, so that two reports never share a name.
        """
        parts = [slug(str(values[name])) for name in self.file if values[name] != ""]
        for name, default in self.parameters().items():
            if name not in self.file and values[name] != default:
                digest = hashlib.sha256(str(values[name]).encode()).hexdigest()[:8]
                parts.append(f"{slug(Path(str(values[name])).stem)[:40]}-{digest}")
        return "_".join(parts)


def load_rules() -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of ``notebooks/reports.yml`` by the name of the report.

    Raises
    ------
    InputError
        If the file is not of its form, or a file name is to be made of what is no parameter.
    """
    path = paths.notebooks() / "reports.yml"
    return _rules(path, stamp(path))


@lru_cache(maxsize=4)
def _rules(path: Path, mark: str) -> Mapping[str, Mapping[str, Any]]:
    rules = read_entries(path, _FORM)
    faults = [
        fault
        for name, entry in rules.items()
        for fault in entry_faults(
            entry["file"], [one_of(entry["choices"])], file=path.name, entry=f"{name}.file"
        )
    ]
    if faults:
        raise InputError(faults)
    return rules


def load_reports() -> dict[str, Report]:
    """Return every report of ``notebooks/reports.yml`` by its name; raises as `load_rules` does."""
    reports = {}
    for name, entry in load_rules().items():
        report = Report(
            name,
            paths.notebooks() / entry["notebook"],
            entry["title"],
            entry["choices"],
            tuple(entry["file"]),
            entry,
        )
        reports[name] = report
    return reports


def find_report(name: str) -> Report:
    """Return a report by its name.

    Raises
    ------
    ParameterError
        If there is no such report, with the available ones.
    ReportError
        If ``reports.yml`` and the parameters of the notebook do not agree.
    """
    reports = load_reports()
    if name not in reports:
        valid = ", ".join(reports)
        raise ParameterError(Message("no-report-named", report=repr(name), choices=valid))
    report = reports[name]
    if set(report.choices) != set(report.parameters()):
        differ = ", ".join(sorted(set(report.choices) ^ set(report.parameters())))
        found = Message("found-differences", names=differ)
        fault = Fault(f"reports.yml, {name}", None, None, Message("expected-rules"), found)
        raise ReportError(fault.message())
    return report

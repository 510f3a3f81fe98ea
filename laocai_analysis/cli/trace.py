"""The lines that ``laocai trace`` prints: from a figure back to its rows, quotations, sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import paths
from laocai_analysis.errors import ParameterError
from laocai_analysis.evidence import file_of, load_evidence
from laocai_analysis.language import Language, Message, Value, process_language
from laocai_analysis.page.figures import Input, from_evidence
from laocai_analysis.page.wording import in_words
from laocai_analysis.places import boundaries, country
from laocai_analysis.places.census import CENSUS_DAY
from laocai_analysis.places.composition import events_of
from laocai_analysis.places.dissolving import default_name
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.package import PACKAGE_SOURCE
from laocai_analysis.places.registry import COUNTRY, Date
from laocai_analysis.places.units import load_units
from laocai_analysis.places.weights import census_rows
from laocai_analysis.reports.manifest import is_still
from laocai_analysis.reports.reads import path_of
from laocai_analysis.returns import load_return
from laocai_analysis.returns.converting import year_of
from laocai_analysis.sources import load_sources, sha256

_SHOWN = 5  # rows of a return that are printed unless all are asked for


@dataclass(frozen=True, slots=True)
class _Report:
    """What the ``.json`` of a report says: its figures by id, its parameters, and the files that it
    was made from, each with its SHA-256.
    """

    path: Path
    figures: Mapping[str, dict[str, Any]]
    parameters: Mapping[str, Any]
    files: Mapping[str, str]

    @property
    def province(self) -> str:
        """The province, as the rooms take it."""
        return str(self.parameters.get("province", COUNTRY if self.parameters else ""))

    def file(self, name: str) -> tuple[Path, str]:
        """Return a file that the report was made from, by its name without folders, and its SHA-256
        then; blank where the report does not say.
        """
        for known, digest in self.files.items():
            if known.rpartition("/")[2] == name:
                return path_of(known), digest
        return paths.data() / "returns" / name, ""

    @property
    def polygons(self) -> Path:
        """The file of its boundaries that were built from the package."""
        if self.province == COUNTRY:
            return country.file()
        year = self.parameters.get("year", 2008)
        return boundaries.file_of(default_name(year, province=self.province))


def trace(figure: str, *, report: Path | None = None, all_rows: bool = False) -> Iterator[str]:
    """Yield the lines that lead from a figure to its sources.

    Parameters
    ----------
    figure : str
        The id of a figure of a report, or of a row of the evidence.
    report : Path, optional
        The ``.json`` of the report; where not given, the newest published report that holds the
        figure.
    all_rows : bool
        Whether to print every row of a return, and not only the first few.

    Raises
    ------
    ParameterError
        If no report holds the figure; the message lists those that there are.
    """
    evidence = load_evidence()
    if report is None and figure in evidence.index:
        yield from _evidence(figure, evidence, indent="")
        return
    found = _find(figure, report)
    yield f"{found.path.name}"
    yield from _figure(figure, found, evidence, indent="  ", all_rows=all_rows)


def _find(figure: str, report: Path | None) -> _Report:
    published = paths.reports().glob("*/*.json")
    newest = sorted(published, key=lambda path: path.stat().st_mtime, reverse=True)
    candidates = [report] if report else newest
    known: dict[str, None] = {}
    for path in candidates:
        if not path.is_file():
            raise ParameterError(Message("no-report-json-file", path=str(path)))
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            figures = {entry["id"]: entry for entry in told["figures"]}
            files = dict(told.get("made_from", {}).get("files", {}))
            found = _Report(path, figures, dict(told.get("parameters", {})), files)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ParameterError(Message("no-report-json", path=str(path))) from None
        if figure in figures:
            return found
        known.update(dict.fromkeys(figures))
    listed = ", ".join(known) or Message("no-report")
    raise ParameterError(Message("no-figure", figure=repr(figure), choices=listed))


def _figure(
    key: str,
    report: _Report,
    evidence: pd.DataFrame,
    *,
    indent: str,
    all_rows: bool,
) -> Iterator[str]:
    entry, language = report.figures[key], Language(process_language())
    parts = [
        f"{language.say(f'tidy-{name}').lower()} {language.text(entry[name])}"
        for name in ("value", "numerator", "denominator", "unknown", "lower", "upper")
        if name in entry
    ]
    basis = language.say(f"page-basis-{entry['basis']}")
    said = f"{', '.join(parts)} {language.unit(entry['unit'])}".rstrip()
    yield f"{indent}{key}: {said} [{basis}]"
    yield indent + "  " + _line("trace-metric", metric=entry["metric"])
    inputs = [Input(**record) for record in entry.get("inputs", [])]
    for each in inputs:
        if each.kind == "evidence":
            yield from _evidence(each.id, evidence, indent=indent + "  ")
        elif each.kind == "figure":
            yield from _figure(each.id, report, evidence, indent=indent + "  ", all_rows=all_rows)
        elif each.kind == "return":
            yield from _rows(each, report, indent=indent + "  ", all_rows=all_rows)
        elif each.kind == "census":
            yield from _census(each, indent=indent + "  ", all_rows=all_rows)
    stated = {str(evidence.at[each.id, "source"]) for each in inputs if each.kind == "evidence"}
    for source in entry["sources"]:
        if source not in stated:
            yield from _source(source, indent=indent + "  ", report=report)


def _evidence(key: str, evidence: pd.DataFrame, *, indent: str) -> Iterator[str]:
    row = evidence.loc[[key]].iloc[0]
    stated = in_words(from_evidence(row), language=Language(process_language()), noun=True)
    yield f"{indent}{key}: {row['indicator']}, {row['area']}, {row['period']}: {stated}"
    remark = str(row[f"remark_{process_language()}"])
    quoted = f"“{row['quotation']}”" if row["quotation"] else remark
    yield f"{indent}  " + _line("trace-quotation", quotation=quoted)
    path = file_of(str(row["file"]))
    file = f"data/evidence/{path.name}"
    yield f"{indent}  " + _line(
        "trace-row-file", file=file, row=str(row["row"]), sha256=sha256(path)
    )
    yield from _source(str(row["source"]), indent=indent + "  ")


def _rows(of: Input, report: _Report, *, indent: str, all_rows: bool) -> Iterator[str]:
    path, then = report.file(of.id)
    if not path.exists():
        yield indent + _line("trace-elsewhere", file=of.id)
        return
    table, digest = load_return(str(path), province=report.province), sha256(path)
    rows = table[table["indicator"] == of.indicator]
    if of.units:
        rows = rows[rows["code"].isin(of.units.split())]
    if of.group:
        year = int(rows["year"].iloc[0])
        rows = rows[rows["code"].isin(_members(of.group, report, year=year))]
    language = Language(process_language())
    counts = ", ".join(
        f"{language.answer(str(value))} ({language.number(int(number))})"
        for value, number in rows["value"].value_counts().items()
    )
    name = ": ".join(part for part in (of.id, of.indicator, of.group) if part)
    yield f"{indent}{name}: {counts}"
    yield f"{indent}  " + _line("trace-file", file=_shown(path), sha256=digest)
    if then and not is_still(path, then):
        yield f"{indent}  " + _line("trace-changed", sha256=then)
    before = year_of(table, indicator=of.indicator)
    shown = rows if all_rows else rows.head(_SHOWN)
    for row in shown.to_dict("records"):
        basis = language.say(f"page-basis-{row['basis']}")
        words = f"{row['code']} {row['name']}: {language.answer(row['value'])} ({basis})"
        written = ", ".join(part for part in (row["file"], row["cell"]) if part)
        words += f" ← {written}" if written else ""
        yield f"{indent}  " + _line("trace-row", row=str(row["row"]), words=words)
        if before is not None:
            of_year = {"at": int(row["year"]), "since": before}
            yield from _events([row["code"]], **of_year, indent=f"{indent}    ")
    if len(shown) < len(rows):
        yield f"{indent}  " + _line("trace-more", count=len(rows) - len(shown))


def _shown(path: Path) -> str:
    """The path of a file as the project names it; its name for one elsewhere."""
    for folder in (paths.data().parent, paths.project()):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name


def _census(of: Input, *, indent: str, all_rows: bool) -> Iterator[str]:
    """Yield the rows of the census that some units rest on, and the clauses between the dates."""
    path, units = paths.data_file("units/census-2019.csv"), of.units.split()
    rows = census_rows(units, date=of.date, column=of.id)
    yield f"{indent}{of.id}: {Language(process_language()).date(CENSUS_DAY)}"
    yield f"{indent}  " + _line("trace-file", file=f"data/units/{path.name}", sha256=sha256(path))
    shown, language = rows if all_rows else rows.head(_SHOWN), Language(process_language())
    for row in shown.to_dict("records"):
        weight = "" if row["part"] == "whole" else f" × {language.number(row['weight'], digits=3)}"
        number = language.text(float(row["number"]))
        words = f"{row['code']} {row['name']}: {number}{weight} → {row['unit']}"
        yield f"{indent}  " + _line("trace-row", row=str(row["row"]), words=words)
    if len(shown) < len(rows):
        yield f"{indent}  " + _line("trace-more", count=len(rows) - len(shown))
    codes = sorted(set(shown["unit"]))
    yield from _events(codes, at=of.date, since=CENSUS_DAY, indent=f"{indent}  ")


def _events(codes: Iterable[str], *, at: Date, since: Date, indent: str) -> Iterator[str]:
    """Yield the events and clauses between two dates that some units rest on."""
    for row in events_of(codes, at=at, since=since).to_dict("records"):
        clause = f"{row['resolution']} ({row['clause']})" if row["clause"] else row["resolution"]
        way = f"{row['from_code']} → {row['to_code']}"
        day = Language(process_language()).date(str(row["date"]))
        yield f"{indent}{day}: {way}: {clause} [{row['source']}]"


def _members(group: str, report: _Report, *, year: int) -> pd.Index:
    """Return the codes of the units of a type or of a district or group, by its name."""
    by = str(report.parameters.get("groups", ""))
    by = str(report.file(by)[0]) if by.endswith(".csv") else by
    communes = load_units(year, province=report.province)
    districts = load_groups(year, province=report.province, by=by).each
    return communes.index[(communes["type"] == group) | (districts == group)]


def _source(key: str, *, indent: str, report: _Report | None = None) -> Iterator[str]:
    known, language = load_sources(), process_language()
    if key not in known:
        yield indent + _line("trace-source", source=key)
        return
    citation, licence = known[key].citation(language), getattr(known[key], f"licence_{language}")
    yield indent + _line("trace-source", source=f"[{key}]: {citation}")
    yield f"{indent}  " + _line("trace-licence", licence=licence)
    if key == PACKAGE_SOURCE and report:
        path = report.polygons
        digest = sha256(path) if path.exists() else Message("trace-not-built")
        yield f"{indent}  " + _line("trace-file", file=path.name, sha256=digest)


def _line(id: str, **values: Value) -> str:
    """Return a message in the language of the process."""
    return str(Message(id, **values))

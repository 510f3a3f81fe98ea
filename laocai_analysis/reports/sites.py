"""Which reports a batch makes: ``notebooks/sites.yml``."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from laocai_analysis import paths
from laocai_analysis.entries import TEXT, Form, one_of, read_entries
from laocai_analysis.errors import Fault, ParameterError
from laocai_analysis.language import Message
from laocai_analysis.reports.catalogue import load_rules


@dataclass(frozen=True, slots=True)
class Job:
    """One report to make. Two jobs that differ only in their formats are equal.

    Parameters
    ----------
    report : str
        A report of ``reports.yml``.
    given : tuple of (str, str)
        The parameters that the grid gives it, in order.
    formats : frozenset of str
        The formats that its site wants beside the page.
    """

    report: str
    given: tuple[tuple[str, str], ...]
    formats: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        return " ".join([self.report, *(f"{name}={value}" for name, value in self.given)])

    @property
    def key(self) -> str:
        """A name for this job that is the same in every run."""
        return hashlib.sha256(json.dumps([self.report, self.given]).encode()).hexdigest()[:16]


def load_sites(path: Path | None = None) -> dict[str, list[Job]]:
    """Read the sites: for each the jobs of its grids, in order.

    Parameters
    ----------
    path : Path, optional
        A YAML file; `paths.sites` where not given.

    Raises
    ------
    InputError
        If the file is not of its form, or names a report that does not exist.
    """
    file = path or paths.sites()
    report: Form = {"report": one_of(load_rules()), "grid?": {"*": (TEXT,)}, "to?": (TEXT,)}
    sites = read_entries(file, {"*": {"title?": {"*": TEXT}, "reports": [report]}})
    return {
        site: [job for entry in held["reports"] for job in _jobs(entry)]
        for site, held in sites.items()
    }


def _jobs(entry: Mapping[str, Any]) -> Iterator[Job]:
    grid = entry.get("grid") or {}
    formats = frozenset(_texts(entry.get("to") or []))
    for values in itertools.product(*map(_texts, grid.values())):
        yield Job(entry["report"], tuple(zip(grid, values, strict=True)), formats)


def _texts(held: str | list[str]) -> list[str]:
    return held if isinstance(held, list) else [held]


def jobs_of(names: Sequence[str], path: Path | None = None) -> list[Job]:
    """Return the jobs of some sites, or of all where none is named; `path` is that of `load_sites`.

    Raises
    ------
    ParameterError
        If a site is unknown, with the known ones.
    """
    known = load_sites(path)
    if unknown := [name for name in names if name not in known]:
        raise ParameterError(Message("no-site", sites=", ".join(unknown), choices=", ".join(known)))
    return [job for name in names or known for job in known[name]]


def select(jobs: Iterable[Job], only: Sequence[str]) -> list[Job]:
    """Return the jobs that have each of some parameters: ``language=vi``; several values of one
    name are alternatives. A job of several sites is returned once, with the formats of all.

    Raises
    ------
    ParameterError
        If a choice is not ``NAME=VALUE``, or no job is left.

    Examples
    --------
    >>> pdf = Job("changes", (("language", "vi"),), frozenset({"pdf"}))
    >>> word = Job("changes", (("language", "vi"),), frozenset({"docx"}))
    >>> [sorted(job.formats) for job in select([pdf, word], ["language=vi"])]
    [['docx', 'pdf']]
    """
    wanted: dict[str, set[str]] = {}
    for text in only:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(Fault("--only", None, None, "NAME=VALUE", repr(text)).message())
        wanted.setdefault(name, set()).add(value)
    chosen: dict[Job, Job] = {}
    for job in jobs:
        values = {"report": job.report, **dict(job.given)}
        if all(values.get(name) in valid for name, valid in wanted.items()):
            earlier = chosen.get(job, job)
            chosen[job] = replace(job, formats=job.formats | earlier.formats)
    if not chosen:
        raise ParameterError(Message("no-report-selected", only=" ".join(only)))
    return list(chosen.values())

"""The check of a return, section by section: what a district is asked to correct and to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from laocai_analysis import checks, evidence, returns
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import Counted
from laocai_analysis.places.province import find
from laocai_analysis.returns.opening import ROUND, OpenedReturn
from laocai_analysis.returns.status import shown_corrections, shown_status
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.statement import banner, bases_of, of_return
from laocai_analysis.sections.where import whole

#: Which columns of `returns.status.status` the sentence on cells takes.
_CELLS = {"known": "known", "unknown": "unknown", "missing": "not_reported", "doubt": "in_doubt"}
#: The heading of the findings of each severity, and the caption of their table.
_HEADS = {
    "error": ("check-error", "check-error-table"),
    "warning": ("check-warning", "check-warning-table"),
    "note": ("check-note", "check-note-table"),
}
#: The columns of the table of progress that only a round has.
_OF_ROUND = ["column-files", "column-last", "column-questions", "column-corrected"]


@dataclass(frozen=True)
class Subject:
    """What every section of a check needs; said once.

    Parameters
    ----------
    page : Page
        The page.
    opened : OpenedReturn
        As `returns.opening.open_return` gives it.
    units : DataFrame
        The units of the province, with ``district``.
    state : Series
        The row of `returns.status.status` for the place.
    year : int
        The year of the return.
    province, district : str
        The province, blank for that of the project; one district, blank for all.
    """

    page: Page
    opened: OpenedReturn
    units: pd.DataFrame
    state: pd.Series
    year: int
    province: str = ""
    district: str = ""

    @property
    def place(self) -> str:
        """What the place is called."""
        name = self.page.language.inside(self.district)
        return name or whole(self.page, find(self.province, date=self.year))

    @cached_property
    def table(self) -> pd.DataFrame:
        """The sound rows of the place."""
        rows = self.opened.table
        return (
            rows[rows["code"].map(self.units["district"]) == self.district]
            if self.district
            else rows
        )

    @cached_property
    def basis(self) -> str:
        """The weakest basis of the rows; blank where there is none."""
        return _basis(self.table) if len(self.table) else ""

    @property
    def is_round(self) -> bool:
        """Whether the return is the round of its year."""
        return bool(self.opened.steps) or self.opened.table.empty

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rows and of the list of units."""
        return tuple(dict.fromkeys([*self.table["source"], *self.units["source"]]))

    @cached_property
    def counted(self) -> Counted:
        """The return, which figures are made of."""
        file = str(self.opened.table.attrs["file"])
        return Counted(file, self.basis or "computed", self.sources)

    @property
    def cells(self) -> dict[str, Figure]:
        """How many cells are known, blank, missing, in doubt; and how many the form asks for."""
        of_form = Counted("indicators.csv", "computed", tuple(dict.fromkeys(self.units["source"])))
        about = {"unit": "cell", "metric": "returns.status"}
        of = replace(self.counted, basis="computed")
        cells = {
            name: of.of(int(self.state[column]), id=f"cells.{name}", **about)
            for name, column in _CELLS.items()
        }
        asked = of_form.of(int(self.state["asked"]), id="cells.asked", **about)
        return {**cells, "asked": asked}


def _basis(table: pd.DataFrame) -> str:
    return returns.weakest(table, indicators=sorted(set(table["indicator"])))


def answer(subject: Subject, found: pd.DataFrame) -> Section:
    """Answer how much is to be corrected and how far the round has come, and ask for it.

    Parameters
    ----------
    subject : Subject
        What the page is about.
    found : DataFrame
        As `checks.find` gives it.
    """
    page = subject.page
    counts = {
        f"{name}s": subject.counted.of(number, id=f"findings.{name}", unit="finding")
        for name, number in checks.tally(found).items()
    }
    parts = [
        page.question("check-title", year=str(subject.year), place=subject.place),
        page.answer("check-summary-count", **counts)
        if len(found)
        else page.answer("check-summary-none"),
    ]
    if subject.basis:
        bases = bases_of(subject.table)
        parts.append(banner(page, bases, basis=subject.basis, why="check-method"))
    cells = page.say("check-summary-cells", **subject.cells)
    return Section([*parts, cells, *_asked(subject, found)])


def _asked(subject: Subject, found: pd.DataFrame) -> list[Part]:
    """Ask for what the findings need, one line for each kind."""
    page, numbers = subject.page, found["kind"].value_counts()
    kinds = [kind for kind in checks.KINDS if kind in numbers.index]
    if not kinds:
        return []
    heading = (
        page.heading("check-asked-of", place=subject.place)
        if subject.district
        else page.heading("check-asked-of-all")
    )
    lines = []
    for kind in kinds:
        name = kind.replace("_", "-")
        count = subject.counted.of(int(numbers[kind]), id=f"ask.{name}", unit="finding")
        lines.append(page.say(f"check-ask-{name}", count=count))
    return [heading, page.bullets(lines)]


def progress(subject: Subject, rows: pd.DataFrame) -> Section:
    """Show how far each district has come.

    Parameters
    ----------
    subject : Subject
        What the page is about.
    rows : DataFrame
        The rows of `returns.status.status` that are shown.
    """
    page = subject.page
    parts = [page.heading("check-status")]
    shown = shown_status(rows, language=page.language)
    if subject.district:
        shown = shown.drop(columns="column-district")
    if not subject.is_round:
        shown = shown.drop(columns=_OF_ROUND)
        parts.append(page.say("check-status-no-steps"))
    year, caption = str(subject.year), "check-status-table"
    table = page.table(shown, caption=caption, basis=subject.basis, year=year)
    return Section([*parts, table, page.say("check-status-sum")])


def to_correct(subject: Subject, found: pd.DataFrame) -> Section:
    """List what is wrong, then what is to be looked at again; `found` as for `answer`."""
    rows = found[~found["kind"].isin(["doubt", "conflict"])]
    parts = [_of_severity(subject, rows, severity) for severity in ("error", "warning")]
    return Section([part for two in parts for part in two])


def notes(subject: Subject, found: pd.DataFrame) -> Section:
    """List what is to be known; `found` as for `answer`."""
    return Section(_of_severity(subject, found, "note"))


def _of_severity(subject: Subject, found: pd.DataFrame, severity: str) -> list[Part]:
    """Return the findings of one severity under their heading; nothing where there are none."""
    page, rows = subject.page, found[found["severity"] == severity]
    if rows.empty:
        return []
    title, caption = _HEADS[severity]
    heading = page.heading(title)
    shown = checks.shown(rows, language=page.language, district=subject.district)
    return [heading, page.table(shown, caption=caption, basis=subject.basis)]


def questions(subject: Subject, rows: pd.DataFrame, *, corrected: pd.DataFrame) -> Section:
    """List the open questions, and what was corrected since.

    Parameters
    ----------
    subject : Subject
        What the page is about.
    rows : DataFrame
        As `checks.open_questions` gives them.
    corrected : DataFrame
        As `returns.status.corrections` gives it.
    """
    page, parts = subject.page, list[Part]()
    if len(rows):
        parts += [page.heading("check-doubts"), page.say("check-doubts-intro")]
        parts.append(page.table(rows, caption="check-doubts-table"))
    if len(corrected):
        parts.append(page.heading("check-corrections"))
        shown = shown_corrections(corrected, language=page.language)
        parts.append(page.table(shown, caption="check-corrections-table"))
    return Section(parts)


def closing(
    subject: Subject,
    found: pd.DataFrame,
    *,
    names: Sequence[str],
    before: pd.DataFrame | None,
    compared: pd.DataFrame,
) -> Section:
    """End the page: quality, method, files and sources.

    Parameters
    ----------
    subject, found
        As for `answer`.
    names : sequence of str
        The names of the return and of the earlier one; blank for none.
    before : DataFrame, optional
        The earlier return.
    compared : DataFrame
        As `checks.published_figures` gives it.
    """
    return Section(
        [
            *_quality(subject, found),
            *_method(subject, found, compared=compared, before=before is not None),
            *_about(subject, names, before=before, compared=compared),
        ]
    )


def _quality(subject: Subject, found: pd.DataFrame) -> Section:
    """State how far the return can be relied on."""
    page = subject.page
    heading = page.annex("quality-heading")
    said = of_return(
        page,
        subject.state,
        table=subject.table,
        findings=found,
        logged=subject.is_round,
        of=subject.counted,
    )
    return Section([heading, said])


def _method(
    subject: Subject, found: pd.DataFrame, *, compared: pd.DataFrame, before: bool
) -> Section:
    """Say how the return was checked, and show the published figures that findings rest on."""
    page, year = subject.page, str(subject.year)
    heading = page.heading("check-method")
    said = [page.say("check-method-units", year=year), page.say("check-method-part")]
    if before:
        limits = {"effect": str(checks.JUMP_EFFECT), "least": str(checks.JUMP_LEAST)}
        said.append(page.say("check-method-jump", **limits))
    if len(compared):
        nearly = page.language.percent(checks.NEARLY, digits=0)
        said.append(page.say("check-method-total", nearly=nearly))
    said += [page.say("check-method-province")] if subject.district else []
    said.append(page.say("check-method-nothing"))
    parts = [heading, page.bullets(said)]
    named = found.loc[found["kind"].isin(["range", "total"]), "indicator"]
    if len(named):
        names = load_indicators()[f"name_{page.language.code}"]
        rows = compared[compared["indicator"].isin(named)]
        rows = rows.assign(name=rows["indicator"].map(names) + " (" + rows.index + ")")
        parts.append(page.evidence_table(rows, caption="check-evidence-table", year=year))
    return Section(parts)


def _about(
    subject: Subject,
    names: Sequence[str],
    *,
    before: pd.DataFrame | None,
    compared: pd.DataFrame,
) -> Section:
    """Say what the page is about and rests on: its files and its sources."""
    page = subject.page
    heading = page.heading("coverage-about")
    returned = [str(subject.year) if name == ROUND else name for name in names if name]
    files = [*map(returns.file_of, returned), *map(evidence.file_of, sorted(set(compared["file"])))]
    present = [path for path in files if path.exists()]
    return Section([heading, *about_page(page, _facts(subject, before), files=present)])


def _facts(subject: Subject, before: pd.DataFrame | None) -> dict[str, object]:
    page, say = subject.page, subject.page.language.say
    number = str(len(subject.opened.state.readings))
    of_round = say("check-return-round", year=str(subject.year), files=number)
    told = of_round if subject.is_round else subject.counted.file
    facts: dict[str, object] = {"check-return": page.with_sources(told, *subject.sources)}
    if subject.is_round:
        facts["check-return-files"] = "; ".join(subject.state["files"]) or say("check-none")
    facts["check-before"] = say("check-before-none")
    if before is not None:
        words = f"{before.attrs['file']} ({say(f'page-basis-{_basis(before)}')})"
        facts["check-before"] = page.with_sources(words, *before["source"].unique())
    return facts

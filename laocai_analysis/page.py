"""What a notebook puts on its page: headings, sentences with figures, quotations, tables, pictures, sources.

Every method returns something that Jupyter displays. Text comes from the message catalogue; a number comes as a
`figures.Figure`, is stated in the list of figures of the page, and leads to its sources.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from laocai_analysis.figures import Figure, FigureList, RowsOf, from_evidence
from laocai_analysis.language import Language
from laocai_analysis.sources import load_sources, sha256
from laocai_analysis.text import slug

#: The media type under which a page hands its title and figures to whoever runs the notebook.
FIGURES_TYPE = "application/vnd.laocai.figures+json"


#: The message for each word that may stand before a published number.
QUALIFIERS = {"hơn": "more-than", "trên": "more-than", "gần": "nearly", "ước đạt": "estimated"}


#: Units of which there is no fraction: a computed number of them is shown without decimals.
COUNTED = ("commune", "point", "people", "subscription", "station", "agency", "licence", "finding", "cell")


class Figures:
    """The title, language and figures of a page, as an output that a runner can read and no browser shows."""

    def __init__(self, content: dict[str, object]) -> None:
        self.content = content

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {FIGURES_TYPE: self.content, "text/plain": f"{len(list(self.content))} fields"}


class Page:
    """One page in one language.

    Parameters
    ----------
    language : {"vi", "en"}
        The language of everything on the page but names and quotations.

    Examples
    --------
    >>> page = Page("vi")
    >>> points = Figure("F02", 278, "point", "published", ("mic-2009-01-13",), "published")
    >>> page.wording(points)
    '278 điểm'
    """

    def __init__(self, language: str) -> None:
        self.language = Language(language)
        self.figures = FigureList()
        self._title = ""
        self._cited: list[str] = []
        self._quoted: dict[str, Figure] = {}

    # -- words ------------------------------------------------------------------------------------------------

    def title(self, message: str, **values: object) -> HTML:
        """Return the title of the page; a page has one."""
        self._title = self._plain(message, values)
        return HTML(f"<h1>{self._rich(message, values)}</h1>")

    def heading(self, message: str, **values: object) -> HTML:
        """Return a heading, which is also an entry of the table of contents; its message is its anchor."""
        return HTML(f'<h2 id="{message}">{self._rich(message, values)}</h2>')

    def say(self, message: str, **values: object) -> HTML:
        """Return a paragraph; a `Figure` among the values becomes its wording with a link to its sources."""
        return HTML(f"<p>{self._rich(message, values)}</p>")

    def banner(self, basis: str) -> HTML:
        """Return the line that says on which basis the page stands; for illustrative rows it is a warning."""
        text = html.escape(self.language.say(f"page-banner-{basis}"))
        return HTML(f'<p class="banner {basis}" role="note"><strong>{text}</strong></p>')

    def published_banner(self) -> HTML:
        """Return the line of a page that states published figures only."""
        return HTML(
            f'<p class="banner published" role="note">{html.escape(self.language.say("page-banner-published"))}</p>'
        )

    def citations(self, sources: Iterable[str]) -> str:
        """Return the citations of sources in one line, each once."""
        known = load_sources()
        return " ".join(known[key].citation(self.language.code) for key in dict.fromkeys(sources))

    def facts(self, rows: Mapping[str, object]) -> HTML:
        """Return a list of terms and what they are; the keys are messages, the values text or figures."""
        items = "".join(
            f"<dt>{html.escape(self.language.say(term))}</dt><dd>{self._part(value)}</dd>"
            for term, value in rows.items()
        )
        return HTML(f"<dl>{items}</dl>")

    def with_sources(self, text: str, *sources: str) -> HTML:
        """Return text with marks that lead to its sources."""
        return HTML(html.escape(text) + self._marks(sources))

    def inline(self, paragraph: HTML) -> str:
        """Return the inside of a paragraph made by `say`."""
        return re.sub("^<p>|</p>$", "", str(paragraph.data))

    def inline_figure(self, figure: Figure, *, also: Iterable[Figure] = ()) -> HTML:
        """Return a figure in words, with the marks of its sources and of others that state the same."""
        others = tuple(source for other in also for source in self.figures.add(other).sources)
        return HTML(self._part(figure) + (self._marks(others) if others else ""))

    def bullets(self, items: Iterable[HTML]) -> HTML:
        """Return paragraphs made by `say` as a list."""
        inner = "".join(f"<li>{self.inline(item)}</li>" for item in items)
        return HTML(f"<ul>{inner}</ul>")

    def quotation(self, row: pd.Series) -> str:
        """Return the quoted phrase of a row of evidence or items as HTML, or the words that say there is none."""
        if not row["quotation"]:
            return html.escape(self.language.say("page-no-quotation")) + self._marks((str(row["source"]),))
        quoted = html.escape(str(row["quotation"]))
        return f'<q lang="vi" data-evidence="{row.name}">{quoted}</q>{self._marks((str(row["source"]),))}'

    def quoted(self, row: pd.Series) -> HTML:
        """Return `quotation` as something that `say` takes as it is."""
        return HTML(self.quotation(row))

    def wording(self, figure: Figure) -> str:
        """Return a figure in words: the number as the language writes it, its parts, its bounds, its unit."""
        if figure.text:
            return self.language.date(figure.text)
        if figure.unit == "rank" and figure.value is not None:
            of = "" if figure.denominator is None else f"/{self.number(figure.denominator)}"
            return self.language.say("unit-rank", rank=f"{self.number(figure.value)}{of}")
        if figure.qualifier:
            bare = self.wording(replace(figure, qualifier=""))
            return self.language.say(f"qualifier-{QUALIFIERS[figure.qualifier]}", figure=bare)
        if figure.denominator is not None and figure.numerator is not None:
            return self._share(figure, figure.numerator, figure.denominator)
        if figure.value is None and figure.unit == "share":
            return f"{self.language.percent(figure.lower or 0)[:-1]}–{self.language.percent(figure.upper or 0)}"
        if figure.value is None:
            low, high = self.number(figure.lower), self.number(figure.upper)
            return f"{self.language.say('page-range', low=low, high=high)} {self._unit(figure.unit)}".strip()
        if figure.unit in ("%", "share"):
            share = figure.value / 100 if figure.unit == "%" else figure.value
            return self.language.percent(share, digits=0 if float(100 * share).is_integer() else 1)
        digits = None if figure.metric == "published" else 0 if figure.unit in COUNTED else 2
        return f"{self.number(figure.value, digits=digits)} {self._unit(figure.unit)}".strip()

    def number(self, value: float | None, *, digits: int | None = None) -> str:
        """Return a number as the language writes it, with as many decimals as it has, at most four."""
        if value is None:
            return "–"
        if digits is None:
            digits = next((n for n in range(4) if round(value, n) == round(value, 4)), 4)
        return self.language.number(value, digits=digits)

    def _share(self, figure: Figure, low: float, total: float) -> str:
        high, say = low + (figure.unknown or 0), self.language
        if not total:
            return say.say("word-na")
        if low == high:
            return f"{self.number(low)}/{self.number(total)} ({say.percent(low / total)})"
        shares = f"{say.percent(low / total)[:-1]}–{say.percent(high / total)}"
        return f"{self.number(low)}–{self.number(high)}/{self.number(total)} ({shares})"

    def _unit(self, unit: str) -> str:
        message = "unit-" + re.sub(r"[^a-z0-9]+", "-", unit.lower()).strip("-")
        return self.language.say(message)

    # -- tables and pictures ----------------------------------------------------------------------------------

    def table(self, frame: pd.DataFrame, *, caption: str, basis: str = "", **values: object) -> HTML:
        """Return a table with a caption; its first column names the rows.

        Parameters
        ----------
        frame : DataFrame
            Column names are messages; cells are text, numbers, figures, or HTML of `quotation`.
        caption : str
            The message above the table.
        basis : str
            "illustrative" and "estimated" are written behind the caption.
        """
        head = "".join(
            f'<th scope="col"{_class_of(frame[column].iloc[0]) if len(frame) else ""}>'
            f"{html.escape(self.language.say(str(column)))}</th>"
            for column in frame.columns
        )
        body = "".join(self._row(list(row)) for row in frame.itertuples(index=False))
        mark = self._basis_mark(basis)
        title = f"<caption>{self._rich(caption, values)}{mark}</caption>"
        return HTML(f'<div class="wide" tabindex="0"><table>{title}<thead><tr>{head}</tr></thead>'
                    f"<tbody>{body}</tbody></table></div>")  # fmt: skip

    def coverage_table(
        self, coverage: pd.DataFrame, *, of: RowsOf, id: str, first: str, caption: str, counts: str
    ) -> HTML:
        """Return the coverage of each group as a table; the figures take the id `id`, a point and the group."""
        records = [
            {
                first: str(group),
                "column-coverage": of.coverage(row, id=f"{id}.{slug(str(group))}", counts=counts, group=str(group)),
                "column-unknown": int(row["unknown"]),
                "column-not-applicable": int(row["not_applicable"]),
            }
            for group, row in coverage.iterrows()
        ]
        return self.table(pd.DataFrame(records), caption=caption, basis=of.basis)

    def files_table(self, files: Iterable[Path], *, caption: str) -> HTML:
        """Return the data files of a page with their SHA-256."""
        records = [{"column-file": path.name, "column-sha256": sha256(path)} for path in files]
        return self.table(pd.DataFrame(records), caption=caption)

    def evidence_table(self, rows: pd.DataFrame, *, caption: str, **values: str) -> HTML:
        """Return published figures side by side, each with what its denominator counts and its quotation.

        A column ``name`` of `rows`, where there is one, says what each figure is of.
        """
        known, say = load_sources(), self.language.say
        records = [
            {
                **({"column-indicator": row["name"]} if "name" in rows else {}),
                "column-source": self.language.date(known[str(row["source"])].published),
                "column-figure": self.figures.add(from_evidence(row)),
                "column-counts": say(f"counts-{row['denominator_counts']}") if row["denominator_counts"] else "–",
                "column-quotation": HTML(self.quotation(row)),
                "column-remark": row[f"remark_{self.language.code}"],
            }
            for _, row in rows.iterrows()
        ]
        table = pd.DataFrame(records)
        silent = [c for c in ("column-counts", "column-remark") if table[c].isin(["", "–"]).all()]
        return self.table(table.drop(columns=silent), caption=caption, **values)

    def picture(
        self, picture: Picture, *, caption: str, table: HTML | None = None, basis: str = "", **values: object
    ) -> HTML:
        """Return a figure drawn with matplotlib: its caption, the alt text of its axes, its table to unfold."""
        alt = " ".join(str(ax.alt_text) for ax in picture.axes if hasattr(ax, "alt_text"))
        if not alt:
            raise ValueError("picture: expected axes drawn by maps or charts, which carry alt_text; found none")
        stream = io.BytesIO()
        picture.set_dpi(144)
        # savefig would draw once more, for the layout alone
        FigureCanvasAgg(picture).print_png(stream)  # type: ignore[no-untyped-call]
        data = base64.b64encode(stream.getvalue()).decode()
        width, height = (round(96 * inches) for inches in picture.get_size_inches())
        text = self._rich(caption, values) + self._basis_mark(basis)
        below = self.unfold(table).data if table else ""
        return HTML(f'<figure><img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" width="{width}" '
                    f'height="{height}"><figcaption>{text}</figcaption>{below}</figure>')  # fmt: skip

    def unfold(self, table: HTML) -> HTML:
        """Return a table that is shown when it is asked for."""
        return HTML(
            f"<details><summary>{html.escape(self.language.say('page-show-table'))}</summary>{table.data}</details>"
        )

    def _row(self, cells: list[object]) -> str:
        first, *rest = cells
        numeric = (int, float, Figure)
        inner = "".join(
            f"<td{' class=number' if isinstance(cell, numeric) else ''}>{self._part(cell)}</td>" for cell in rest
        )
        return f'<tr><th scope="row">{self._part(first)}</th>{inner}</tr>'

    def _basis_mark(self, basis: str) -> str:
        if basis not in ("illustrative", "estimated"):
            return ""
        return f' <strong class="basis">({html.escape(self.language.say(f"page-basis-{basis}"))})</strong>'

    # -- sources ----------------------------------------------------------------------------------------------

    def sources(self) -> HTML:
        """Return the numbered list of all sources that the page has cited, with licences and quoted phrases."""
        known = load_sources()
        items = []
        for number, key in enumerate(self._cited, start=1):
            if key not in known:  # boundaries that somebody imported with a citation of their own
                items.append(f'<li id="source-{number}">{html.escape(key)}</li>')
                continue
            licence = getattr(known[key], f"licence_{self.language.code}")
            accessed = self.language.say("page-accessed", date=self.language.date(known[key].accessed))
            words = f"{known[key].citation(self.language.code)} {accessed} {licence}"
            items.append(f'<li id="source-{number}">{html.escape(words)}{self._quotations(key)}</li>')
        return HTML(f'<ol class="sources">{"".join(items)}</ol>')

    def _quotations(self, source: str) -> str:
        """Return the phrases of a source that state figures of the page: where the marks of these figures lead."""
        phrases = "".join(
            f'<li id="evidence-{figure.id}"><q lang="vi">{html.escape(figure.quotation)}</q></li>'
            for figure in self._quoted.values()
            if figure.sources == (source,)
        )
        return f"<ul>{phrases}</ul>" if phrases else ""

    def finish(self) -> Figures:
        """Hand over title, language and figures: the last line of a notebook."""
        return Figures({"title": self._title, "language": self.language.code, "figures": self.figures.records()})

    def _marks(self, sources: Iterable[str], *, target: str = "") -> str:
        """Return the numbers of sources as links to them, or to `target`, a phrase quoted beneath its source."""
        marks, numbers = list[str](), list[int]()
        for key in dict.fromkeys(sources):
            if key not in self._cited:
                self._cited.append(key)
            number = self._cited.index(key) + 1
            label = html.escape(self.language.say("page-source-mark", number=str(number)))
            marks.append(f'<a href="#{target or f"source-{number}"}" aria-label="{label}">[{number}]</a>')
            numbers.append(number)
        if len(marks) > 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            marks = [marks[0], "–", marks[-1]]  # a round of nine files would bury its figures in marks
        return f"<sup>{''.join(marks)}</sup>"

    def _part(self, value: object) -> str:
        """Return a value as HTML: a figure with its id and its sources, HTML as it is, anything else escaped."""
        if isinstance(value, Figure):
            self.figures.add(value)
            mark = self._basis_mark(value.basis)
            shown = html.escape(self.wording(value))
            number = f'<span class="figure" data-figure="{html.escape(value.id)}">{shown}</span>'
            if not value.quotation:
                return number + mark + self._marks(value.sources)
            self._quoted[value.id] = value
            return number + mark + self._marks(value.sources, target=f"evidence-{value.id}")
        if isinstance(value, HTML):
            return str(value.data)
        if isinstance(value, (int, float)):
            return html.escape(self.number(float(value)))
        return html.escape(str(value))

    def _rich(self, message: str, values: Mapping[str, object]) -> str:
        """Format a message and escape it, with the parts of the values that are HTML put in afterwards."""
        tokens = {name: f"\x00{number}\x00" for number, name in enumerate(values)}
        text = html.escape(self.language.say(message, **tokens))
        for name, token in tokens.items():
            text = text.replace(token, self._part(values[name]))
        return text

    def _plain(self, message: str, values: Mapping[str, object]) -> str:
        return self.language.say(message, **{name: str(value) for name, value in values.items()})


def _class_of(cell: object) -> str:
    return ' class="number"' if isinstance(cell, (int, float, Figure)) else ""

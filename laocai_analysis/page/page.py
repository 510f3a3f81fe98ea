"""The page of a notebook: headings, sentences with figures, tables, pictures, sources.

Every method returns something that Jupyter displays. Text comes from the messages; a number comes
as a `figures.Figure`, which the page lists and links to its sources.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from matplotlib.figure import Figure as Picture

from laocai_analysis.basis import MARKED_BASES, weakest
from laocai_analysis.language import Language
from laocai_analysis.page import table_html
from laocai_analysis.page.citations import Citations, marked_once, shared_marks
from laocai_analysis.page.figures import Figure, FigureList, from_evidence
from laocai_analysis.page.markup import Figures, Part, image, isolated
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.page.units_told import unit_rows
from laocai_analysis.page.wording import digits_of, fraction, in_words, number, qualified
from laocai_analysis.sources import load_sources, sha256
from laocai_analysis.text.keys import slug

#: A figure in the HTML of a page.
_FIGURE = re.compile('<span class="figure" data-figure="([^"]+)">[^<]*</span>')

#: What the key of signs explains, in its order.
SIGNS = ("dash", "na", "unknown", "withheld", "range", "edge", "marks", "rounding")


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
        self._title = self._headline = self._key_figure = ""
        self.cited = Citations(self.language)
        self._units: list[dict[str, object]] = []

    # -- words
    # ----------------------------------------------------------------------------------------------

    def title(self, message: str, **values: object) -> Part:
        """Return the title of the page; a page has one."""
        self._title = self._plain(message, values)
        return Part(f"<h1>{self._rich(message, values)}</h1>")

    def question(self, message: str, **values: object) -> Part:
        """Return the line above the answer: what, where, when. It is the title of the page."""
        self._title = self._plain(message, values)
        return Part(f'<p class="question">{self._rich(message, values)}</p>')

    def answer(self, message: str, **values: object) -> Part:
        """Return the headline, one sentence made from figures; a page has one."""
        text = marked_once(self._block(message, values))
        self._headline = html.unescape(re.sub("<sup>.*?</sup>|<[^>]+>", "", text))
        return Part(f"<h1>{text}</h1>")

    def heading(self, message: str, **values: object) -> Part:
        """Return a heading, which is also an entry of the table of contents; its message is its
        anchor.
        """
        self.cited.section = message
        return Part(f'<h2 id="{message}">{self._rich(message, values)}</h2>')

    def annex(self, message: str, **values: object) -> Part:
        """Return a heading at which the annex begins on paper; a page has at most one."""
        told = html.escape(self.language.say("page-annex"))
        heading = str(self.heading(message, **values).data)
        return Part(heading.replace('">', f'" class="annex" data-annex="{told}">', 1))

    def say(self, message: str, **values: object) -> Part:
        """Return a paragraph; a `Figure` among the values becomes its wording with a link to its
        sources.
        """
        return Part(f"<p>{self._block(message, values)}</p>")

    def banner(self, basis: str, *, why: str = "", more: str = "") -> Part:
        """Return the line that says on which basis the page stands; for illustrative rows it is a
        warning.

        `more` is said behind it; `why` is the anchor of the section that says the rest.
        """
        text = html.escape(f"{self.language.say(f'page-banner-{basis}')} {more}".strip())
        link = f' <a href="#{why}">{html.escape(self.language.say("page-why"))}</a>' if why else ""
        return Part(f'<p class="banner {basis}" role="note"><strong>{text}</strong>{link}</p>')

    def published_banner(self) -> Part:
        """Return the line of a page that states published figures only."""
        return Part(
            f'<p class="banner published" role="note">{html.escape(self.language.say("page-banner-published"))}</p>'
        )

    def citations(self, sources: Iterable[str]) -> str:
        """Return the citations of sources in one line, each once."""
        known = load_sources()
        return " ".join(known[key].citation(self.language.code) for key in dict.fromkeys(sources))

    def cite(self, sources: Iterable[str]) -> Part:
        """Return who published sources and when, each once, with the marks that lead to the list of
        sources.
        """
        known, cited = load_sources(), dict[str, list[str]]()
        for key in dict.fromkeys(sources):
            source = known.get(key)
            said = (
                (
                    getattr(source, f"publisher_{self.language.code}"),
                    self.language.date(source.published),
                )
                if source
                else (key,)
            )
            cited.setdefault(", ".join(part for part in said if part), []).append(key)
        return Part("; ".join(isolated(said) + self.cited.marks(of) for said, of in cited.items()))

    def facts(self, rows: Mapping[str, object]) -> Part:
        """Return a list of terms and what they are; the keys are messages, the values text or
        figures.
        """
        items = "".join(
            f"<dt>{html.escape(self.language.say(term))}</dt><dd>{self._with_basis(self._part(value))}</dd>"
            for term, value in rows.items()
        )
        return Part(f"<dl>{items}</dl>")

    def with_sources(self, text: str, *sources: str) -> Part:
        """Return text with marks that lead to its sources."""
        return Part(isolated(text) + self.cited.marks(sources))

    def inline(self, paragraph: HTML) -> str:
        """Return the inside of a paragraph made by `say`."""
        return re.sub("^<p>|</p>$", "", str(paragraph.data))

    def inline_figure(self, figure: Figure, *, also: Iterable[Figure] = ()) -> Part:
        """Return a figure in words, with the marks of its sources and of others that state the
        same.
        """
        others = tuple(source for other in also for source in self.figures.add(other).sources)
        return Part(self._part(figure) + (self.cited.marks(others) if others else ""))

    def counted(self, figure: Figure) -> Part:
        """Return a share in words with what its denominator counts: 126/144 xã (87,5%)."""
        return Part(self._stated(figure, in_words(figure, language=self.language, noun=True)))

    def bare(self, figure: Figure) -> Part:
        """Return a figure without its unit where it is a share or a number that was computed:
        126/144, 18, at least 12.
        """
        words, computed = self.wording(figure), figure.metric != "published"
        parts = figure.denominator and figure.numerator is not None
        if parts and not figure.qualifier and figure.unit != "rank":
            words = fraction(figure, language=self.language)
        elif computed and figure.value is not None and figure.unit not in ("share", "%", "rank"):
            words = number(figure.value, language=self.language, digits=digits_of(figure))
            words = qualified(words, figure.qualifier, language=self.language)
        return Part(self._stated(figure, words))

    def lead(self, figures: Iterable[Figure]) -> None:
        """Hand over the figures by which a list of reports knows the page: its key figure."""
        words = (in_words(figure, language=self.language, noun=True) for figure in figures)
        self._key_figure = "; ".join(words)

    def bullets(self, items: Iterable[HTML]) -> Part:
        """Return paragraphs made by `say` as a list."""
        inner = "".join(f"<li>{self.inline(item)}</li>" for item in items)
        return Part(f"<ul>{inner}</ul>")

    def quotation(self, row: pd.Series) -> str:
        """Return the quoted phrase of a row of evidence or items as HTML, or the words that say
        there is none.
        """
        if not row["quotation"]:
            return html.escape(self.language.say("page-no-quotation")) + self.cited.marks(
                (str(row["source"]),)
            )
        self.cited.quoted.add(str(row.name))
        id, quoted = html.escape(str(row.name)), html.escape(str(row["quotation"]))
        return f'<q lang="vi" data-evidence="{id}">{quoted}</q>{self.cited.marks((str(row["source"]),))}'

    def quoted(self, row: pd.Series) -> Part:
        """Return `quotation` as something that `say` takes as it is."""
        return Part(self.quotation(row))

    def wording(self, figure: Figure) -> str:
        """Return a figure in words: see `wording.in_words`."""
        return in_words(figure, language=self.language)

    def number(self, value: float | None, *, digits: int | None = None) -> str:
        """Return a number with as many decimals as it has: see `wording.number`."""
        return number(value, language=self.language, digits=digits)

    # -- tables and pictures
    # ----------------------------------------------------------------------------------

    def table(
        self, frame: pd.DataFrame, *, caption: str, basis: str = "", **values: object
    ) -> Part:
        """Return a table with a caption; its first column names the rows.

        Parameters
        ----------
        frame : DataFrame
            Column names are messages; cells are text, numbers, figures, or HTML of `quotation`.
            Rows whose index has the name ``code`` are also handed over as data: see `units_told`.
        caption : str
            The message above the table.
        basis : str
            "illustrative" and "estimated" are written behind the caption, as marks of sources are
            that all figures share.
        """
        body = table_html.body(frame, language=self.language, part=self._part)
        if not basis:
            body, basis = self._one_basis(body)
        self._units += unit_rows(frame, language=self.language, basis=basis)
        body, marks = shared_marks(body)
        title = self._rich(caption, values) + marks + self.basis_mark(basis)
        about = {"name": caption, "label": self._plain(caption, values), "basis": basis}
        return Part(table_html.framed(frame, body, caption=title, language=self.language, **about))

    def coverage_table(
        self, coverage: pd.DataFrame, *, of: RowsOf, id: str, first: str, caption: str, counts: str
    ) -> Part:
        """Return the coverage of each group as a table; the figures take the id `id`, a point and
        the group.
        """
        records = [
            {
                first: str(group),
                "column-coverage": of.coverage(
                    row, id=f"{id}.{slug(str(group))}", counts=counts, group=str(group)
                ),
                "column-unknown": int(row["unknown"]),
                "column-not-applicable": int(row["not_applicable"]),
            }
            for group, row in coverage.iterrows()
        ]
        return self.table(pd.DataFrame(records), caption=caption, basis=of.basis)

    def files_table(self, files: Iterable[Path], *, caption: str, hashes: bool = True) -> Part:
        """Return the data files of a page, with their SHA-256 where `hashes` says so."""
        records = [
            {"column-file": path.name, **({"column-sha256": sha256(path)} if hashes else {})}
            for path in files
        ]
        return self.table(pd.DataFrame(records), caption=caption)

    def evidence_table(self, rows: pd.DataFrame, *, caption: str, **values: str) -> Part:
        """Return published figures side by side, each with what its denominator counts and its
        quotation.

        A column ``name`` of `rows`, where there is one, says what each figure is of.
        """
        known, say = load_sources(), self.language.say
        missing, quoted = say("page-no-quotation"), bool(rows["quotation"].any())
        records = [
            {
                **({"column-indicator": row["name"]} if "name" in rows else {}),
                "column-source": self.language.date(known[str(row["source"])].published),
                "column-figure": self.figures.add(from_evidence(row)),
                "column-counts": say(f"counts-{row['denominator_counts']}")
                if row["denominator_counts"]
                else "–",
                **({"column-quotation": Part(self.quotation(row))} if quoted else {}),
                "column-remark": row[f"remark_{self.language.code}"].replace(missing, "").strip(),
            }
            for _, row in rows.iterrows()
        ]
        table = pd.DataFrame(records)
        silent = [c for c in ("column-counts", "column-remark") if table[c].isin(["", "–"]).all()]
        shown = self.table(table.drop(columns=silent), caption=caption, **values)
        return shown if quoted else Part(f"{shown.data}<p>{html.escape(missing)}</p>")

    def picture(
        self,
        picture: Picture,
        *,
        caption: str,
        table: HTML | None = None,
        basis: str = "",
        **values: object,
    ) -> Part:
        """Return a figure drawn with matplotlib: its caption, the alt text of its axes, its table
        to unfold.
        """
        alt = " ".join(str(ax.alt_text) for ax in picture.axes if hasattr(ax, "alt_text"))
        if not alt:
            raise ValueError(
                "picture: expected axes drawn by maps or charts, which carry alt_text; found none"
            )
        text = self._rich(caption, values) + self.basis_mark(basis)
        below = (
            self.unfold(table).data if table else ""
        )  # outside the figure, which a page of paper must not cut
        return Part(
            f"<figure>{image(picture, alt=alt)}<figcaption>{text}</figcaption></figure>{below}"
        )

    def unfold(self, table: HTML) -> Part:
        """Return a table that is shown when it is asked for, by its caption."""
        caption = re.sub("<(sup|strong).*?</\\1>", "", str(table.data).partition("</caption>")[0])
        about = html.unescape(re.sub("<[^>]+>", "", caption)).strip()
        shown = html.escape(self.language.say("page-show-table", table=about))
        return Part(f"<details class=data><summary>{shown}</summary>{table.data}</details>")

    def _block(self, message: str, values: Mapping[str, object]) -> str:
        """Return a sentence with the basis of its figures: see `_one_basis`."""
        return self._with_basis(self._rich(message, values))

    def _with_basis(self, text: str) -> str:
        text, basis = self._one_basis(text)
        return text + self.basis_mark(basis)

    def _one_basis(self, text: str) -> tuple[str, str]:
        """Return HTML and the basis that all its figures share; where they differ, each weak one is
        marked by itself.
        """
        bases = {id: self.figures.stated[html.unescape(id)].basis for id in _FIGURE.findall(text)}
        if len(set(bases.values())) == 1:
            return text, weakest(bases.values())
        return _FIGURE.sub(lambda found: found[0] + self.basis_mark(bases[found[1]]), text), ""

    def basis_mark(self, basis: str) -> str:
        """Return the word of a basis that must be stated, in brackets; blank for another one."""
        if basis not in MARKED_BASES:
            return ""
        return f' <strong class="basis">({html.escape(self.language.say(f"page-basis-{basis}"))})</strong>'

    # -- sources
    # ----------------------------------------------------------------------------------------------

    def sources(self) -> Part:
        """Return the numbered list of all sources that the page has cited, with licences and quoted
        phrases; and beneath it the key of signs and the rule of rounding, which a page has once.
        """
        return Part(self.cited.listed() + self._signs())

    def _signs(self) -> str:
        """Return the key of signs and the rule of rounding, folded."""
        say = self.language.say
        rows = "".join(
            f"<dt>{html.escape(say(f'signs-{sign}'))}</dt>"
            f"<dd>{html.escape(say(f'signs-{sign}-means'))}</dd>"
            for sign in SIGNS
        )
        title = html.escape(say("signs-title"))
        return f'<details class="signs"><summary>{title}</summary><dl>{rows}</dl></details>'

    def finish(self) -> Figures:
        """Hand over title, language and figures: the last line of a notebook."""
        return Figures(
            {
                "title": self._title,
                "headline": self._headline,
                "key_figure": self._key_figure,
                "language": self.language.code,
                "figures": self.figures.records(),
                "units": self._units,
            }
        )

    def _part(self, value: object) -> str:
        """Return a value as HTML: a figure with its id and its sources, HTML as it is, anything
        else escaped.
        """
        if isinstance(value, Figure):
            return self._stated(value, self.wording(value))
        if isinstance(value, HTML):
            return str(value.data)
        if isinstance(value, (int, float)):
            return html.escape(self.number(float(value)))
        return isolated(str(value))

    def _stated(self, figure: Figure, words: str) -> str:
        """Return a figure in some words, with its id and the marks of its sources."""
        self.figures.add(figure)
        id = html.escape(figure.id)
        number = f'<span class="figure" data-figure="{id}">{html.escape(words)}</span>'
        return number + self.cited.of(figure)

    def _rich(self, message: str, values: Mapping[str, object]) -> str:
        """Format a message and escape it, with the parts of the values that are HTML put in
        afterwards.
        """
        tokens = {name: f"\x00{number}\x00" for number, name in enumerate(values)}
        parts = [self._part(value) for value in values.values()]
        text = html.escape(self.language.say(message, **tokens))
        return re.sub("\x00([0-9]+)\x00", lambda token: parts[int(token[1])], text)

    def _plain(self, message: str, values: Mapping[str, object]) -> str:
        return self.language.say(message, **{name: str(value) for name, value in values.items()})

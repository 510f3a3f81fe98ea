"""What is checked, and the form of what is found."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.opening import OpenedReturn
from laocai_analysis.returns.status import asked_cells

#: How grave a finding is: an error cannot stay; a warning can be right, and is asked about; a note
#: is to be known.
SEVERITIES = ("error", "warning", "note")
COLUMNS = (
    "severity",
    "kind",
    "district",
    "code",
    "name",
    "indicator",
    "found",
    "expected",
    "file",
    "cell",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in a return.

    Parameters
    ----------
    severity : {"error", "warning", "note"}
        How grave it is.
    kind : str
        What kind of thing, as `findings.KINDS` lists them.
    found, expected : str
        What was found and what was expected, in words of the language of the case.
    district, code : str
        The codes of the district and of the unit; blank where it concerns more than one.
    indicator : str
        The id of the indicator; blank where it concerns more than one.
    file, cell : str
        Where it stands; blank where nothing stands.
    """

    severity: str
    kind: str
    found: str
    expected: str
    district: str = ""
    code: str = ""
    indicator: str = ""
    file: str = ""
    cell: str = ""


class Case:
    """A return in the hands of the checks, with all that it is compared with.

    Parameters
    ----------
    opened : OpenedReturn
        The return.
    year : int
        Its year.
    evidence : DataFrame
        The published figures, as `evidence.load_evidence` gives them.
    before : DataFrame, optional
        The return of an earlier year, as `returns.load_return` gives it.
    district : str
        The name of the district that is looked at; blank for the whole province.
    language : {"vi", "en"}
        The language of the findings.
    """

    def __init__(
        self,
        opened: OpenedReturn,
        *,
        year: int,
        evidence: pd.DataFrame,
        before: pd.DataFrame | None = None,
        district: str = "",
        language: str = "vi",
    ) -> None:
        self.opened, self.year, self.evidence, self.before, self.district = (
            opened,
            year,
            evidence,
            before,
            district,
        )
        self.language = Language(language)
        self.say = self.language.say
        self.units, self.districts = load_units(year), load_units(year, level="district")
        self.cells = asked_cells(opened.table, year=year, state=opened.state)
        self.names = load_indicators()[f"name_{language}"]
        rows = opened.table[opened.table["year"] == str(year)]
        self._rows = {(row["code"], row["indicator"]): row for row in rows.to_dict("records")}

    def parent(self, code: str) -> str:
        """Return the code of the district of a unit; blank for none."""
        return str(self.units.at[code, "parent"]) if code in self.units.index else ""

    def value(self, code: str, indicator: str) -> str:
        """Return what the return says of a unit; blank for no row."""
        return str(self._rows.get((code, indicator), {}).get("value", ""))

    def count(self, code: str, indicator: str) -> int | None:
        """Return the number that the return states of a unit; None for none."""
        value = self.value(code, indicator)
        return int(value) if value.isdigit() else None

    def basis(self, code: str, indicator: str) -> str:
        """Return the basis of a row."""
        return str(self._rows[code, indicator]["basis"])

    def place(self, code: str, *indicators: str) -> dict[str, str]:
        """Return file and cell of rows of a unit, for a `Finding`; of a table without cells the
        line of its file.
        """
        rows = [
            self._rows[code, indicator]
            for indicator in indicators
            if (code, indicator) in self._rows
        ]
        files = [row.get("file") or str(self.opened.table.attrs.get("file", "")) for row in rows]
        cells = [row.get("cell") or (self.line(row["row"]) if "row" in row else "") for row in rows]
        return {"file": _joined(files), "cell": _joined(cells)}

    def line(self, row: int) -> str:
        """Return the words for a line of a csv file."""
        return self.say("finding-line", row=str(row))

    def named(self, indicators: list[str]) -> str:
        """Return the names of indicators in one line."""
        return "; ".join(str(self.names[indicator]) for indicator in indicators)

    def table_of(self, found: list[Finding]) -> pd.DataFrame:
        """Return the findings on the district as a table, gravest first, then by district, unit and
        indicator.
        """
        order = {str(name): place for place, name in enumerate(self.names.index)}
        found = sorted(
            dict.fromkeys(found),
            key=lambda one: (
                SEVERITIES.index(one.severity),
                one.district,
                one.code,
                order.get(one.indicator, -1),
                one.kind,
            ),
        )
        table = pd.DataFrame(
            [asdict(one) for one in found], columns=[field for field in COLUMNS if field != "name"]
        )
        table["name"] = [str(self.units["name"].get(code, "")) for code in table["code"]]
        table["district"] = [
            str(self.districts["name"].get(code, "")) for code in table["district"]
        ]
        if self.district:
            table = table[table["district"] == self.district]
        return table[list(COLUMNS)].reset_index(drop=True)


def named_unit(name: str, district: str, *, within: str = "") -> str:
    """Return the name of a unit and of its district, without the district where that is the one
    looked at.

    Examples
    --------
    >>> named_unit("Xã Tả Van", "Huyện Sa Pa")
    'Xã Tả Van, Huyện Sa Pa'
    >>> named_unit("Xã Tả Van", "Huyện Sa Pa", within="Huyện Sa Pa")
    'Xã Tả Van'
    """
    return ", ".join(
        part for part in (name, "" if name and district == within else district) if part
    )


def _joined(texts: list[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))

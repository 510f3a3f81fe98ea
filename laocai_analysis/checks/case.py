"""A return under check, and the form of a finding: a code and values, without words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from laocai_analysis.indicators import answered, load_indicators
from laocai_analysis.language import Bilingual, Message, Value
from laocai_analysis.places.groups import load_groups
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
        What kind of thing, as `checks.KINDS` lists them.
    found, expected : Message or value of a message
        What was found and what was expected; `Language.text` gives the words.
    district, code : str
        The codes of the district and of the unit; blank where it concerns more than one.
    indicator : str
        The id of the indicator; blank where it concerns more than one.
    file : str
        The file; blank for none.
    cell : value of a message
        The cells or lines of the file; blank for none.
    """

    severity: str
    kind: str
    found: Value
    expected: Value
    district: str = ""
    code: str = ""
    indicator: str = ""
    file: str = ""
    cell: Value = ""


class Case:
    """A return under check, with the data that it is compared with.

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
        The name of the district to check; blank for the whole province.
    province : str
        The province; blank for that of the project.
    """

    def __init__(
        self,
        opened: OpenedReturn,
        *,
        year: int,
        evidence: pd.DataFrame,
        before: pd.DataFrame | None = None,
        district: str = "",
        province: str = "",
    ) -> None:
        self.opened, self.year, self.district = opened, year, district
        self.province = province
        self.evidence, self.before = evidence, before
        self.units = load_units(year, province=province)
        self.groups = load_groups(year, province=province)
        self.cells = asked_cells(opened.table, year=year, state=opened.state, province=province)
        catalogue, self._answers = load_indicators(), answered().to_dict()
        pairs = zip(catalogue["name_vi"], catalogue["name_en"], strict=True)
        self.names = dict(zip(catalogue.index, (Bilingual(*pair) for pair in pairs), strict=True))
        rows = opened.table[opened.table["year"] == str(year)]
        self._rows = {(row["code"], row["indicator"]): row for row in rows.to_dict("records")}

    def parent(self, code: str) -> str:
        """Return the code of the district or group of a unit; blank for none."""
        return str(self.groups.of.get(code, ""))

    def value(self, code: str, indicator: str) -> str:
        """Return what the return says of a unit; blank for no row."""
        return str(self._rows.get((code, indicator), {}).get("value", ""))

    def count(self, code: str, indicator: str) -> int | None:
        """Return what the return counts in a unit; None for nothing, and for a share."""
        value = self.value(code, indicator)
        return int(value) if self.counts(indicator) and value.isdigit() else None

    def counts(self, indicator: str) -> bool:
        """Tell whether an indicator is counted."""
        return self._answers.get(indicator) == "count"

    def basis(self, code: str, indicator: str) -> str:
        """Return the basis of a row."""
        return str(self._rows[code, indicator]["basis"])

    def place(self, code: str, *indicators: str) -> tuple[str, Value]:
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
        return "; ".join(_distinct(files)), _distinct(cells)

    @staticmethod
    def line(row: int) -> Message:
        """Return the message for a line of a csv file."""
        return Message("finding-line", row=str(row))

    def named(self, indicators: list[str]) -> Value:
        """Return the names of indicators."""
        return tuple(self.names[indicator] for indicator in indicators)

    def table_of(self, found: list[Finding]) -> pd.DataFrame:
        """Return the findings on the district as a table, gravest first, then by district, unit and
        indicator.
        """
        order = {str(name): place for place, name in enumerate(self.names)}
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
        fields = [field for field in COLUMNS if field != "name"]
        rows = [[getattr(one, field) for field in fields] for one in found]
        table = pd.DataFrame(rows, columns=fields, dtype=object)
        table["name"] = [str(self.units["name"].get(code, "")) for code in table["code"]]
        table["district"] = [str(self.groups.names.get(code, "")) for code in table["district"]]
        if self.district:
            table = table[table["district"] == self.district]
        return table[list(COLUMNS)].reset_index(drop=True)


def named_unit(name: str, district: str, *, within: str = "") -> str:
    """Return the name of a unit and of its district, without the district where the page is about
    that district.

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


def _distinct(values: list[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for value in values if value))

"""What several commands take: the folder of reports, formats, hooks, NAME=VALUE."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option

from laocai_analysis.errors import Fault, ParameterError
from laocai_analysis.language import Message

Text = str | None
Texts = list[str] | None
Output = Annotated[
    Path | None, Option("-o", "--output", help="Thư mục báo cáo / folder of reports")
]
MoreFormats = Annotated[str, Option(help="Định dạng thêm / formats beside the page: pdf,docx,xlsx")]
Year = Annotated[int, Option("--year", help="Năm báo cáo / the year that is reported on")]
Address = Annotated[str, Option("--store", help="postgresql://...; trống là tệp / blank for files")]
HooksFile = Annotated[Path | None, Option(help="Tệp báo tin (.yml) / hooks of success and failure")]


def split_formats(text: str) -> tuple[str, ...]:
    """Return the formats that an option lists: ``pdf,docx``."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def named_values(given: list[str], *, option: str, form: str) -> dict[str, str]:
    """Return what a repeated option gives by name.

    Parameters
    ----------
    given : list of str
        The texts, such as ``year=2008``.
    option, form : str
        The option and the form of its texts, for the fault: ``-p``, ``NAME=VALUE``.

    Raises
    ------
    ParameterError
        With every text that is of another form or gives a name again.

    Examples
    --------
    >>> named_values(["year=2008", "district="], option="-p", form="NAME=VALUE")
    {'year': '2008', 'district': ''}
    """
    pairs: dict[str, str] = {}
    faults = []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name in pairs:
            expected = Message("expected-once-each", form=form)
            faults.append(str(Fault(option, None, None, expected, repr(text))))
        pairs[name] = value
    if faults:
        raise ParameterError("\n".join(faults))
    return pairs

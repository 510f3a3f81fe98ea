"""The province that the project is about: its code and its name, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Province:
    """A province.

    Parameters
    ----------
    code : str
        The code of the statistics office.
    name : str
        The name without its type.
    """

    code: str
    name: str


#: The province of the project.
PROVINCE = Province("10", "Lào Cai")

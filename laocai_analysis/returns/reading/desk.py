"""Where doubts are put and decisions are looked up, while a file is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from laocai_analysis.language import Value
from laocai_analysis.returns.reading.questions import Decision, Doubt, decided, doubt_id


class Asked(Protocol):
    """What keeps the doubts of a file, and the decisions that were applied."""

    file: str
    sha256: str
    doubts: list[Doubt]
    used: list[str]


class Desk:
    """Puts down what is in doubt, unless it was decided.

    Parameters
    ----------
    reading : Asked
        Where doubts and the ids of applied decisions are kept.
    decisions : mapping of str to Decision
        What was decided, by the id of a doubt or of a rule.
    """

    def __init__(self, reading: Asked, decisions: Mapping[str, Decision]) -> None:
        self.reading, self.decisions = reading, decisions
        #: How often each rule was applied, by what it was applied to.
        self.ruled: dict[tuple[Value, str], int] = {}

    def ask(
        self,
        kind: str,
        cell: str,
        found: Value,
        *,
        candidates: Iterable[str] = (),
        allowed: Iterable[str] | None = None,
        number: str = "",
        holds: Iterable[tuple[str, str]] = (),
        about: str | None = None,
        rule: tuple[str, ...] = (),
        unit: str = "",
        column: str = "",
    ) -> str | None:
        """Return what was decided, or put the doubt down and return None.

        Parameters
        ----------
        kind, cell, found, candidates, holds, unit, column
            As in `Doubt`.
        allowed : iterable of str, optional
            The possible decisions beside ``skip``; the first words of the candidates by default.
        number : str
            Which numbers are possible too, as in `decided`.
        about : str, optional
            What the doubt is about where `found` tells more, that other decisions may change.
        rule : tuple of str
            What all doubts share that one decision may answer together, also in the next file;
            none where each is one of a kind.
        """
        shown, plain = tuple(candidates), found if isinstance(found, str) else repr(found)
        key = self.key(kind, cell, plain if about is None else about)
        ruled = doubt_id("rule", kind, *rule) if rule else ""
        made = self.decisions.get(key) or self.decisions.get(ruled)
        if made is None:
            doubt = Doubt(
                key,
                self.reading.file,
                cell,
                kind,
                found[:300] if isinstance(found, str) else found,
                shown,
                tuple(holds),
                ruled,
                unit,
                column,
            )
            self.reading.doubts.append(doubt)
            return None
        choices = allowed if allowed is not None else (text.split(" ")[0] for text in shown)
        choice = decided(made, kind=kind, allowed={"skip", *choices}, number=number)
        self.reading.used.append(made.id)
        if made.id == ruled:
            place = (found[:60] if isinstance(found, str) else found, choice)
            self.ruled[place] = self.ruled.get(place, 0) + 1
        return choice

    def key(self, kind: str, cell: str, found: str) -> str:
        """Return the id of a doubt of the file."""
        return doubt_id(self.reading.sha256, kind, cell, found)

    def overruled(self, kind: str, cell: str, found: str, *, allowed: Iterable[str]) -> str | None:
        """Return what a person decided of something that was not in doubt; None for nothing."""
        made = self.decisions.get(self.key(kind, cell, found))
        if made is None:
            return None
        self.reading.used.append(made.id)
        return decided(made, kind=kind, allowed={"skip", *allowed})

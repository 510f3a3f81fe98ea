"""Files of entries that people write, YAML, TOML or JSON: read whole and checked against a form."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from unicodedata import normalize

import yaml

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import read_plain

#: The most bytes of a file that somebody writes.
_MOST = 5_000_000


class Value(NamedTuple):
    """One kind of value.

    Parameters
    ----------
    expected : Message
        What describes it.
    holds : callable
        Tells whether something is of that kind.
    secret : bool
        Whether a fault hides what was found.
    """

    expected: Message
    holds: Callable[[Any], bool]
    secret: bool = False


#: What an entry may hold: a value; a list of one form; one or several of a form, as a tuple of it;
#: or entries by name. A name that ends with "?" may be left out; "*" is any name.
Form: TypeAlias = "Value | list[Form] | tuple[Form] | Mapping[str, Form]"

ANY = Value(Message("expected-value"), lambda held: held is not None)
TEXT = Value(Message("expected-text"), lambda held: isinstance(held, str))
FILLED = Value(Message("expected-value"), lambda held: isinstance(held, str) and bool(held.strip()))
WHOLE = Value(Message("expected-whole"), lambda held: type(held) is int)
COUNT = Value(Message("expected-whole-not-negative"), lambda held: type(held) is int and held >= 0)
FLAG = Value(Message("expected-flag"), lambda held: isinstance(held, bool))


def one_of(choices: Iterable[str]) -> Value:
    """Return the kind of value that is one of some texts."""
    valid = list(choices)
    return Value(Message("expected-one-of", choices=", ".join(valid)), valid.__contains__)


def read_entries(path: Path, form: Mapping[str, Form]) -> dict[str, Any]:
    """Read a file of entries and check it.

    Parameters
    ----------
    path : Path
        A UTF-8 file; its suffix tells whether it is TOML or JSON, else it is YAML. Every value of
        YAML is read as the text that was typed: ``080`` and ``no`` stay as they are.
    form : mapping
        What the file must hold, as `Form` describes it.

    Returns
    -------
    dict
        The entries, in Unicode NFC; an entry that may be left out can be None.

    Raises
    ------
    InputError
        With every fault: a line that cannot be read, a name that occurs twice, an entry that is
        missing, unknown or of another kind.

    Examples
    --------
    >>> form = {"title": FILLED, "year?": WHOLE}
    >>> for fault in entry_faults({"year": "2025"}, form, file="a.toml"):
    ...     print(fault)
    a.toml, entry year: expected a whole number; found '2025'
    a.toml, entry title: expected a value; found none
    """
    held = parse(path)
    if faults := entry_faults(held, form, file=path.name):
        raise InputError(faults)
    return dict(held)


def parse(path: Path) -> Any:
    """Return what a file holds, as `read_entries` does, before it is checked."""
    expected, read = _READERS.get(path.suffix, _YAML)
    text, line = "", None
    found: Message | str = Message("found-unreadable")
    try:
        text = normalize("NFC", read_plain(path, most=_MOST, links=True).decode("utf-8-sig"))
        return read(text)
    except FileNotFoundError:
        found = Message("found-no-file")
    except OSError as error:
        found = error.strerror or str(error)
    except UnicodeDecodeError:
        found = Message("found-not-utf8")
    except _TwiceError as error:
        line, found = error.line, Message("found-twice", name=repr(error.name))
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        line = _line_of(error)
        if "\t" in _indent(text, line):
            found = Message("found-tab")
    raise InputError([Fault(path.name, line, None, Message(expected), found)])


def entry_faults(held: object, form: Form, *, file: str, entry: str = "") -> list[Fault]:
    """Return every fault of what an entry holds, the places in a list counted from 1.

    Parameters
    ----------
    held : object
        What it holds; None where it is missing.
    form : Value, list, tuple or mapping
        What it must hold, as `Form` describes it.
    file, entry : str
        The file and the entry, for the faults; the entry is blank for the whole file.
    """
    if isinstance(form, tuple) and not isinstance(form, Value):  # one, or several
        form = list(form) if isinstance(held, list) else form[0]
    if isinstance(form, Value) and form.holds(held):
        return []
    inside = f"{entry}." if entry else ""
    if isinstance(form, list) and isinstance(held, list):
        return [
            fault
            for number, one in enumerate(held, start=1)
            for fault in entry_faults(one, form[0], file=file, entry=f"{inside}{number}")
        ]
    if not (isinstance(form, Mapping) and isinstance(held, Mapping)):
        return [Fault(file, None, entry or None, _expected(form), _found(held, form))]
    faults = []
    known = {name.removesuffix("?"): name for name in form}
    for name, value in held.items():
        wanted = known.get(str(name)) or known.get("*")
        if wanted is None:
            expected, found = one_of(known).expected, Message("found-this-entry")
            faults.append(Fault(file, None, f"{inside}{name}", expected, found))
        elif value is not None or not wanted.endswith("?"):
            faults += entry_faults(value, form[wanted], file=file, entry=f"{inside}{name}")
    for name, wanted in known.items():
        if name not in held and name != "*" and not wanted.endswith("?"):
            faults += entry_faults(None, form[wanted], file=file, entry=f"{inside}{name}")
    return faults


def _expected(form: Form) -> Message:
    if isinstance(form, Value):
        return form.expected
    if not isinstance(form, Mapping):
        return Message("expected-list")
    if "*" in form:
        return Message("expected-named-entries")
    return Message("expected-entries", choices=", ".join(name.removesuffix("?") for name in form))


def _found(held: object, form: Form) -> Message | str:
    if held is None:
        return Message("found-none")
    if isinstance(form, Value) and form.secret:
        return Message("found-other-value")
    if isinstance(held, (Mapping, list)):
        return Message("found-entries" if isinstance(held, Mapping) else "found-list")
    text = repr(held)
    return text if len(text) <= 60 else text[:57] + "..."


class _TwiceError(ValueError):
    """A name that occurs twice: which of the two is meant is not known."""

    def __init__(self, name: str, line: int | None = None) -> None:
        super().__init__(name)
        self.name, self.line = name, line


_KEPT = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "merge", "str", "seq", "map")}


class _Texts(yaml.SafeLoader):
    """A loader that knows texts, lists and mappings alone: no numbers, dates, yes and no."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen = set[str]()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise _TwiceError(key.value, key.start_mark.line + 1)
            seen.add(str(key.value))
        return node


_Texts.yaml_implicit_resolvers = {
    first: [one for one in several if one[0] in _KEPT]
    for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Texts.yaml_constructors = {
    tag: make
    for tag, make in yaml.SafeLoader.yaml_constructors.items()
    if tag is None or tag in _KEPT
}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make the entries of a JSON object; the library would take the last of two of one name."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return dict(pairs)


def _line_of(error: Exception) -> int | None:
    """Return the line at fault, as each library tells it."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return int(error.problem_mark.line) + 1
    told = getattr(error, "lineno", None) or re.search(r"at line (\d+)", str(error))
    return int(told[1] if isinstance(told, re.Match) else told) if told else None


def _indent(text: str, line: int | None) -> str:
    lines = text.splitlines()
    written = lines[line - 1] if line and line <= len(lines) else ""
    return written[: len(written) - len(written.lstrip())]


#: How a file is read, by its suffix, with the message that describes it; any other is YAML.
_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    ".toml": ("expected-toml", tomllib.loads),
    ".json": ("expected-json", lambda text: json.loads(text, object_pairs_hook=_once)),
}
_YAML: tuple[str, Callable[[str], Any]] = (
    "expected-yaml",
    lambda text: yaml.load(text, Loader=_Texts),
)

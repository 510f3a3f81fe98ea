"""Write the list of rooms in docs/en/rooms.md from the first lines of the modules.

.venv/bin/python docs/rooms.py
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "laocai_analysis"
PAGE = ROOT / "docs" / "en" / "rooms.md"
BEGIN, END = "<!-- rooms: made by docs/rooms.py -->\n", "<!-- end of rooms -->\n"


def first_line(module: Path) -> str:
    """Return the first line of a module's docstring, without its full stop."""
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split()).rstrip(".")


def rooms() -> str:
    """Return the list: each folder and file of the package with what it is for."""
    lines = []
    for path in sorted(PACKAGE.rglob("*.py"), key=_place):
        depth = len(path.relative_to(PACKAGE).parts) - 1
        if path.name == "__init__.py":
            name, depth = f"{path.parent.name}/", depth - 1
        else:
            name = path.stem
        if path.parent != PACKAGE or path.name not in ("__init__.py", "__main__.py"):
            lines.append(f"{'  ' * depth}* `{name}`: {first_line(path)}.\n")
    return "".join(lines)


def _place(path: Path) -> tuple[str, ...]:
    """Sort a folder's own line before the folder's files, and files of the package first."""
    parts = path.relative_to(PACKAGE).parts
    names = parts[:-1] if path.name == "__init__.py" else parts
    return tuple(("0" if name.endswith(".py") else "1") + name for name in names)


def with_rooms(text: str) -> str:
    """Return the text of the page with a list of rooms that is up to date."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + rooms() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    old = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_rooms(old), encoding="utf-8")

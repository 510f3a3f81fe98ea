"""From the messages of a shell to the outputs of a cell, by the rules of nbclient."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode, from_dict


class CellOutputs:
    """Writes messages into the cells of a notebook, as they come.

    Parameters
    ----------
    notebook : NotebookNode
        Its code cells are changed.

    Notes
    -----
    Pieces of one stream that follow each other become one output. nbclient keeps the pieces apart;
    where it cuts depends on the clock.
    """

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook = notebook
        self._index = -1
        self._cell: Any = None
        self._clear_first = False
        self._pieces: list[str] = []
        self._places: dict[str, dict[int, list[int]]] = {}

    def begin(self, index: int) -> None:
        """Take what follows for the cell with this number."""
        self._index, self._cell = index, self._notebook.cells[index]
        self._cell.outputs = []
        self._clear_first = False
        self._pieces = []

    def end(self) -> None:
        """Complete the cell."""
        self._join()

    def take(self, kind: str, content: dict[str, Any]) -> NotebookNode | None:
        """Take a message; return the output that it is, if it is one.

        Parameters
        ----------
        kind : str
            The type of the message.
        content : dict
            Its content, as the messages of Jupyter have it.
        """
        if "execution_count" in content:
            self._cell.execution_count = content["execution_count"]
        name = (content.get("transient") or {}).get("display_id")
        if name:
            self._update(name, content)
        if kind == "clear_output":
            self._clear_first = bool(content.get("wait"))
            if not self._clear_first:
                self._clear()
        elif kind in ("stream", "display_data", "execute_result", "error"):
            return self._append(kind, content, name)
        return None

    def _append(self, kind: str, content: dict[str, Any], name: str | None) -> NotebookNode:
        if self._clear_first:
            self._clear()
            self._clear_first = False
        output: NotebookNode = from_dict({"output_type": kind, **content})
        output.pop("transient", None)
        last = self._cell.outputs[-1] if self._cell.outputs else {}
        if kind == "stream" and last.get("name") == content["name"]:
            self._pieces.append(content["text"])
            return output
        self._join()
        if name:
            self._places.setdefault(name, {}).setdefault(self._index, []).append(
                len(self._cell.outputs)
            )
        self._cell.outputs.append(output)
        if kind == "stream":
            self._pieces = [content["text"]]
        return output

    def _join(self) -> None:
        """Put the pieces of the last stream together."""
        if self._pieces:
            self._cell.outputs[-1]["text"] = "".join(self._pieces)
        self._pieces = []

    def _clear(self) -> None:
        self._pieces = []
        self._cell.outputs[:] = []
        for places in self._places.values():
            if self._index in places:
                places[self._index] = []

    def _update(self, name: str, content: dict[str, Any]) -> None:
        for index, places in self._places.get(name, {}).items():
            for place in places:
                output = self._notebook.cells[index].outputs[place]
                output["data"], output["metadata"] = (
                    from_dict(content["data"]),
                    from_dict(content["metadata"]),
                )

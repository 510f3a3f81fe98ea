"""Put data, notebooks and the kept part of ``geo/`` into the wheel, below
``laocai_analysis/_bundled``.

Only into a real wheel (an editable install reads the checkout), and by pattern, so that boundaries
which somebody built or imported into ``geo/`` never travel: they may not be passed on.
"""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = (
    "laocai.toml",
    "data/**/*.csv",
    "data/**/*.json",
    "data/**/*.md",
    "notebooks/*.ipynb",
    "notebooks/*.yml",
    "geo/README.md",
    "geo/sources.json",
    "geo/*.csv",
)


class Bundle(BuildHookInterface):
    """The hook that hatchling calls before it builds."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Add the files of `BUNDLED` to a standard wheel."""
        if version != "standard":
            return
        root = Path(self.root)
        for pattern in BUNDLED:
            for path in sorted(root.glob(pattern)):
                inside = path.relative_to(root)
                build_data["force_include"][str(path)] = (
                    f"laocai_analysis/_bundled/{inside.as_posix()}"
                )

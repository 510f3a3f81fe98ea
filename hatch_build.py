"""Put data, notebooks and the kept part of ``geo/`` into the wheel, below
``laocai_analysis/_bundled``.

Only into a real wheel (an editable install reads the checkout), and by pattern, so that boundaries
which somebody built or imported into ``geo/`` never travel: they may not be passed on. With them
goes the script of interactive maps, so that what makes it, of 84 MB, is installed nowhere else.
"""

from pathlib import Path
from typing import Any

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
#: Vega, Vega-Lite and Vega-Embed as one file: see `laocai_analysis.pictures.map_program`.
SCRIPT = "laocai_analysis/pictures/vega.js"


class Bundle(BuildHookInterface):
    """The hook that hatchling calls before it builds."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files of `BUNDLED` to a standard wheel."""
        if version != "standard":
            return
        import vl_convert

        root = Path(self.root)
        script = str(vl_convert.javascript_bundle()).replace("</script", "<\\/script")
        (root / SCRIPT).write_text(script, encoding="utf-8")
        build_data["artifacts"].append(f"/{SCRIPT}")
        for pattern in BUNDLED:
            for path in sorted(root.glob(pattern)):
                inside = path.relative_to(root)
                build_data["force_include"][str(path)] = (
                    f"laocai_analysis/_bundled/{inside.as_posix()}"
                )

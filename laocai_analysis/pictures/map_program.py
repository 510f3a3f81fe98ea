"""What a page needs once for all its interactive maps: program, hatches, style."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from laocai_analysis.pictures.maps import FILLS, HIDDEN
from laocai_analysis.schema import WITHHELD
from laocai_analysis.writing import write_whole

#: Fills that Vega does not have: hatches, as SVG patterns that the page defines once.
PATTERNS = {"unknown": "laocai-unknown", "na": "laocai-na", WITHHELD: "laocai-withheld"}


@lru_cache(maxsize=1)
def program() -> str:
    """Return the script that draws every map of a page: Vega with its expressions interpreted, and
    not compiled.

    So a page may forbid ``eval`` by its Content-Security-Policy. The licences of what it is made of
    come first.
    """
    notice = Path(__file__).with_name("NOTICE.txt").read_text(encoding="utf-8")
    return f"/*\n{notice}*/\n{_bundle()}\n{{{_DRAW}}}\n"


def _bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script. A wheel carries it (`hatch_build.py`); a
    checkout makes it once, which takes a second or two.
    """
    kept = Path(__file__).with_name("vega.js")
    if kept.is_file():
        return kept.read_text(encoding="utf-8")
    import vl_convert

    bundle = str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # so says its stub
    made = bundle.replace("</script", "<\\/script")
    with suppress(OSError):  # a checkout of another user
        write_whole(kept, made.encode())
    return made


_DRAW = """
// Draw for the room there is: a picture that is scaled down has letters that nobody can read.
const fit = (spec, room) => {
  const ratio = Math.min(1, room / spec.vconcat[0].width);
  if (!(ratio > 0 && ratio < 1)) return;
  spec.vconcat[0].height *= ratio;
  for (const view of spec.vconcat) view.width *= ratio;
  for (const frame of Object.values(spec.params.find(one => one.name === "frames").value)) {
    frame.scale *= ratio;
    frame.translate = frame.translate.map(end => end * ratio);
  }
  spec.config.legend.columns = 2;
};
for (const place of document.querySelectorAll("div.interactive")) {
  const held = JSON.parse(place.querySelector("script[type='application/json']").textContent);
  fit(held.spec, place.clientWidth - 36); // what lies around a map: paddings, the end of an axis
  vegaEmbed(place.querySelector(".live"), held.spec, {
    mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, formatLocale: held.locale,
    tooltip: {disableDefaultStyle: true},
  }).then(() => place.classList.add("ready"));
}
"""


def patterns() -> str:
    """Return the hatches of "unknown", "hidden" and "not applicable" as SVG patterns, for a page to
    define once.
    """
    unknown, na = FILLS["unknown"], FILLS["na"]
    return (
        '<svg width="0" height="0" aria-hidden="true" class="patterns"><defs>'
        f'<pattern id="{PATTERNS["unknown"]}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{unknown.color}"/>'
        f'<rect width="1.5" height="6" fill="{unknown.hatch_color}"/></pattern>'
        f'<pattern id="{PATTERNS[WITHHELD]}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(-45)"><rect width="6" height="6" fill="{HIDDEN.color}"/>'
        f'<rect width="1.5" height="6" fill="{HIDDEN.hatch_color}"/></pattern>'
        f'<pattern id="{PATTERNS["na"]}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{na.color}"/><circle cx="3" cy="3" r="1" fill="{na.hatch_color}"/>'
        "</pattern></defs></svg>"
    )


#: The style of maps in a page, and in a frame of their own.
STYLE = """
.patterns { position: absolute; }
.interactive .live { display: none; }
.interactive.ready .live { display: flex; flex-direction: column; background: #fff; color: #111; padding: .5rem;
  color-scheme: light; }
.interactive .live svg { max-width: 100%; height: auto; }
.interactive .vega-bindings { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 0 0 .5rem;
  order: -1; }
.interactive .vega-bind { max-width: 100%; }
.interactive .vega-bind label { display: flex; flex-wrap: wrap; align-items: center; }
.interactive .vega-bind-name { margin-right: .4rem; }
.interactive select { font: inherit; min-width: 0; max-width: 100%; padding: .2rem; }
#vg-tooltip-element { position: fixed; visibility: hidden; z-index: 9; max-width: 20rem; overflow-wrap: anywhere;
  background: #fff; color: #111; border: 1px solid #444; border-radius: 3px; padding: .3rem .5rem;
  font: .85rem sans-serif; }
#vg-tooltip-element.visible { visibility: visible; }
#vg-tooltip-element td.key { padding-right: .6rem; text-align: right; color: #555; }
@media screen { .interactive.ready .still { display: none; } }
@media print { .interactive.ready .live { display: none; } }
"""

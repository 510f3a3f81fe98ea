"""How far the figures of an indicator in a return can be relied on: response, basis, list."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from laocai_analysis.basis import BASES
from laocai_analysis.checks.returns import find
from laocai_analysis.indicators import applies, load_indicators

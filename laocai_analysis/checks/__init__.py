"""Errors and gaps in the published figures and in a return. Nothing is corrected here."""

from laocai_analysis.checks.audience import Shown, evidence_for, not_shown, shown_to
from laocai_analysis.checks.case import COLUMNS, SEVERITIES, Case, Finding
from laocai_analysis.checks.plausibility import JUMP_EFFECT, JUMP_LEAST, published_figures
from laocai_analysis.checks.published import (
    against_return,
    check_article,
    greater_than_whole,
    recompute,
)
from laocai_analysis.checks.quality import Log, Quality, assess, log_of
from laocai_analysis.checks.returns import KINDS, find, open_questions, shown, tally, worded
from laocai_analysis.qualifier import NEARLY

__all__ = [
    "COLUMNS",
    "JUMP_EFFECT",
    "JUMP_LEAST",
    "KINDS",
    "NEARLY",
    "SEVERITIES",
    "Case",
    "Finding",
    "Log",
    "Quality",
    "Shown",
    "against_return",
    "assess",
    "check_article",
    "evidence_for",
    "find",
    "greater_than_whole",
    "log_of",
    "not_shown",
    "open_questions",
    "published_figures",
    "recompute",
    "shown",
    "shown_to",
    "tally",
    "worded",
]

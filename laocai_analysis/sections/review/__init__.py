"""The annual review of published figures, section by section."""

from laocai_analysis.sections.review.review_topics import (
    TOPICS,
    changes,
    contradictions,
    headline,
    joined,
    key,
    national_series,
    of_topic,
    returns_in_words,
)
from laocai_analysis.sections.review.series import (
    afterwards,
    changed,
    closing,
    of_round,
)
from laocai_analysis.sections.review.year import (
    Subject,
    answer,
    disagreeing,
    topics,
)

__all__ = [
    "TOPICS",
    "Subject",
    "afterwards",
    "answer",
    "changed",
    "changes",
    "closing",
    "contradictions",
    "disagreeing",
    "headline",
    "joined",
    "key",
    "national_series",
    "of_round",
    "of_topic",
    "returns_in_words",
    "topics",
]

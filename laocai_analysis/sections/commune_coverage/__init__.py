"""The coverage report: which communes have a service, section by section."""

from laocai_analysis.sections.commune_coverage.coverage_answer import answer, headline, key
from laocai_analysis.sections.commune_coverage.coverage_counted import counted
from laocai_analysis.sections.commune_coverage.coverage_method import closing
from laocai_analysis.sections.commune_coverage.drawn import maps_of, where
from laocai_analysis.sections.commune_coverage.listed import beyond, by_group, without
from laocai_analysis.sections.commune_coverage.peopled import people
from laocai_analysis.sections.commune_coverage.stated import (
    published,
    published_in_words,
    radius_intro,
)
from laocai_analysis.sections.commune_coverage.subject import Subject, without_by_group

__all__ = [
    "Subject",
    "answer",
    "beyond",
    "by_group",
    "closing",
    "counted",
    "headline",
    "key",
    "maps_of",
    "people",
    "published",
    "published_in_words",
    "radius_intro",
    "where",
    "without",
    "without_by_group",
]

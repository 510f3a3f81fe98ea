"""What a notebook puts on a page: figures, wording, page."""

from laocai_analysis.page.markup import Figures, Part, Section
from laocai_analysis.page.page import Page

__all__ = ["Figures", "Page", "Part", "Section"]

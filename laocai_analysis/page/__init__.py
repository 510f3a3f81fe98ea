"""What a notebook puts on a page: figures, wording, page."""

from laocai_analysis.page.page import Figures, Page, Part

__all__ = ["Figures", "Page", "Part"]

"""The sections of each report: its words, and how they are put together."""

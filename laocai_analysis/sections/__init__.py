"""The words of each report: one module for each."""

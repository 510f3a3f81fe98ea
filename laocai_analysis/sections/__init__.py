"""The words of each report, one module a report."""

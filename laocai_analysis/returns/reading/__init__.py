"""Any file a district sends: cells, their meaning, questions."""

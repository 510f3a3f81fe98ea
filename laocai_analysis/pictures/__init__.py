"""Pictures: maps, charts, interactive maps, credits. They read no data."""

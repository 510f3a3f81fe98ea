"""Places: administrative units at a date, boundaries, tiles, the country."""

"""Office forms made by chance: what is true, how an office writes it, and whether the importer
reads it.
"""

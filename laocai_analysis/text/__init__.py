"""Vietnamese text: keys and tone marks, encodings from before Unicode."""

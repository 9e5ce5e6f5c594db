"""Data sets: files that may be hostile, their split, and the one way from a configuration to prepared images."""

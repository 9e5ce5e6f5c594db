"""A trained model in NumPy: what it reads, why, how surely, and what confuses it."""

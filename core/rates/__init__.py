"""Learning rates: which ones to race, what became of each, and what theory allows."""

"""Races over any one setting: what is filed for them, what becomes of them, and a table of those worth seeing."""

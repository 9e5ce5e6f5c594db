"""Hints: tables of rules over what the figures of a training, a race or a reading say.

A rule returns facts; the sentences are the dashboard's.
"""

"""Simplified Chinese, one module a page."""

from dashboard.text.zh import common, compare, draw, settings, train

SENTENCES = {
    key: sentence for page in (common, settings, train, compare, draw) for key, sentence in page.SENTENCES.items()
}

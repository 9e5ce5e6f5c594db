"""Names that users gave, where there is little room for them."""

import unicodedata


def breadth(name: str) -> int:
    """Return how broad a name is, in letters: Chinese, Japanese and Korean ones are two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)


def short(name: str, most: int) -> str:
    """Return a name that is no broader than `most` letters; what was left out is an ellipsis."""
    if breadth(name) <= most:
        return name
    kept = name
    while breadth(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"

"""What names of arrays, files and folders say: which part of a data set, and whether images or labels."""

import re
from collections.abc import Iterable
from typing import Literal

Part = Literal["train", "validation", "test"]
Kind = Literal["images", "labels"]

_PARTS: dict[str, Part] = {
    **dict.fromkeys(("train", "training", "tr"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "t10k"), "test"),
}

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("x", "images", "image", "imgs", "img", "data", "pixels", "features", "inputs"), "images"),
    **dict.fromkeys(("y", "labels", "label", "targets", "target", "classes", "class"), "labels"),
}


def words(name: str) -> list[str]:
    """Return the words of a name, in small letters: of "X_train", "trainX" and "xtrain" x and train."""
    found = []
    for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name):
        word = word.lower()
        if word[:1] in "xy" and word[1:] in _PARTS:
            found += [word[0], word[1:]]
        elif word[-1:] in "xy" and word[:-1] in _PARTS:
            found += [word[:-1], word[-1]]
        else:
            found.append(word)
    return found


def part_in(name: str) -> Part | None:
    """Return which part of a data set a name says, the last word first; None where it says none."""
    return next((_PARTS[word] for word in reversed(words(name)) if word in _PARTS), None)


def kind_in(name: str) -> Kind | None:
    """Return whether a name says images or labels: the more certain x and y, images and labels first."""
    said = words(name)
    if "names" in said:  # of classes or features, beside what they are names of
        return None
    return next((kind for word, kind in _KINDS.items() if word in said), None)


def plainest(names: Iterable[str]) -> str:
    """Return which of several names of the same thing is the simplest: "data" before "data_raw"."""
    order = list(_KINDS)
    return min(names, key=lambda name: (len(words(name)), *(order.index(w) for w in words(name) if w in _KINDS)))


def partner(name: str, kind: Kind, part: Part | None) -> str:
    """Return what the array of the other kind would be called that belongs to images or labels of that name."""
    pairs = (("images", "labels"), ("image", "label"), ("data", "target"), ("X", "y"), ("x", "y"))
    for images, labels in pairs:
        own, other = (images, labels) if kind == "images" else (labels, images)
        if own in re.findall(r"[A-Za-z]+", name.replace("_", " ")):
            return re.sub(rf"(?<![A-Za-z]){own}(?![A-Za-z])", other, name, count=1)
    return f"{'y' if kind == 'images' else 'x'}_{part or 'train'}"

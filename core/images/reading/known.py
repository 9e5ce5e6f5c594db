"""Data sets that many people have, by what their files are called and how many classes they hold."""

from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from core.classes import DIGITS

Known = Literal["fashion", "kmnist", "k49", "emnist", "letters"]

_LETTERS = tuple(ascii_uppercase)

_FASHION = (
    "T-shirt",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""Xiao et al. 2017, Fashion-MNIST; "T-shirt" is T-shirt/top there."""

_KMNIST = tuple("おきすつなはまやれを")
_K49 = tuple("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゝ")
"""Clanuwat et al. 2018, Kuzushiji-MNIST and Kuzushiji-49."""

_EMNIST = {
    47: (*DIGITS, *_LETTERS, *"abdefghnqrt"),
    62: (*DIGITS, *_LETTERS, *ascii_lowercase),
}
"""Cohen et al. 2017, EMNIST: small letters that look like their capitals are one class with them, or are not."""


def known_names(called: str, classes: int) -> tuple[Known, tuple[str, ...]] | None:
    """Return which data set this is and the names of its classes; None of one that is not known.

    `called` is what its files are called. How many classes there are tells letters, which nobody counts otherwise.
    """
    called = called.lower()
    if classes == 10 and "fashion" in called:
        return "fashion", _FASHION
    if classes == 10 and ("kmnist" in called or "kuzushiji" in called):
        return "kmnist", _KMNIST
    if classes == len(_K49) and ("k49" in called or "kuzushiji" in called):
        return "k49", _K49
    if classes in _EMNIST:
        return "emnist", _EMNIST[classes]
    if classes == len(_LETTERS):
        return "letters", _LETTERS
    if classes in (24, 25) and "sign" in called:  # of American Sign Language J and Z move, so they are in no picture
        return "letters", _LETTERS[:classes]
    return None

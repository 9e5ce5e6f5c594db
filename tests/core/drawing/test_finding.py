"""Pictures as people take them: the digit is found among what else is in them, or it is said to be in doubt."""

import numpy as np
import pytest

from benchmarks.picture_kinds import KINDS, PAPER, enlarged_ink
from core.drawing.candidates import Box
from core.drawing.finding import digit_in, find_digit
from core.drawing.recipe import image_from_pixels, stages_from_ink
from core.errors import DrawingError
from core.images.dataset import load_mnist

DIGITS = (2, 4, 7)

HARD = ("black_on_black_rules", "faint_pencil")
"""Lines of the ink's own colour stay on it here and there, and faint ink has holes."""


def mnist_digit(digit: int, number: int) -> np.ndarray:
    """A test image of MNIST of this digit."""
    data = load_mnist()
    return data.x_test[np.flatnonzero(data.y_test == digit)[number]]


def made_of_ink(ink: np.ndarray) -> np.ndarray:
    """The image of the digit as a drawing, white on black, with nothing else."""
    return image_from_pixels(np.rint(ink * 255).astype(np.uint8))


def difference(image: np.ndarray, reference: np.ndarray) -> float:
    """As a share of the ink, at the best of the nine places within a pixel."""
    moved = (np.roll(image, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1))
    return min(float(np.abs(one.astype(float) - reference).sum() / reference.sum()) for one in moved)


@pytest.mark.parametrize("name", KINDS)
def test_the_digit_is_found(name):
    """Of three digits in several sizes most or all give the image that their ink alone gives; the rest is doubted."""
    found = 0
    for digit in DIGITS:
        rng = np.random.default_rng([digit, 7])
        made = KINDS[name](enlarged_ink(mnist_digit(digit, 3), int(rng.choice([90, 150, 200]))), rng)
        try:
            seen = find_digit(made.picture)
        except DrawingError:
            continue
        if difference(stages_from_ink(seen.ink)[-1].image, made_of_ink(made.ink)) < 0.7:
            found += 1
        else:
            assert seen.doubts or name in HARD, f"{name}: something else is taken for the {digit}"
    assert found >= len(DIGITS) - (2 if name in HARD else 1)


def sheet(*digits: tuple[int, int, int, int]) -> tuple[np.ndarray, list[np.ndarray]]:
    """A page of 400 x 600 pixels with digits: which one, left, top, side; and the ink of each."""
    ink = np.zeros((400, 600), np.float32)
    inks = []
    for digit, left, top, side in digits:
        alone = enlarged_ink(mnist_digit(digit, 5), side)
        ink[top : top + side, left : left + side] = np.maximum(ink[top : top + side, left : left + side], alone)
        inks.append(alone)
    picture = np.array(PAPER) * (1 - ink[:, :, np.newaxis])
    return np.rint(picture).astype(np.uint8), inks


def test_of_several_digits_one_is_taken_and_the_others_are_named():
    """A number of three digits: each of them is the one that is read or one of the others, from left to right."""
    picture, _ = sheet((4, 20, 100, 180), (7, 210, 100, 180), (2, 400, 100, 180))
    found = find_digit(picture)
    assert "several" in found.doubts
    boxes = sorted([found.box, *found.others], key=lambda box: box.left)
    assert len(boxes) == 3
    assert list(found.others) == sorted(found.others, key=lambda box: box.left)
    for box, middle in zip(boxes, (110, 300, 490), strict=True):
        assert box.left * 600 < middle < box.right * 600


def test_what_lies_in_the_box_is_read():
    """Any of several digits, wherever the box is put around it, even if it cuts off a little of the next one."""
    picture, inks = sheet((4, 20, 100, 180), (7, 210, 100, 180), (2, 400, 100, 180))
    for left, ink in zip((20, 210, 400), inks, strict=True):
        for spare in (-10, 0, 12):
            box = Box((left - spare) / 600, (100 - spare) / 400, (left + 180 + spare) / 600, (280 + spare) / 400)
            image = stages_from_ink(digit_in(picture, box).ink)[-1].image
            assert difference(image, made_of_ink(ink)) < 0.35


def test_an_empty_box_is_blank():
    """Nothing of what lies beside it is read."""
    picture, _ = sheet((4, 20, 100, 180))
    with pytest.raises(DrawingError) as refusal:
        digit_in(picture, Box(0.6, 0.3, 0.9, 0.7))
    assert refusal.value.reason == "blank"


def test_a_small_name_is_not_the_digit_and_no_reason_to_doubt():
    """What is much smaller than the digit is not meant."""
    made = KINDS["name_beside"](enlarged_ink(mnist_digit(3, 1), 300), np.random.default_rng(2))
    assert find_digit(made.picture).doubts == ()


@pytest.mark.parametrize("lines", ["margin and rules", "squares"])
def test_a_digit_is_found_on_a_page_drawn_by_a_computer(lines):
    """Its lines are as even as a canvas and hang together with the digit; so do they in a scan without noise."""
    ink = np.zeros((600, 800), np.float32)
    ink[180:400, 300:520] = enlarged_ink(mnist_digit(7, 5), 220)
    rules = np.zeros_like(ink)
    rules[20::60] = 1
    if lines == "squares":
        rules[:, 30::60] = 1
    margin = np.zeros_like(ink)
    margin[:, 100:103] = 1 if lines == "margin and rules" else 0
    picture = np.full((600, 800, 3), (247, 246, 240), np.float32)
    for share, colour in ((rules, (150, 180, 225)), (margin, (230, 90, 90)), (ink, (200, 40, 50))):
        picture += share[:, :, np.newaxis] * (np.array(colour, np.float32) - picture)
    found = find_digit(np.rint(picture).astype(np.uint8))
    assert found.box.left > 0.35
    assert found.box.bottom < 0.7
    assert difference(stages_from_ink(found.ink)[-1].image, made_of_ink(ink)) < 0.7


def test_a_cut_digit_is_in_doubt():
    """Nobody knows what lies beyond the border."""
    made = KINDS["cut_off"](enlarged_ink(mnist_digit(3, 1), 300), np.random.default_rng(2))
    assert "cut" in find_digit(made.picture).doubts


def test_ink_as_faint_as_the_papers_own_marks_is_in_doubt():
    """Twenty grey levels in a photo."""
    ink = np.pad(enlarged_ink(mnist_digit(3, 1), 200), 60)
    noise = np.random.default_rng(0).normal(0, 4, ink.shape)
    picture = np.clip(220 - 22 * ink + noise - np.linspace(0, 40, len(ink)), 0, 255).astype(np.uint8)
    assert "faint" in find_digit(picture).doubts

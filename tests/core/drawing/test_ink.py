import numpy as np
import pytest

from core.drawing.recipe import image_from_pixels, image_from_strokes
from tests.core.drawing.digits import SEVEN, canvas, canvas_pixels, difference, strokes


def coloured(ink: np.ndarray, background: tuple[int, ...], colour: tuple[int, ...]) -> np.ndarray:
    share = ink[:, :, np.newaxis]
    return np.rint(np.array(background) * (1 - share) + np.array(colour) * share).astype(np.uint8)


@pytest.mark.parametrize(
    ("background", "colour"),
    [
        ((0, 0, 0), (255, 255, 255)),
        ((255, 255, 255), (0, 0, 0)),
        ((255, 255, 255), (30, 80, 220)),
        ((128, 128, 128), (10, 10, 10)),
        ((128, 128, 128), (250, 250, 240)),
        ((250, 240, 120), (200, 30, 30)),
        ((0, 0, 0, 0), (0, 0, 0, 255)),
        ((255, 255, 255, 0), (255, 255, 255, 255)),
        ((255, 255, 255, 255), (0, 0, 0, 255)),
    ],
)
def test_colours_do_not_matter(background, colour):
    """White on black, black on white, coloured, on grey or on a transparent canvas: the same image."""
    ink = canvas(strokes(SEVEN, 1.5, (30, 30), 14))
    reference = image_from_pixels(np.rint(ink * 255).astype(np.uint8))
    image = image_from_pixels(coloured(ink, background, colour))
    assert difference(image, reference) < 0.03


@pytest.mark.parametrize("noise", [0, 6, 12])
def test_photos_in_uneven_light(noise):
    """Dark ink on a sheet that is bright on one side, noisy and specked gives nearly the image of the drawing."""
    ink = canvas(strokes(SEVEN, 1.5, (30, 30), 14))
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:1:280j, 0:1:280j]
    paper = 215 - 70 * x - 30 * y**2
    photo = np.clip((paper - 100 * ink)[:, :, np.newaxis] + rng.normal(0, noise, (280, 280, 3)), 0, 255)
    photo[10:12, 250:252] = 20
    image = image_from_pixels(photo.astype(np.uint8))
    assert difference(image, image_from_strokes(strokes(SEVEN))) < 0.35


def test_specks_do_not_stretch_the_box():
    """Dust far from the digit changes nothing."""
    ink = canvas_pixels(strokes(SEVEN, 1.2, (60, 60), 14))
    reference = image_from_pixels(ink)
    ink[5, 5] = ink[270:272, 9] = ink[20, 260:263] = 255
    np.testing.assert_array_equal(image_from_pixels(ink), reference)

"""A hand that draws on the canvas of the page Draw."""

from playwright.sync_api import Page, expect

from core.drawing import strokes

SEVEN = ((70, 60), (210, 60), (140, 230))

CANVAS = ".st-key-canvas .upper-canvas >> nth=0"
"""What is drawn on: of the canvases that lie upon each other, the one that hears the pointer; of two that take turns,
the one that stays, which comes first."""


def draw(page: Page, points: tuple[tuple[int, int], ...]) -> None:
    """Draw one line with the mouse, through points of a canvas that is 280 pixels wide, however large it is shown."""
    canvas = page.locator(CANVAS)
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    scale = box["width"] / strokes.CANVAS
    (x, y), *rest = points
    page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale, steps=6)
    page.mouse.up()

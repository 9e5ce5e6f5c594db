"""What the page of `served` shows."""

from playwright.sync_api import Page, expect


def chart(page: Page, key: str = "loss_chart"):
    return page.locator(f".st-key-{key} [data-points]")


def wait_for_points(page: Page, more_than: int) -> int:
    """Wait until the loss chart shows more points than these, and return how many."""
    page.wait_for_function(
        "most => document.querySelector('.st-key-loss_chart [data-points]')?.dataset.points > most", arg=more_than
    )
    return int(chart(page).get_attribute("data-points"))


def ranges(page: Page) -> list[list[float]]:
    return chart(page).evaluate("plot => [plot._fullLayout.xaxis.range, plot._fullLayout.yaxis.range]")


def entry(page: Page, name: str, key: str = "loss_chart"):
    return page.locator(f".st-key-{key}").get_by_role("button", name=name)


def are_shown(page: Page, **pressed: bool) -> None:
    """Wait until both charts agree which groups are shown."""
    for key in ("loss_chart", "accuracy_chart"):
        for name, shown in pressed.items():
            expect(entry(page, name, key)).to_have_attribute("aria-pressed", str(shown).lower())

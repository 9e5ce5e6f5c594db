"""Charts that are linked: what is hidden or pointed at in one is so in all, and the page knows."""

from playwright.sync_api import expect

from tests.browser.charts.chart import are_shown, chart, entry, wait_for_points


def test_the_box_at_the_pointer_stays_while_the_chart_grows(page):
    """Values under a resting pointer remain readable from update to update."""
    page.goto("?stream")
    count = wait_for_points(page, 10)
    box = chart(page).bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    wait_for_points(page, count + 8)
    tooltip = page.locator(".st-key-loss_chart .live-chart__tooltip")
    expect(tooltip).to_be_visible()
    expect(tooltip.locator(".live-chart__row")).to_have_count(2)
    # The rows are new elements at every update: only the box can be read without losing them in between.
    words = [word for word in tooltip.inner_text().split() if word.isalpha()]
    assert words == ["step", "batch", "validation"], "sorted by value: the curve of the batches runs above the other"
    page.mouse.move(0, 0)
    expect(tooltip).to_be_hidden()


def test_a_curve_hidden_in_one_chart_is_hidden_in_all_that_are_linked(page):
    """One press on a legend entry hides its curves everywhere, and updates do not bring them back."""
    page.goto("?stream")
    count = wait_for_points(page, 5)
    page.locator(".st-key-loss_chart").get_by_role("button", name="validation").click()
    other = page.locator(".st-key-accuracy_chart").get_by_role("button", name="validation")
    expect(other).to_have_attribute("aria-pressed", "false")
    wait_for_points(page, count + 5)
    visible = "plot => plot._fullData.filter(trace => trace.visible === true).map(trace => trace.name)"
    for key in ("loss_chart", "accuracy_chart"):
        assert "validation" not in chart(page, key).evaluate(visible)


def test_a_double_click_shows_one_alone_and_another_shows_all(page):
    """What a click does by itself is undone by the second one, and the keyboard has Shift for it."""
    page.goto("?stream")
    wait_for_points(page, 2)
    entry(page, "validation").dblclick()
    are_shown(page, batch=False, validation=True)
    entry(page, "validation", "accuracy_chart").dblclick()
    are_shown(page, batch=True, validation=True)
    entry(page, "batch").focus()
    page.keyboard.press("Shift+Enter")
    are_shown(page, batch=True, validation=False)
    expect(entry(page, "batch")).to_be_focused()


def test_the_page_learns_what_is_hidden_and_can_change_it(page):
    """A click on either chart is told to the page, whose delayed answer undoes no later click; the address has it.
    The latest of the two wins: a table's selection after a click, too."""
    page.goto("?stream&hidden=")
    wait_for_points(page, 2)
    entry(page, "batch", "accuracy_chart").click()
    entry(page, "validation").click()
    entry(page, "batch").click()
    expect(page.get_by_text("Hidden: validation")).to_be_visible()
    are_shown(page, batch=True, validation=False)
    page.wait_for_url("**hidden=validation**")
    wait_for_points(page, wait_for_points(page, 0) + 5)
    are_shown(page, batch=True, validation=False)
    page.get_by_role("button", name="Show validation alone").click()
    are_shown(page, batch=False, validation=True)


def test_a_shared_address_opens_with_what_was_hidden(page):
    """What the page asks for is hidden from the first draw on, and a click still changes it."""
    page.goto("?stream&hidden=batch")
    are_shown(page, batch=False, validation=True)
    entry(page, "batch").click()
    expect(page.get_by_text("Hidden: nothing")).to_be_visible()
    are_shown(page, batch=True, validation=True)


def test_what_the_pointer_is_at_comes_forward_in_every_chart_until_it_leaves(page):
    """A legend entry and a curve fade the others, through updates, and nothing of it stays."""
    page.goto("?stream")
    count = wait_for_points(page, 10)
    faded = page.locator(".live-chart__faded")
    entry(page, "validation").hover()
    wait_for_points(page, count + 4)
    for key in ("loss_chart", "accuracy_chart"):
        expect(chart(page, key).locator(".live-chart__forward")).to_have_count(1)
        # The raw curve of the batches and the smoothed one.
        expect(chart(page, key).locator(".live-chart__faded")).to_have_count(2)
    page.mouse.move(0, 0)
    expect(faded).to_have_count(0)
    place = chart(page).evaluate(
        """plot => { const { xaxis, yaxis, _size } = plot._fullLayout; const { x, y } = plot.data.at(-1);
        const box = plot.getBoundingClientRect(); const i = x.length >> 1;
        return [box.left + _size.l + xaxis.d2p(x[i]), box.top + _size.t + yaxis.d2p(y[i])] }"""
    )
    page.mouse.move(*place)
    expect(chart(page, "accuracy_chart").locator(".live-chart__forward")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(faded).to_have_count(0)
    expect(page.locator(".live-chart__forward")).to_have_count(0)

"""What axe-core finds on a page that keeps people out."""

from playwright.sync_api import Page, expect

from driving.server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

# The second theme differs in nothing but its colours. Streamlit fades from one to the other.
IN_BOTH_THEMES = """async (only) => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    const found = await axe.run(document, {
        resultTypes: ["violations"],
        ...(only ? { runOnly: { type: "rule", values: only } } : {}),
    });
    return found.violations.flatMap(({ id, impact, nodes }) =>
        nodes.map((node) => `${id} (${impact}): ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""


def findings(page: Page, axe: str, where: str) -> list[str]:
    """Return what axe-core finds, whatever its impact, in the theme the page has, and of colours in the other one."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    theme = page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme")
    other = "light" if theme == "dark" else "dark"
    found = page.evaluate(IN_BOTH_THEMES, None)
    page.emulate_media(color_scheme=other)
    page.wait_for_function(
        "theme => getComputedStyle(document.querySelector('.stApp')).colorScheme === theme", arg=other
    )
    found += page.evaluate(IN_BOTH_THEMES, ["color-contrast"])
    return [f"{where}: {finding}" for finding in found]

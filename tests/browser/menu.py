"""The links of every page to the other pages: a hint or a welcome may link there too, so a name is not enough."""

from playwright.sync_api import Locator, Page


def menu_link(page: Page, name: str) -> Locator:
    """Return the link of that name in the row of pages, which a narrow window keeps in the sidebar."""
    rows = page.locator('[data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"]')
    return rows.filter(has=page.get_by_text(name, exact=True))

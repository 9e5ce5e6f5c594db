// What was typed reaches the server before the page is left by a link.
//
// A field tells what was typed when the focus leaves it, which a click on a link does, and Streamlit sends that a moment
// later than it asks for the other page. The server then comes back to the page with the field, and the edit is lost
// with the click. So a link waits until what was typed is sent and answered.
{
  const LINKS = '[data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]';
  const STILL = 150; // milliseconds without a run, after which nothing is on its way any more
  const LONGEST = 5000; // of waiting, whatever happens

  let isTyped = false;
  addEventListener("input", () => (isTyped = true), true);

  const isRunning = () => document.querySelector('[data-test-script-state="notRunning"]') === null;

  /** @param {HTMLAnchorElement} link */
  const followOnceStill = (link) => {
    const began = performance.now();
    let last = began;
    const look = () => {
      const now = performance.now();
      if (isRunning()) last = now;
      if (now - last < STILL && now - began < LONGEST) setTimeout(look, 20);
      else link.click();
    };
    look();
  };

  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest(LINKS) : null;
      if (!(link instanceof HTMLAnchorElement) || !isTyped) return;
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab
      isTyped = false;
      event.preventDefault();
      event.stopImmediatePropagation();
      followOnceStill(link);
    },
    true,
  );
}

// Which changes of the address are steps of the browser's history; the rule is told in dashboard/shared/session.py.
//
// Streamlit adds an entry for every change, a toggle's too. And what a page says of its address often reaches the
// browser before it shows that page, or after it has left it: the entry of another page would be overwritten. So an
// address is marked: `history=compare` is Compare's, and with `history=compare.step` it is a step.
{
  const MARK = /([?&])history=(\w*)(\.step)?(&|$)/;
  const push = history.pushState;
  const replace = history.replaceState;

  // Who went back is not led on again by a page that was just being drawn: until the one gone back to says its
  // address, or the visitor does something else, no other page is opened.
  /** @type {string | undefined} */
  let awaited;
  addEventListener("popstate", () => (awaited = page(location.pathname)));
  for (const input of ["pointerdown", "keydown"]) addEventListener(input, () => (awaited = undefined), true);

  /** @param {string} path */
  const page = (path) => path.slice(path.lastIndexOf("/") + 1);

  /**
   * An address without its mark, whether it is the page's whose path it has, and whether it is marked as a step.
   * @param {string | URL} url
   */
  const read = (url) => {
    const mark = MARK.exec(String(url));
    const unmarked = String(url).replace(MARK, (_, before, __, ___, after) => (after ? before : ""));
    const address = new URL(unmarked, location.href);
    const isOwn = !mark || mark[2] === page(address.pathname);
    if (mark && isOwn && mark[2] === awaited) awaited = undefined;
    return { address, isOwn, isStep: !!mark?.[3] };
  };

  history.pushState = function (state, unused, url) {
    const { address, isOwn, isStep } = read(url ?? location.href);
    if (address.pathname !== location.pathname) {
      if (awaited !== undefined) return;
      if (!isOwn) address.search = "";
      push.call(history, state, unused, address.href);
    } else if (isOwn && address.href !== location.href) {
      (isStep ? push : replace).call(history, state, unused, address.href);
    }
  };

  history.replaceState = function (state, unused, url) {
    const { address, isOwn } = read(url ?? location.href);
    if (isOwn) replace.call(history, state, unused, address.href);
  };
}

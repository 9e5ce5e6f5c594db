"""The HTML into which a browser draws the pages: Streamlit's own, with what it cannot know by itself.

Streamlit's own says nothing of where the server is, so that a page opened by its address asks for it below the page
first, which is answered 404 twice. And it shows nothing until its scripts have come, seconds on a slow network.
"""

from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from dashboard.components import assets, canvas
from dashboard.shared.pages import PAGES
from dashboard.text import LANGUAGES, Text, spoken

_STATIC = Path(__file__).parent / "static"

_SERVER = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}</script>'
"""Every page lies one level below the server's root, wherever a proxy has put that."""

_LEAVING = """<script>
  const LATE = ":is(.st-key-heading, .st-key-actions) [data-testid=stSkeleton]";
  const FAILED = ".stMain [data-testid=stAlertContentError], .stException, [role=dialog]";
  const ready = () => {
    const app = document.querySelector(".stApp");
    const stands = app?.querySelector(".stMain h1") && !app.querySelector(LATE)
      && (app.dataset.testScriptState === "notRunning" || app.querySelector(".st-key-live"));
    return stands || document.querySelector(FAILED);
  };
  const leave = () => {
    observer.disconnect();
    document.querySelector(".shell")?.remove();
    document.body.classList.remove("shell-waits");
  };
  const observer = new MutationObserver(() => ready() && leave());
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  setTimeout(leave, 30000);
</script>"""
"""What waits goes when the heading, the buttons and the charts' places stand, or, on a page without charts, the whole
page, for until then its parts push each other about; when Streamlit has something to say instead; or after half a
minute, whatever it is that hinders."""


def routes() -> list[Route]:
    """Return the routes that serve the shell, one a page, `/` being the first one's, and what it refers to."""
    first, *others = PAGES
    shells = [Route(f"/{path}", _shell) for path in ("", *others)]
    return [*shells, Route(f"/{first}", _to_first), *assets.routes()]


def _to_first(request: Request) -> RedirectResponse:
    """Lead to `/`: Streamlit would say that there is no page of that name, because the first one has none."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


def _shell(request: Request) -> HTMLResponse:
    text = spoken(request.query_params.get("lang") or request.headers.get("accept-language"))
    # What the shell refers to has other names after an upgrade.
    page = request.url.path.rpartition("/")[2]
    return HTMLResponse(_html(text.code, page), headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


@cache
def _html(language: str, page: str) -> str:
    text = LANGUAGES[language]
    html = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for before, after in (
        ('<html lang="en">', f"<html {_said_of(text)}>"),
        ("<title>Streamlit</title>", "<title>Softmax Lab</title>"),
        (
            "</head>",
            f"{_SERVER}\n<script>\n{_static('history.js')}{_static('edits.js')}</script>\n{_preloaded(page)}\n"
            f"<style>{_static('shell.css')}</style>\n</head>",
        ),
        # After Streamlit's styles and before the components', which have the last word about themselves.
        ("<body>", f'<body class="shell-waits">\n<style>{_static("style.css")}</style>'),
        ('<div id="root"></div>', f'<div id="root"></div>\n{_waiting(text)}\n{_LEAVING}'),
    ):
        html = html.replace(before, after)
    return html


def _static(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _said_of(text: Text) -> str:
    """Return what the document is told: its language, and what an element says whose script does not load."""
    said = {"lang": text.code, "data-not-loaded": text("not_loaded"), "data-reload": text("reload")}
    return " ".join(f'{name}="{escape(value)}"' for name, value in said.items())


def _preloaded(page: str) -> str:
    """Return what lets the browser fetch beside Streamlit's scripts, instead of after them, what a page needs first.

    That is the canvas's script on Draw, which is run as well, while the browser waits for the server anyway, and on
    Learn the modules that draw a step. The charts' library is not: 4.8 MB, even from the browser's cache and at low
    priority, keep it busy for 0.16 s of what Train and Compare would be usable earlier, and they draw charts once
    they stand.
    """
    if page == "learn":
        modules = (assets.module_url(name) for name in ("contents/list.js", "lesson/screen.js"))
        return "\n".join(f'<link rel="modulepreload" href="{escape(url)}" />' for url in modules)
    scripts = canvas.scripts() if page == "draw" else ()
    return "\n".join(f'<script type="module" src="{escape(url)}"></script>' for url in scripts)


def _waiting(text: Text) -> str:
    """Return what is seen until Streamlit draws the page: the name, and two empty charts in their places."""
    charts = '<div class="shell__chart"></div>' * 2
    return (
        f'<div class="shell" role="status"><p class="shell__name">Softmax Lab</p><p>{escape(text("loading"))}</p>'
        f'<div class="shell__charts">{charts}</div></div>'
    )

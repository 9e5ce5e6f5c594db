"""What is said on every page, in English."""

SENTENCES = {
    "sentences": "{first} {more}",
    "list_comma": ", ",
    "list_semicolon": "; ",
    "language": "Language",
    "about": (
        "**Softmax Lab** trains softmax regression on MNIST, shows it learning and lets you draw a digit for it to "
        "read. It works without a network. MNIST: Y. LeCun and C. Cortes, CC BY-SA 3.0."
    ),
    "skip_to_action": "Skip to the main action",
    "page_train": "Train",
    "loading": "Loading …",
    "present": "Present",
    "present_end": "End presentation",
    "page_draw": "Draw",
    "unexpected": "Something went wrong here, and it is our mistake. Your experiments are safe. Reload the page to go on.",
    "store_unavailable": "The store of experiments does not answer: {reason}",
    "seconds": "{seconds} s",
    "minutes": "{minutes}:{seconds} min",
    "chart_reset_zoom": "Reset zoom",
    "chart_download_png": "Download as PNG",
    "chart_download_svg": "Download as SVG",
    "chart_loading": "Loading …",
    "chart_legend": "Curves of the charts above. Each button hides or shows one.",
    "chart_legend_hint": "Click: hide or show. Double click: show only this one, or all again.",
    "chart_unavailable": "The charts cannot be shown: their drawing library did not load. Reload the page.",
}

"""How people's own data were understood, and what is odd about them, in English: as the command line says it."""

from core.telling import ODDITIES, REMARKS

SENTENCES = {
    **{f"read_{kind}": sentence for kind, sentence in REMARKS.items()},
    **{f"oddity_{kind}": sentence for kind, sentence in ODDITIES.items()},
}

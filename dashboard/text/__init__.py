"""Every visible sentence, one catalogue a language. A new language is a new module and a new row in `LANGUAGES`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from core.classes import DIGITS
from core.errors import DataError, DrawingError, InvalidValue
from core.store.records import Failure
from core.store.test_set_file import UPLOADED
from dashboard.text import en, formats, names, zh


class _Left(dict[str, object]):
    """Values of which those that are missing stay placeholders."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@dataclass(frozen=True)
class Text:
    """One language: its code, its own name, its sentences by key, and what its grammar makes of a filled sentence.

    `of_classes` are the sentences that are said otherwise where the classes are not the ten digits.
    """

    code: str
    name: str
    sentences: Mapping[str, str]
    mended: Callable[[str], str] = str
    of_classes: Mapping[str, str] = field(default_factory=dict)

    def about(self, classes: tuple[str, ...]) -> "Text":
        """Return the same language for who talks about these classes: it says "digit" of the ten digits alone."""
        return self if classes == DIGITS else replace(self, sentences={**self.sentences, **self.of_classes})

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence `key` with its {placeholders} filled."""
        return self.mended(self.sentences[key].format(**values))

    def template(self, key: str, **values: object) -> str:
        """Return the sentence `key` with what is known filled in, and the other {placeholders} left for the browser."""
        return self.mended(self.sentences[key].format_map(_Left(values)))

    def family(self, prefix: str) -> dict[str, str]:
        """Return all sentences whose keys begin with `prefix`, by what follows it, their {placeholders} left open."""
        return {
            key.removeprefix(prefix): self.mended(sentence)
            for key, sentence in self.sentences.items()
            if key.startswith(prefix)
        }

    def listed(self, words: Iterable[str]) -> str:
        """Return words one after the other, as this language puts commas."""
        return self("list_comma").join(words)

    def paragraph(self, sentences: Iterable[str]) -> str:
        """Return sentences one after the other, with a space between them where this language has one."""
        told = list(sentences)
        return reduce(lambda first, more: self("sentences", first=first, more=more), told) if told else ""

    def refusal(self, error: InvalidValue) -> str:
        """Return what a refused value's field is called here, what the value is, and what is allowed."""
        return self._refused(error.rule, error.field, error.value, error.allowed)

    def _refused(self, rule: str, field: str, value: object, allowed: Mapping[str, object]) -> str:
        shown = {
            name: self.listed(map(formats.setting, limit)) if isinstance(limit, list) else formats.setting(limit)
            for name, limit in allowed.items()
        }
        value = self("nothing") if value is None else formats.setting(value)
        label = self.sentences.get(f"field_{field}", field)
        return self(f"refused_{rule}", field=label, value=value, **shown)

    def data_refusal(self, error: DataError) -> str:
        """Return why a file is no data set; in English where this language has no sentence for it."""
        return self.failure(Failure(str(error), "data", error.reason, error.facts))

    def failure(self, failure: Failure) -> str:
        """Return why an experiment failed; in English where this language has no sentence for it.

        What an older or newer program left in the store may have other reasons and facts.
        """
        facts = dict(failure.facts)
        try:
            if failure.kind == "value":
                return self._refused(failure.reason, **facts)
            if failure.kind == "data":
                if "title" in facts:
                    title = str(facts["title"])
                    facts["title"] = self("data_uploaded") if title == UPLOADED else names.data_set(title)
                if "parts" in facts:
                    facts["layout"] = self(f"data_layout_{facts.pop('parts')}")
                shown = {name: formats.setting(fact) for name, fact in facts.items()}
                return self(f"data_{failure.reason}", **shown)
        except (LookupError, TypeError, ValueError):
            pass
        return failure.sentence

    def unreadable(self, error: DrawingError) -> str:
        """Return why a drawing is not read as a digit; in English where this language has no sentence for it."""
        sentence = self.sentences.get(f"drawing_{error.reason}")
        return str(error) if sentence is None else sentence.format(**error.facts)


LANGUAGES: Mapping[str, Text] = {
    "en": Text("en", "English", en.SENTENCES, en.with_articles, en.OF_CLASSES),
    "zh": Text("zh", "中文", zh.SENTENCES, of_classes=zh.OF_CLASSES),
}
"""The languages one can choose from, by code; the first is spoken to whose browser asks for none of them."""


def spoken(wanted: str | None) -> Text:
    """Return the catalogue for the first language asked for, as a browser says it ("zh-CN,zh;q=0.9"), or English."""
    code = (wanted or "").split(",")[0].split("-")[0].strip().lower()
    return LANGUAGES.get(code) or next(iter(LANGUAGES.values()))

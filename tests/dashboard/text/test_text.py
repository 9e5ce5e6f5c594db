"""The catalogues against each other and against the code that asks them for sentences."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from core.config import LIMITS, PRESETS, ExperimentConfig
from core.errors import DataError, DrawingError, InvalidValue
from core.features.scaling import SCALINGS
from core.images.oddities import Kind
from core.store.records import Failure
from core.store.test_set_file import from_npz
from core.telling import ODDITIES, REMARKS
from dashboard.text import LANGUAGES, en, formats, zh
from dashboard.text.en import with_articles

DASHBOARD = Path(__file__).parents[3] / "dashboard"
ENGLISH = LANGUAGES["en"].sentences
LANGUAGE_MODULES = {"en": en, "zh": zh}


def placeholders(sentence):
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


def keys_asked_for():
    """Keys in calls text("key") and text.template("key"), of text(f"prefix_{...}") the patterns it can become, and of
    text.family("prefix_") too.
    """
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in ("text", "self", "text.template", "text.family")
                and node.args
            ):
                rest = ".+" if ast.unparse(node.func) == "text.family" else ""
                for argument in ast.walk(node.args[0]):
                    if isinstance(argument, ast.JoinedStr):
                        parts = (
                            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                            for part in argument.values
                        )
                        yield "".join(parts) + rest
                        break
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield re.escape(argument.value) + rest


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_placeholders(code):
    """Nothing is missing, nothing is left over, nothing is empty."""
    sentences = LANGUAGES[code].sentences
    assert sentences.keys() == ENGLISH.keys()
    for key, sentence in sentences.items():
        assert placeholders(sentence) == placeholders(ENGLISH[key]), key
        assert sentence.strip(), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_stands_in_two_modules(code):
    """One of them would silently win."""
    pages = [page.SENTENCES for page in vars(LANGUAGE_MODULES[code]).values() if hasattr(page, "SENTENCES")]
    pages += [step.SENTENCES for step in LANGUAGE_MODULES[code].learn.MODULES]
    pages.remove(LANGUAGE_MODULES[code].learn.SENTENCES)
    assert sum(map(len, pages)) == len(LANGUAGES[code].sentences)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_list_of_choices_is_written_as_the_language_writes_lists(code):
    """With a comma of its own."""
    with pytest.raises(InvalidValue) as refusal:
        ExperimentConfig(scaling="sphere")
    assert {"en": "standardize, normalize", "zh": "standardize、normalize"}[code] in LANGUAGES[code].refusal(
        refusal.value
    )


def test_every_sentence_that_the_code_asks_for_is_there():
    """And the catalogues hold none that nobody asks for."""
    patterns = set(keys_asked_for()) | {"data_.+", "drawing_.+", "field_.+", "refused_.+", "nothing"}
    for pattern in patterns:
        assert any(re.fullmatch(pattern, key) for key in ENGLISH), pattern
    for key in ENGLISH:
        assert any(re.fullmatch(pattern, key) for pattern in patterns), key


def test_every_choice_has_its_words():
    """Presets, scalings and fields are rows of tables in core; the words for a new row are easily forgotten."""
    wanted = {f"preset_{name}" for name in PRESETS} | {f"preset_{name}_help" for name in PRESETS}
    wanted |= {f"scaling_{name}" for name in SCALINGS}
    wanted |= {f"field_{name}" for name in LIMITS} | {f"field_{name}_help" for name in LIMITS}
    assert wanted <= ENGLISH.keys()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "values",
    [
        {"learning_rates": ("fast",)},
        {"learning_rates": (None,)},
        {"steps": 0.5},
        {"steps": 0},
        {"scaling": "sphere"},
        {"learning_rates": ()},
        {"seeds": (1, 1)},
        {"data": ""},
        {"learning_rates": tuple(range(1, 18)), "seeds": (0, 1)},
        {"steps": 100_000, "record_interval": 1},
        {"pace": -3},
        {"steps": 10**400},
        {"data": "a\0b"},
    ],
)
def test_every_refusal_can_be_said(code, values):
    """With the field, the value and what is allowed, whatever the rule."""
    text = LANGUAGES[code]
    with pytest.raises(InvalidValue) as refusal:
        ExperimentConfig(**values)
    sentence = text.refusal(refusal.value)
    assert "{" not in sentence
    for allowed in refusal.value.allowed.values():
        shown = text.listed(allowed) if isinstance(allowed, list) else formats.setting(allowed)
        assert shown in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_drawing_refused_for_an_unknown_reason_is_still_explained(code):
    """In the words of the error itself."""
    assert LANGUAGES[code].unreadable(DrawingError("smudged", "The drawing is smudged.")) == "The drawing is smudged."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("a 8", "an 8"),
        ("a **8**, or a 5", "an **8**, or a 5"),
        ("A 8. a 80", "An 8. an 80"),
        ("a 11, a 18, a 11,000", "an 11, an 18, an 11,000"),
        ("a 1, a 110, a 180, a 7", "a 1, a 110, a 180, a 7"),
        ("data 8 and extra 8", "data 8 and extra 8"),
    ],
)
def test_articles_follow_the_number_after_them(said, meant):
    """In every English sentence, whoever fills it."""
    assert with_articles(said) == meant
    assert LANGUAGES["en"].mended(said) == meant
    assert LANGUAGES["zh"].mended(said) == said


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_template_is_the_sentence_with_what_the_browser_fills_in_left_open(code):
    """What is known is there, with its article; filled later, it is the sentence."""
    text = LANGUAGES[code]
    template = text.template("example_wrong_alt", label=8)
    assert template == text("example_wrong_alt", label=8, digit="{digit}")
    assert placeholders(template) == {"digit"}
    assert template.format(digit=3) == text("example_wrong_alt", label=8, digit=3)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_remark_on_own_data_and_every_oddity_can_be_said(code):
    """Each kind that core knows, with its facts; the command line says the same in English."""
    assert set(get_args(Kind)) == ODDITIES.keys()
    wanted = {f"read_{kind}" for kind in REMARKS} | {f"oddity_{kind}" for kind in ODDITIES}
    assert wanted == {key for key in LANGUAGES[code].sentences if key.startswith(("read_", "oddity_"))} - {
        "read_this"
    }


DATA_REASONS = {
    key.removeprefix("data_") for key in ENGLISH if key.startswith("data_") and not key.startswith("data_layout_")
} - {"uploaded"}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", sorted(DATA_REASONS))
def test_every_reason_why_a_file_is_no_data_set_can_be_said(code, reason):
    """With its facts, and the layout in this language."""
    facts = {name: f"<{name}>" for name in placeholders(ENGLISH[f"data_{reason}"])}
    if "layout" in facts:
        del facts["layout"]
        facts["parts"] = "train_test"
    sentence = LANGUAGES[code].data_refusal(DataError(reason, "The English sentence.", **facts))
    assert sentence != "The English sentence."
    assert all(fact in sentence for name, fact in facts.items() if name != "parts")


def test_the_reasons_are_those_that_the_program_gives():
    """None is left over in the catalogues, none is missing there."""
    core = DASHBOARD.parent / "core"
    given = {
        node.args[0].value
        for path in core.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DataError"
        if isinstance(node.args[0], ast.Constant)
    }
    assert given == DATA_REASONS


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "failure",
    [
        Failure("A sentence."),
        Failure("A sentence.", "data", "of_tomorrow", {"title": "x"}),
        Failure("A sentence.", "data", "missing", {}),
        Failure("A sentence.", "value", "range", {"field": "steps"}),
        Failure("A sentence.", "colour", "missing", {}),
    ],
)
def test_a_failure_that_no_catalogue_knows_is_still_explained(code, failure):
    """In the sentence that the store keeps."""
    assert LANGUAGES[code].failure(failure) == "A sentence."


@pytest.mark.parametrize("code", LANGUAGES)
def test_refused_data_are_named_by_their_file(code):
    """And not by their place on the server, which is nobody's business."""
    error = DataError("missing", "/srv/class/own.npz does not exist", title="/srv/class/own.npz", parts="train_test")
    sentence = LANGUAGES[code].data_refusal(error)
    assert sentence.startswith("own.npz")
    assert "/srv" not in sentence
    kept = DataError("not_kept", "the upload cannot be kept in /srv/class (No space left)", problem="No space left")
    assert "No space left" in LANGUAGES[code].data_refusal(kept)
    assert "/srv" not in LANGUAGES[code].data_refusal(kept)


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_uploaded_file_is_called_so_in_every_language(code):
    """It has no name of its own."""
    with pytest.raises(DataError) as refused:
        from_npz(b"nothing")
    sentence = LANGUAGES[code].data_refusal(refused.value)
    assert ("the uploaded file" in sentence.lower()) == (code == "en")
    assert "x_test" in sentence


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_said_of_classes_is_said_of_digits_too(code):
    """Under the same key and in other words, with the same facts and how many the classes are."""
    text = LANGUAGES[code]
    assert text.of_classes.keys() <= text.sentences.keys()
    for key, sentence in text.of_classes.items():
        assert sentence != text.sentences[key], key
        assert placeholders(sentence) <= placeholders(text.sentences[key]) | {"classes", "questions", "names"}, key
        assert (
            not re.search(r"\b[Dd]igit|数字", sentence.replace("{digit}", "").replace("MNIST", ""))
            or key == "steps_intro"
        )


def test_a_language_says_digit_of_the_ten_digits_alone():
    """Of two digits, too, it says class: it would say that they are ten."""
    english = LANGUAGES["en"]
    assert english.about(tuple("0123456789")) is english
    assert english.about(("0", "1"))("weights_item_alt", digit="1") == "Weights of the class 1"

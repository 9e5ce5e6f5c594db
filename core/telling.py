"""What is said in English of people's own data, how they were understood and what is odd about them, and of pictures."""

from collections.abc import Mapping, Sequence

from core.drawing.finding import Doubt
from core.images.oddities import Oddity
from core.images.remarks import Remark

REMARKS: Mapping[str, str] = {
    "npy": "Read as NumPy arrays: {train} images for training, {test} for test.",
    "idx": "Read as IDX files, the format of MNIST: {train} images for training, {test} for test.",
    "npy_first": "Read as a table of numbers with the label in the first column: {train} images for training, {test} for test.",
    "npy_last": "Read as a table of numbers with the label in the last column: {train} images for training, {test} for test.",
    "table_first": "Read as CSV with the label in the first column: {train} images for training, {test} for test.",
    "table_last": "Read as CSV with the label in the last column: {train} images for training, {test} for test.",
    "table_named": "Read as CSV with a column of labels: {train} images for training, {test} for test.",
    "picture_folders": "Read as pictures, labelled by their folders: {train} for training, {test} for test.",
    "picture_starts": "Read as pictures, labelled by how their names begin: {train} for training, {test} for test.",
    "picture_ends": "Read as pictures, labelled by the number that ends their names: {train} for training, {test} for test.",
    "split_off": "There was no test part: {count}, a seventh of every class, were split off for it.",
    "joined": "Those for training include a validation part of {count}.",
    "resized": "Images of {side} × {side} pixels were brought to 28 × 28.",
    "resized_all": "Images of various sizes were brought to 28 × 28 pixels.",
    "scale_unit": "Values from 0 to 1 became 0 to 255.",
    "scale_binary": "Values 0 and 1 became 0 and 255.",
    "scale_sixteenths": "Values from 0 to 16 became 0 to 255.",
    "scale_sixteen_bits": "Values of 16 bits became 0 to 255.",
    "from_one": "Labels 1 to 10 became 0 to 9, each one less.",
    "turned": "They lay on their side, rows and columns exchanged, as EMNIST's files have them, and were turned upright.",
    "classes": "{count} classes: {names}.",
    "classes_given": "{count} classes, named by the list that came along: {names}.",
    "classes_misfit": "{count} classes: {names}. The names that came along do not fit and were left aside.",
    "classes_fashion": "{count} classes, named as in Fashion-MNIST: {names}.",
    "classes_kmnist": "{count} classes, named as in Kuzushiji-MNIST: {names}.",
    "classes_k49": "{count} classes, named as in Kuzushiji-49: {names}.",
    "classes_emnist": "{count} classes, named as in EMNIST: {names}.",
    "classes_letters": "{count} classes, taken for letters: {names}.",
    "left_out": "Files left out: {count}.",
}
"""By the kind of a remark. Nothing here fetches or formats: numbers are filled in by whoever says it."""

ODDITIES: Mapping[str, str] = {
    "missing": "No training image shows: {classes}. What a model never saw it cannot read.",
    "rare": "Of the class {often} there are {often_count} training images, of the class {rare} only {rare_count}: a model learns mostly the frequent ones, and its accuracy says little of the rare ones.",
    "inverted": "{share} of the training images look like dark ink on light paper. MNIST and your drawings are light on dark.",
    "constant": "{count} of {total} images are of a single grey: there is nothing to see on them.",
    "repeated": "{count} of {total} test images are among the training images, too: test accuracy will be too high.",
    "brightness": "Training images have a mean grey of {train}, test images of {test}, of 255: the two seem to be scaled differently.",
    "renamed": "The digits seem to have others' labels: by MNIST's mean images {share} are read as their label plus {by}, where 0 follows on 9.",
    "test_renamed": "Test labels seem to be shifted against training labels: {share} of the test images are read as the class {by} places after their label.",
    "moved_later": "Labels seem to have slipped by one row: {share} of the images are read as the label of the row after theirs.",
    "moved_earlier": "Labels seem to have slipped by one row: {share} of the images are read as the label of the row before theirs.",
    "shuffled": "Labels seem not to belong to their images: by the nearest mean image of a class {share} are read as labelled, hardly more than by guessing. Were they shuffled?",
    "test_shuffled": "Test labels seem not to belong to their images, while training labels do: {share} are read as labelled, hardly more than by guessing. Were they shuffled?",
}
"""By the kind of an oddity."""

DOUBTS: Mapping[Doubt, str] = {
    "several": "More than one thing in this picture may be meant.",
    "faint": "The ink hardly stands out from the paper.",
    "cut": "The edge of the picture cuts off a part.",
    "crossed": "Lines of the paper cross the digit in its own colour.",
}
"""Why what was read in a picture may not be what was meant."""


def remark_sentence(remark: Remark) -> str:
    """Return what is said of how data were understood."""
    return REMARKS[remark.kind].format(**_shown(remark.facts))


def oddity_sentence(oddity: Oddity) -> str:
    """Return what is said of something odd."""
    return ODDITIES[oddity.kind].format(**_shown(oddity.facts))


def _shown(facts: Mapping[str, object]) -> dict[str, str]:
    """Return facts as text: counts grouped, shares in percent, names one after the other."""
    shown = {}
    for name, fact in facts.items():
        if isinstance(fact, tuple):
            shown[name] = ", ".join(abridged(fact))
        elif isinstance(fact, str):
            shown[name] = fact
        else:
            shown[name] = f"{fact:.0%}" if isinstance(fact, float) else f"{fact:,}"
    return shown


_MOST_NAMES = 12
"""Names that a sentence lists."""


def abridged(names: Sequence[str]) -> list[str]:
    """Return names of classes as a sentence lists them: of many only the first ones and the last."""
    return [*names] if len(names) <= _MOST_NAMES else [*names[: _MOST_NAMES - 2], "…", names[-1]]

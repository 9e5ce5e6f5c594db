import io

import numpy as np
import pytest

from core.errors import DataError, InvalidValue
from core.images.dataset import load_mnist
from core.store.test_set_file import from_npz, to_npz
from tests.core.store.samples import changed


def test_saved_drawings_come_back_and_can_be_relabelled_and_deleted(store):
    """Newest first, image and strokes to the byte."""
    images = load_mnist().x_test[:3]
    first, second, third = (store.drawings.save(str(digit), image, "{}") for digit, image in enumerate(images))
    assert [drawing.id for drawing in store.drawings.newest()] == [third, second, first]
    assert all(np.array_equal(drawing.image, images[int(drawing.label)]) for drawing in store.drawings.newest())
    assert store.drawings.newest()[0].strokes == "{}"
    store.drawings.relabel(second, "A")
    store.drawings.delete(third)
    assert [(drawing.id, drawing.label) for drawing in store.drawings.newest()] == [(second, "A"), (first, "0")]


@pytest.mark.parametrize("label", ["", "a" * 41, "a\0b"])
def test_only_a_name_is_a_label(store, label):
    """And a refused one changes nothing."""
    number = store.drawings.save("3", load_mnist().x_test[0])
    with pytest.raises(InvalidValue, match="it must be the name of a class"):
        store.drawings.save(label, load_mnist().x_test[0])
    with pytest.raises(InvalidValue, match="it must be the name of a class"):
        store.drawings.relabel(number, label)
    assert [drawing.label for drawing in store.drawings.newest()] == ["3"]


def test_a_drawing_counts_where_its_class_is_known(store):
    """Labels count the classes of whoever asks; drawings of other classes are none of its test set."""
    image = load_mnist().x_test[0]
    for label in ("7", "A", "B", "7"):
        store.drawings.save(label, image)
    assert store.drawings.test_set()[1].tolist() == [7, 7]
    assert store.drawings.test_set(("B", "A", "7"))[1].tolist() == [2, 0, 1, 2]
    assert store.drawings.test_set(("x", "y"))[0].shape == (0, 28, 28)


def test_a_damaged_drawing_leaves_the_others_alone(store, private_store_url):
    """It is left out of the list and of the test set."""
    bad, good = (store.drawings.save(label, load_mnist().x_test[0]) for label in ("3", "7"))
    changed(private_store_url, "UPDATE drawings SET image = x'00112233' WHERE id = :id", id=bad)
    assert [drawing.id for drawing in store.drawings.newest()] == [good]
    assert store.drawings.test_set()[1].tolist() == [7]
    store.drawings.delete(good)
    assert not store.drawings.any()


def test_a_file_of_drawings_is_a_round_trip(store):
    """Oldest first; NumPy reads it as it reads MNIST's test set."""
    mnist = load_mnist()
    for image, label in zip(mnist.x_test[:5], mnist.y_test[:5], strict=True):
        store.drawings.save(str(label), image)
    content = to_npz(store.drawings.newest())
    images, labels = from_npz(content)
    assert np.array_equal(images, mnist.x_test[:5])
    assert labels == [str(label) for label in mnist.y_test[:5]]
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert np.array_equal(arrays["x_test"], images)


def test_a_file_of_drawings_of_other_classes_is_a_round_trip(store):
    """Names come along."""
    images = load_mnist().x_test[:3]
    for image, label in zip(images, ("é", "7", "A"), strict=True):
        store.drawings.save(label, image)
    content = to_npz(store.drawings.newest())
    assert from_npz(content)[1] == ["é", "7", "A"]
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert arrays["class_names"][arrays["y_test"]].tolist() == ["é", "7", "A"]


@pytest.mark.parametrize("content", [b"", b"not a file", to_npz([]), to_npz([])[:100]])
def test_a_file_of_something_else_is_refused_in_a_sentence(content):
    """Nothing, nonsense, no drawings, half a file."""
    with pytest.raises(DataError, match=r"the uploaded file.*expected"):
        from_npz(content)

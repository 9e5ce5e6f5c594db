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
    first, second, third = (store.drawings.save(digit, image, "{}") for digit, image in enumerate(images))
    assert [drawing.id for drawing in store.drawings.newest()] == [third, second, first]
    assert all(np.array_equal(drawing.image, images[drawing.label]) for drawing in store.drawings.newest())
    assert store.drawings.newest()[0].strokes == "{}"
    store.drawings.relabel(second, 9)
    store.drawings.delete(third)
    assert [(drawing.id, drawing.label) for drawing in store.drawings.newest()] == [(second, 9), (first, 0)]


@pytest.mark.parametrize("label", [-1, 10, 3.5, None])
def test_only_a_digit_is_a_label(store, label):
    """And a refused one changes nothing."""
    number = store.drawings.save(3, load_mnist().x_test[0])
    with pytest.raises(InvalidValue, match="it must be 0 to 9"):
        store.drawings.save(label, load_mnist().x_test[0])
    with pytest.raises(InvalidValue, match="it must be 0 to 9"):
        store.drawings.relabel(number, label)
    assert [drawing.label for drawing in store.drawings.newest()] == [3]


@pytest.mark.parametrize("damage", ["image = x'00112233'", "label = 12"])
def test_a_damaged_drawing_leaves_the_others_alone(store, private_store_url, damage):
    """It is left out of the list and of the test set."""
    bad, good = (store.drawings.save(label, load_mnist().x_test[0]) for label in (3, 7))
    changed(private_store_url, f"UPDATE drawings SET {damage} WHERE id = :id", id=bad)
    assert [drawing.id for drawing in store.drawings.newest()] == [good]
    assert store.drawings.test_set()[1].tolist() == [7]
    store.drawings.delete(good)
    assert not store.drawings.any()


def test_a_file_of_drawings_is_a_round_trip(store):
    """Oldest first; NumPy reads it as it reads MNIST's test set."""
    mnist = load_mnist()
    for image, label in zip(mnist.x_test[:5], mnist.y_test[:5], strict=True):
        store.drawings.save(int(label), image)
    content = to_npz(store.drawings.newest())
    images, labels = from_npz(content)
    assert np.array_equal(images, mnist.x_test[:5])
    assert np.array_equal(labels, mnist.y_test[:5])
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert np.array_equal(arrays["x_test"], images)


@pytest.mark.parametrize("content", [b"", b"not a file", to_npz([]), to_npz([])[:100]])
def test_a_file_of_something_else_is_refused_in_a_sentence(content):
    """Nothing, nonsense, no drawings, half a file."""
    with pytest.raises(DataError, match=r"the uploaded file.*expected"):
        from_npz(content)

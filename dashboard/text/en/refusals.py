"""Why a data set is refused, in English."""

SENTENCES = {
    "data_uploaded": "The uploaded file",
    "data_layout_train_test": (
        "x_train (n, 28, 28) and x_test (m, 28, 28) of uint8, y_train (n,) and y_test (m,) of whole numbers 0 to 9"
    ),
    "data_layout_test": "x_test (n, 28, 28) of uint8 and y_test (n,) of whole numbers 0 to 9",
    "data_not_mnist": "{title} is not the MNIST database shipped with this project. Install it again.",
    "data_missing": "{title} does not exist. Expected an .npz file that holds {layout}.",
    "data_folder": "{title} is a folder. Expected an .npz file that holds {layout}.",
    "data_unreadable": "{title} cannot be read ({problem}). Expected an undamaged .npz file that holds {layout}.",
    "data_labels_missing": (
        "{title}: x_{part} holds {images} images but y_{part} {labels} labels. Expected one label for each image."
    ),
    "data_array_missing": "{title}: the array {array} is missing. Expected {layout}.",
    "data_pickled": "{title}: {array} holds pickled objects, which are never loaded. Expected {layout}.",
    "data_shape": "{title}: {array} has shape {shape} and dtype {dtype}. Expected {layout}.",
    "data_length": "{title}: {array} has length {length}, which must lie between 1 and {most}.",
    "data_size": "{title}: {array} is not as large as its header says: the file is damaged.",
    "data_labels": "{title}: {array} holds labels from {lowest} to {highest}. Expected whole numbers from 0 to 9.",
    "data_header": "{title}: {array} is not an array in NumPy's .npy format. Expected {layout}.",
    "data_too_few": "{title} holds too few training images: {count}. It takes at least 2, one to train on and one to validate on.",
    "data_changed": "{title} is no longer the file that this experiment began with.",
}

"""Why a data set is refused, in English."""

SENTENCES = {
    "data_uploaded": "The uploaded file",
    "data_layout_train_test": (
        "images and labels in .npz or .npy, MNIST's IDX files, a CSV table with a column of labels, or pictures whose folders or names say the digit"
    ),
    "data_layout_test": "x_test (n, 28, 28) of uint8 and y_test (n,) of whole numbers, named by class_names where they are no digits",
    "data_not_mnist": "{title} is not the MNIST database shipped with this project. Install it again.",
    "data_missing": "{title} does not exist. Expected {layout}.",
    "data_unreadable": "{title} cannot be read ({problem}). Expected {layout}.",
    "data_nothing": "{title}: nothing in it is recognized. Expected {layout}.",
    "data_many_files": "{title} holds more than {most} such files. Expected {layout}.",
    "data_many_folders": "{title} holds more than {most} folders. Expected {layout}.",
    "data_unlabelled": "{title}: {array} holds images without labels, from which nothing can be learnt. Expected {layout}.",
    "data_labels_missing": (
        "{title}: {array} holds {images} images but {labels_array} {labels} labels. Expected one label for each image."
    ),
    "data_array_missing": "{title}: the array {array} is missing. Expected {layout}.",
    "data_pickled": "{title}: {array} holds pickled objects, which are never loaded. Expected {layout}.",
    "data_shape": "{title}: {array} has shape {shape} and dtype {dtype}. Expected square images of 4 to 64 pixels a side, or labels.",
    "data_length": "{title}: {array} has length {length}, which must lie between 1 and {most}.",
    "data_size": "{title}: {array} is not as large as its header says: the file is damaged.",
    "data_values": "{title}: {array} holds values from {lowest} to {highest}. Expected 0 to 1 or 0 to 255.",
    "data_not_finite": "{title}: {array} holds values that are no finite numbers. Expected 0 to 1 or 0 to 255.",
    "data_classes": "{title} holds {count} classes. {fewest} to {most} can be told apart.",
    "data_labels": "{title}: {array} holds labels from {lowest} to {highest}. Expected whole numbers from 0 on.",
    "data_not_whole": "{title}: {array} holds labels that are no whole numbers. Expected whole numbers or names.",
    "data_label_text": "{title}: {array} holds a label that is no name. A name of a class has 1 to {most} characters.",
    "data_header": "{title}: {array} is not an array in NumPy's .npy format. Expected {layout}.",
    "data_header_idx": "{title}: {array} is not an array in MNIST's IDX format. Expected {layout}.",
    "data_table": "{title}: {array} has {columns} columns, which are not the pixels of a square image and a label.",
    "data_columns": "{title}: line {line} of {array} has {found} columns where the first has {columns}.",
    "data_not_numbers": "{title}: line {line} of {array} holds something else than numbers.",
    "data_picture": "{title}: {array} cannot be read as a picture.",
    "data_picture_size": "{title}: {array} has {width} × {height} pixels. Pictures must be square, at most {most} a side.",
    "data_picture_heavy": "{title}: {array} has more than {megabytes} MB.",
    "data_picture_labels": "{title}: neither folders nor names of the pictures say what they show, as of {example}. Expected names such as 7/0012.png, 7_0012.png or cat/0012.png.",
    "data_too_few": "{title} holds too few training images: {count}. It takes at least 2, one to train on and one to validate on.",
    "data_too_few_to_split": "{title} holds too few images: {count}, and no test part. It takes at least 3, for training, validation and test.",
    "data_not_offered": "{title} is not among the data that this server offers. Upload it, or put it into the folder of data sets that the server was told.",
    "data_not_kept": "The server cannot keep the upload ({problem}).",
    "data_changed": "{title} is no longer the file that this experiment began with.",
}

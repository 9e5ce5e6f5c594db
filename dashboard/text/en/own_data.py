"""How people's own data were understood, and what is odd about them, in English: as the command line says it."""

from core.telling import ODDITIES, REMARKS

SENTENCES = {
    **{f"read_{kind}": sentence for kind, sentence in REMARKS.items()},
    **{f"oddity_{kind}": sentence for kind, sentence in ODDITIES.items()},
    "own_data": "Your own data",
    "own_data_help": "Train on images of your own: MNIST's IDX files, a CSV table, NumPy arrays, or pictures in folders named by class. You see what was understood, twenty images and the counts before anything is trained.",
    "own_data_look": "Look at them",
    "own_data_mnist": "Back to MNIST",
    "own_data_upload": "A file, several that belong together, or a .zip",
    "own_data_offered": "Or from this server's folder",
    "own_data_offered_none": "Choose a file or a folder",
    "own_data_forms": "What can be read: .npz or .npy, MNIST's IDX files (.gz or not), a CSV table with a column of labels, or a .zip of pictures whose folders or names say what they show; 2 to 62 classes. Without a test part a seventh is split off.",
    "own_data_examples": "Some of the images",
    "own_data_examples_alt": "{count} training images with their labels.",
    "own_data_others": "Others",
    "own_data_counts": "Training images a class",
    "own_data_use": "Use these data",
}

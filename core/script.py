"""The tutorial as a program: its lines of TensorFlow, declared once, for who reads them and for who runs them.

A step of Learn shows the fragment that is its own; `script` joins all of them, with a configuration's numbers above,
into one file that needs nothing but NumPy, TensorFlow and an .npz of images. It meets the same images in the same
order from the same start as `core.training` does, so what it prints are the figures of the dashboard, up to rounding.
"""

import inspect
from collections.abc import Mapping

from core.classes import DIGITS
from core.config import EMBEDDED_DATA, ExperimentConfig
from core.errors import InvalidValue
from core.features import moments
from core.features.scaling import LEAST_SPREAD, SCALINGS

_OF_DIGITS = """\
for digit, p in zip(y_test[:5], softmax(z[:5]).numpy()):
    print(f"a {digit}, read as a {p.argmax()}, softmax {p.max():.1%}")
"""
_OF_CLASSES = """\
for label, p in zip(y_test[:5], softmax(z[:5]).numpy()):
    print(f"{CLASSES[label]}, read as {CLASSES[p.argmax()]}, softmax {p.max():.1%}")
"""

FRAGMENTS: Mapping[str, str] = {
    "read": """\
with np.load(sys.argv[1]) as mnist:
    x_train = mnist["x_train"].reshape(-1, 784)
    y_train = mnist["y_train"].astype(np.int32)
    x_test = mnist["x_test"].reshape(-1, 784)
    y_test = mnist["y_test"].astype(np.int32)
""",
    "hold_out": """\
order = np.random.default_rng(0).permutation(len(x_train))
held_out, kept = np.sort(order[:VALIDATION_SIZE]), np.sort(order[VALIDATION_SIZE:])
x_validation, y_validation = x_train[held_out], y_train[held_out]
x_train, y_train = x_train[kept], y_train[kept]
""",
    "scale": """\
lowest, highest = np.float32([x_train.min(axis=0), x_train.max(axis=0)])
centre, spread = x_train.mean(axis=0), x_train.std(axis=0)
scale = np.divide(1, spread, out=np.zeros(784), where=highest > lowest)

def scaled(x):
    x = np.clip(x, lowest, highest) * np.float32(scale)
    return tf.constant(x + np.float32(-centre * scale))

x_train, x_validation = scaled(x_train), scaled(x_validation)
x_test = scaled(x_test)
""",
    "parameters": """\
random = np.random.default_rng((2, SEED))
start = random.standard_normal((785, 10), np.float32)
W = tf.Variable(INITIAL_WEIGHT_SCALE * start[:784])
b = tf.Variable(INITIAL_BIAS_SCALE * start[784])
""",
    "batches": """\
def orders():
    for epoch in itertools.count():
        random = np.random.default_rng((1, SEED, epoch))
        yield random.permutation(len(x_train))

spec = tf.TensorSpec([None], tf.int64)
indices = tf.data.Dataset.from_generator(orders, output_signature=spec)
pairs = indices.rebatch(BATCH_SIZE).map(lambda i: (tf.gather(x_train, i), tf.gather(y_train, i)))
batches = pairs.prefetch(1)
""",
    "softmax": """\
def logits(x):
    return tf.matmul(x, W) + b

def softmax(z):
    e = tf.exp(z - tf.reduce_max(z, axis=1, keepdims=True))
    return e / tf.reduce_sum(e, axis=1, keepdims=True)
""",
    "loss": """\
def cross_entropy(z, y):
    z_right = tf.gather(z, y, axis=1, batch_dims=1)
    return tf.reduce_mean(tf.reduce_logsumexp(z, axis=1) - z_right)
""",
    "descent": """\
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = cross_entropy(logits(x), y)
    by_W, by_b = tape.gradient(loss, (W, b))
    W.assign_sub(LEARNING_RATE * by_W)
    b.assign_sub(LEARNING_RATE * by_b)
""",
    "accuracy": """\
def accuracy(z, y):
    right = tf.argmax(z, axis=1, output_type=tf.int32) == y
    return tf.reduce_mean(tf.cast(right, tf.float32))
""",
    "train": """\
for k, (x, y) in enumerate(batches.take(STEPS), start=1):
    step(x, y)
    if k % 50 == 0 or k == STEPS:
        z = logits(x_validation)
        loss = cross_entropy(z, y_validation)
        share = accuracy(z, y_validation)
        print(f"step {k}, loss {loss:.5f}, accuracy {share:.4f}")
""",
    "predict": """\
z = logits(x_test)
print(f"test accuracy {accuracy(z, y_test):.4f}")
"""
    + _OF_DIGITS,
}
"""What every step of the tutorial does, in the order in which a program needs it: the scaling is standardization."""

_TITLES = {
    "read": "Read data",
    "hold_out": "Set images apart for validation",
    "scale": "Scale each pixel, by what the training images say",
    "parameters": "Initial parameters",
    "batches": "Every epoch in an order of its own, cut into batches",
    "softmax": "Softmax",
    "loss": "Cross-entropy, from logits",
    "descent": "One step of gradient descent",
    "accuracy": "Accuracy",
    "train": "Train",
    "predict": "Look and predict",
}

_STANDARDIZED = "centre, spread = x_train.mean(axis=0), x_train.std(axis=0)"
_NORMALIZED = "centre, spread = lowest, highest - lowest"
_CENTRE_AND_SPREAD = {
    "standardize": _STANDARDIZED,
    "normalize": _NORMALIZED,
    "none": "centre, spread = np.zeros(784), np.ones(784)",
    "deskew": _STANDARDIZED,
    "deskew-normalize": _NORMALIZED,
    "moments": f"centre, spread = x_train.mean(axis=0), np.maximum(x_train.std(axis=0), {LEAST_SPREAD:g})",
}

_INTRODUCTION = (
    '"""Softmax regression on {what}. Run it with the images as its argument: python softmax.py {file}"""\n'
)

_HEAD = """\
import itertools
import sys

import numpy as np
import tensorflow as tf
"""

_IMAGE_STEP = """\
x_train, x_validation, x_test = (
    image_step(x.reshape(-1, 28, 28)).reshape(-1, 784) for x in (x_train, x_validation, x_test)
)
"""


def is_scriptable(config: ExperimentConfig) -> bool:
    """Return whether a configuration is one that `script` writes: a single run at one learning rate."""
    return len(config.runs) == 1 and config.raise_rate_to is None


def script(config: ExperimentConfig, classes: tuple[str, ...] = DIGITS) -> str:
    """Return a program that trains what `config` describes, by itself.

    Its one argument is an .npz with x_train, y_train, x_test and y_test: MNIST's, or what `Dataset.to_npz` makes of
    other data, whose labels count `classes`. It
    prints loss and accuracy on the validation images every 50 steps and in the end the accuracy on the test images.
    Pace and records are the dashboard's matter. Raises InvalidValue for several runs and for a range test.
    """
    if not is_scriptable(config):
        sentence = f"learning_rates and seeds make {len(config.runs)} runs; a script trains 1, at one learning rate"
        raise InvalidValue("learning_rates", len(config.runs), "runs", {"most": 1}, sentence)
    numbers: dict[str, object] = {
        "LEARNING_RATE": config.learning_rates[0],
        "STEPS": config.steps,
        "BATCH_SIZE": config.batch_size,
        "VALIDATION_SIZE": config.validation_size,
        "SEED": config.seeds[0],
        "INITIAL_WEIGHT_SCALE": config.initial_weight_scale,
        "INITIAL_BIAS_SCALE": config.initial_bias_scale,
    }
    if classes != DIGITS:
        numbers["CLASSES"] = classes
    is_mnist = config.data == EMBEDDED_DATA
    introduction = _INTRODUCTION.format(
        what="MNIST" if is_mnist else f"{len(classes)} classes", file="mnist.npz" if is_mnist else "data.npz"
    )
    parts = [introduction + "\n" + _HEAD, "".join(f"{name} = {value!r}\n" for name, value in numbers.items())]
    for name, lines in FRAGMENTS.items():
        if name == "scale":
            parts += _image_step(config.scaling)
            lines = lines.replace(_STANDARDIZED, _CENTRE_AND_SPREAD[config.scaling])
        if classes != DIGITS:
            lines = lines.replace("(785, 10)", "(785, len(CLASSES))").replace(_OF_DIGITS, _OF_CLASSES)
        parts.append(f"# {_TITLES[name]}\n{lines}")
    return "\n".join(parts)


def _image_step(scaling: str) -> list[str]:
    """Return the lines of a scaling's image step, if it has one."""
    step = SCALINGS[scaling].image_step
    if step is None:
        return []
    # Its source as it stands, for there is no shorter way to say it.
    source = inspect.getsource(moments).replace(
        "from core.arrays import Bytes, Doubles, Floats\n", "Bytes = Doubles = Floats = np.ndarray\n"
    )
    return [source, _IMAGE_STEP.replace("image_step", step.__name__)]

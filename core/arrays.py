"""Names for arrays by their dtype, and the sizes that every image and every model here has."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SIDE = 28
"""Rows and columns of an image, in pixels."""

PIXELS = SIDE * SIDE
"""Inputs of the model: the pixels of one image, row by row."""

"""What the steps of Learn compute, in NumPy: pure functions of arrays, and of the images shipped with the project."""

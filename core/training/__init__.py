"""The training process: the formula in TensorFlow, and what gives every experiment its turn."""

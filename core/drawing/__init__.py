"""From a hand's drawing or a picture of one to the 28x28 image that MNIST's makers would have made of it."""

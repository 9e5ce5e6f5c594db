"""What the pixels of an image become before a model sees them."""

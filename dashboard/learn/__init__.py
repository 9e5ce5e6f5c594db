"""The page Learn: the tutorial alive, one step a screen."""

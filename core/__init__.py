"""Softmax regression on MNIST: trains, evaluates, keeps. A library that the dashboard and the command line share."""

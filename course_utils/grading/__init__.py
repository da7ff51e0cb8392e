"""Grading of notebooks that nobody has read: sandboxed kernels, and a verdict outside of them."""

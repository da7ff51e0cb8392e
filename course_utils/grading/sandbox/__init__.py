"""Kernels that run the code of strangers, and can neither read, change nor exhaust anything."""

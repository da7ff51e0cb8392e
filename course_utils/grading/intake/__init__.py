"""Submissions on their way in: found, read as hostile data, mended where that is honest, else refused."""

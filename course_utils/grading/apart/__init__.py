"""Work on data of strangers, done in a separate process with a deadline."""

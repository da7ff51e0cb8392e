"""Work that meets what strangers sent, done in a process of its own, which is ended at a deadline."""

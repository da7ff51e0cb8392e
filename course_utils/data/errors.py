"""What can go wrong with data, in words that say what to do."""


class DataError(Exception):
    """A set cannot be loaded: the message says what happened, to which file, and what to do."""


class NotAtHand(DataError):
    """A file is in no cache and on no mirror, and no host gave it: a stand-in may help, and a retry later."""

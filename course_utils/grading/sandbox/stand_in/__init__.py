"""Stands in for a library that a chapter hides: the sandbox mounts this folder in place of the library's."""

if __name__ != "course_utils.grading.sandbox.stand_in":
    raise ModuleNotFoundError(
        f"No module named {__name__!r}: it is hidden while this chapter is graded", name=__name__
    )

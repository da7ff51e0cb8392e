"""Stands in place of a library that a chapter hides: the sandbox mounts this folder over the library's."""

if __name__ != "course_utils.grading.absent":
    raise ModuleNotFoundError(
        f"No module named {__name__!r}: it is hidden while this chapter is graded", name=__name__
    )

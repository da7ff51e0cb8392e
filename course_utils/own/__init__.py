"""The learner's own functions: kept when they pass, brought along into later lessons."""

"""What comes of grading: results that are kept, marks, feedback, and how nbgrader takes part."""

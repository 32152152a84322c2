"""Showing what Paigong does: the sample data, and the tour of the main job from end to end."""

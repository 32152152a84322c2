"""``paigong tour``: the main job from end to end without a person and without a screen, then pictures of it."""

from ui.tour.command import add_commands, tour

__all__ = ["add_commands", "tour"]

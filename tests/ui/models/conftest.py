"""The workspace that these tests work in."""

from tests.ui.opened import empty_workspace, wall, work, workspace

__all__ = ["empty_workspace", "wall", "work", "workspace"]

"""The workspace that these tests work in, and a place to show pages."""

from tests.ui.opened import empty_workspace, wall, work, workspace
from tests.ui.pages.showing import show

__all__ = ["empty_workspace", "show", "wall", "work", "workspace"]

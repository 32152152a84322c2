"""Importing tables in the window: choose a file, see how it is understood and judged, put it right, import."""

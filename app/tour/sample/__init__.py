"""A small service desk to try the program with: invented people and devices, real names of customers and systems."""

from app.tour.sample.loading import load_sample

__all__ = ["load_sample"]

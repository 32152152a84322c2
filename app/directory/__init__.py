"""Customers, their sites, departments and systems; our own people and teams."""

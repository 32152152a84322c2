"""The asset register: list, one device, and putting a device into it (see page.py)."""

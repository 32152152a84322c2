"""The register of devices under care, with their codes."""

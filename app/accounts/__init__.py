"""Who signs in, on which devices, and what they may do for which customers."""

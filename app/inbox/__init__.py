"""What could not be done as it was meant, kept until a person settles it: whoever did it, or the desk for him."""

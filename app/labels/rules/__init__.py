"""What labels look like and where they stand, as data: no page is made here."""

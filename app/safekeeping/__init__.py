"""What keeps a workspace safe on its laptop: keys, journal, backups, checks, rescue, and shredding what was lost."""

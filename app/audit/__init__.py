"""What happened on the server, as a chain in which nothing can be changed or left out unnoticed."""

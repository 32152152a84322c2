"""The HTTP shell of the server. The desktop never imports it."""

"""What the window does for whoever uses it: begin, agree with the server, search, print, show how things stand."""

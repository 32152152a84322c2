"""Words to people: for now notices inside the program."""

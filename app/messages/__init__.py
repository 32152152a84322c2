"""Words to people: notices inside the program, mails and texts to callers."""

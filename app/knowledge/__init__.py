"""What people are told before they ask: announcements, known issues, closures; and how available services were."""

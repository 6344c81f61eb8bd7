"""Who may see the pages of staff and reviewers: users, passwords, sessions; public pages need none of it."""

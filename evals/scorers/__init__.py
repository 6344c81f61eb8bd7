"""What is judged of a reply: small functions of a case and what was replied to it."""

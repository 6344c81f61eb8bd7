"""From passages to an answer: what is shown, in which order, with which caveats."""

"""What was answered, kept so that it can be audited: records in a chain, feedback, reviews, exports and replay."""

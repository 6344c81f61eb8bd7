"""What a question means: uses, topics, form, warning signs, and whether answering is right."""

"""Files of any kind into parts, with a report of what could not be read."""

"""The library: records read and checked, labels computed, passages made."""

"""Measures how well questions are answered; `python -m evals --help`."""

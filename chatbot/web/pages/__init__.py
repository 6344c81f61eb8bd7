"""The pages: one module for each; they gather what the library holds and decide nothing."""

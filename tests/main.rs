//! Black-box tests: what a user or another program can see.

//! Tidy, generate, build the front end.
fn main() {}

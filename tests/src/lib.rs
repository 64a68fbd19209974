//! The tests of the whole house stand in `all.rs`.

//! What people and timers can do: commands, queries, jobs, and the group-commit loop.

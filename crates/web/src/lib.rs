//! The only HTTP: pages, API, templates.

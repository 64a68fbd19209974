//! The only HTTP: pages, API, templates.
//!
//! Read it in this order:
//!
//! 1. [`router`]: every route, one line each. [`page`]: the one extractor, made for each request by the frame around all pages.
//! 2. [`pages`]: a file for each page, from its address to its view. [`sent`]: what forms send.
//! 3. [`problem`]: the three kinds of "no", for people and for programs.
//! 4. [`words`]: every text in both languages. [`tell`]: cases, clocks and events in those words. [`parts`]: what macros draw.
//! 5. [`server`]: headers, logs, limits, the end. [`site`]: what `sixia` must say about the installation.
//!
//! Every page works without a script. Nothing here decides: a handler asks one question of the office, or gives it one order.

pub mod api;
pub mod assets;
pub mod charts;
pub mod cookies;
pub mod csv;
pub mod ics;
pub mod limits;
pub mod maps;
pub mod metrics;
pub mod page;
pub mod pages;
pub mod parts;
pub mod problem;
pub mod qr;
pub mod router;
pub mod sent;
pub mod server;
pub mod site;
pub mod tell;
pub mod words;

pub use limits::{Rate, Rates};
pub use server::{app, serve};
pub use site::{DemoAccount, Settings, Site};

//! Be received: choose a time, keep the ticket, see when it is one's turn; and the screen of the hall.

pub mod book;
pub mod screen;
pub mod ticket;

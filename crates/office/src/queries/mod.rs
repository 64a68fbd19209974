//! Questions: one file each. Lists go page by page from a key, never by offset; what the caller may not see does not exist.

mod agenda;
pub(crate) mod case_for_staff;
mod citations;
mod drafts;
mod figures;
mod held;
mod inbox;
mod library;
mod lists;
mod load;
mod notices;
mod page;
mod public_case;
mod reveals;
mod rota;
mod similar;
mod tracked;
mod visits;
mod words;

pub(crate) use words::Words;

pub use agenda::{AGENDA_FEED_LINES_MAX, AGENDA_LINES_MAX, AgendaLine, AgendaQuery};
pub use case_for_staff::{CaseView, ClockView, Holding, OUTCOMES_MAX, PersonView, TimelineEntry};
pub use drafts::DraftText;
pub use figures::{FigureRow, FigureScope, Figures, FiguresQuery, GroupBy, Month, Rate, SMALL_CELL_BELOW};
pub use held::{HeldBy, HeldCount, HeldFigures, HeldQuery};
pub use inbox::{Bucket, BucketCount, InboxLine, InboxQuery, SOON_HOURS, Urgency};
pub use library::{Answered, Compared, HITS_SHOWN_MAX, Hit, LibraryQuery, TextLine, TextView};
pub use lists::{CaseLine, DeskFilter, PublicFilter, TableLine, Title};
pub use load::{Load, LoadCount};
pub use notices::{GIVEN_UP_SHOWN_MAX, GivenUp, Notices};
pub use page::{PAGE_ROWS, PAGE_ROWS_MAX, Page, Rows};
pub use public_case::{PublicAnswer, PublicCase};
pub use reveals::RevealLine;
pub use rota::{Rota, RotaLine, RotaMonth, RotaNow};
pub use similar::{NEARBY_METRES, SIMILAR_DAYS, SIMILAR_MAX, Similar, SimilarQuery};
pub(crate) use tracked::concerns_person;
pub use tracked::{ToldView, TrackFact, TrackStep, Tracked};
pub use visits::{Queue, Reception, Ticket};

//! Cases in lists.

use office::queries::{CaseLine, Rows, Similar, Title};

use crate::page::Page;
use crate::parts::{MatterRow, Pager};

impl Page {
    /// What stands as the title of a case.
    #[must_use]
    pub fn title(&self, title: &Title) -> String {
        match title {
            Title::Plain(text) => text.clone(),
            Title::Sealed(text) => self.t.text(text).to_owned(),
        }
    }

    /// "18 others too", or nothing.
    #[must_use]
    pub fn affected(&self, supported: u32) -> String {
        if supported == 0 { String::new() } else { self.t.count("affected", u64::from(supported)) }
    }

    /// A published matter in a list.
    #[must_use]
    pub fn matter_row(&self, line: &CaseLine) -> MatterRow {
        MatterRow {
            number: line.number.clone(),
            title: self.title(&line.title),
            url: format!("/matters/{}", line.number),
            place: self.short_place(&line.place),
            category: self.short_category(&line.category),
            age: self.t.ago(line.opened_at),
            affected: self.affected(line.supported),
            state: self.phase_chip(line.phase, line.ending),
        }
    }

    /// The same for staff: it leads to the desk.
    #[must_use]
    pub fn desk_row(&self, line: &CaseLine) -> MatterRow {
        MatterRow { url: format!("/desk/matters/{}", line.case), ..self.matter_row(line) }
    }

    /// Matters that may be the same.
    #[must_use]
    pub fn similar_rows(&self, similar: &[Similar]) -> Vec<MatterRow> {
        similar.iter().map(|similar| self.matter_row(&similar.line)).collect()
    }

    /// The way on. A list goes on by key, so the only way back is to its start.
    #[must_use]
    pub fn pager<T>(&self, rows: &Rows<T>) -> Pager {
        let started = self.query("after").is_empty();
        Pager {
            previous: if started { String::new() } else { self.here_with("after", "") },
            next: rows.next.as_ref().map(|next| self.here_with("after", next)).unwrap_or_default(),
            note: String::new(),
        }
    }

    /// Which part of a list the address asks for.
    #[must_use]
    pub fn part(&self) -> office::queries::Page {
        let after = self.query("after");
        if after.is_empty() { office::queries::Page::first() } else { office::queries::Page::after(after) }
    }
}

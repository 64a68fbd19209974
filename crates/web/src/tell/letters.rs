//! The written answer, out of the fields that an act tells.

use domain::field::{FieldKind, Value};
use domain::ids::{FieldId, UnitId};
use domain::program::Program;
use domain::text::Text;
use jiff::Timestamp;

use super::value_text;
use crate::page::Page;
use crate::parts::Letter;

/// Fields that every program names alike: they stand apart at the end of a letter.
pub(crate) const BASIS: &str = "basis";
const REMEDY: &str = "remedy";

/// Something that was told.
pub(crate) struct ToldIn<'v> {
    pub(crate) at: Timestamp,
    pub(crate) unit: Option<&'v UnitId>,
    pub(crate) notice: &'v Text,
    pub(crate) values: &'v [(FieldId, Value)],
}

impl Page {
    /// A letter, if more than a notice was told.
    pub(crate) fn letter(&self, program: &Program, told: &ToldIn<'_>) -> Option<Letter> {
        if told.values.is_empty() {
            return None;
        }
        let said = |name: &str| {
            let (id, value) = told.values.iter().find(|(id, _)| id.as_str() == name)?;
            Some(value_text(self, program.field(id)?, value))
        };
        let body = told.values.iter().filter(|(id, _)| id.as_str() != BASIS && id.as_str() != REMEDY);
        let body = body.filter_map(|(id, value)| {
            let field = program.field(id)?;
            let text = value_text(self, field, value);
            // A long text speaks for itself; a short value needs its label.
            let alone = matches!(field.kind, FieldKind::Text { .. });
            Some(if alone { text } else { format!("{}: {text}", self.t.text(&field.label)) })
        });
        let notice = Some(self.t.text(told.notice)).filter(|notice| !notice.is_empty());
        Some(Letter {
            title: notice.map_or_else(|| self.t.say("letter-title"), str::to_owned),
            unit: self.unit_or_none(told.unit),
            at: self.t.at(told.at),
            text: body.collect::<Vec<_>>().join("\n\n"),
            basis: said(BASIS).unwrap_or_default(),
            remedy: said(REMEDY).unwrap_or_default(),
            cited: Vec::new(),
            files: Vec::new(),
        })
    }
}

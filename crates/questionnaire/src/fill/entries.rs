//! The entries of a filled form, page by page.

use super::{AnswerRefusal, Asked, Entry, Filled, State, Turns, answer};
use crate::expression::evaluate;
use crate::form::{Form, NodeKind};
use crate::limits::REPEATS_MAX;
use crate::model::{Choice, Question, Section};

impl Form {
    /// The pages of the form: entries that are asked together. Questions in a row are one page, and so is a group.
    #[must_use]
    pub fn pages(&self) -> Vec<Vec<usize>> {
        let mut pages = Vec::new();
        self.paginate(&self.top(), &mut pages);
        pages
    }

    fn paginate(&self, ids: &[usize], pages: &mut Vec<Vec<usize>>) {
        let mut row = Vec::new();
        for id in ids {
            let Some(node) = self.node(*id) else { continue };
            match &node.kind {
                NodeKind::Question(question) if question.kind.is_shown() => row.push(*id),
                NodeKind::Question(_) => {}
                NodeKind::Section(section) => {
                    if !row.is_empty() {
                        pages.push(std::mem::take(&mut row));
                    }
                    if self.is_one_page(section, &node.children) {
                        pages.push(vec![*id]);
                    } else {
                        self.paginate(&node.children, pages);
                    }
                }
            }
        }
        if !row.is_empty() {
            pages.push(row);
        }
    }

    /// A repeat stays together, and so does a group that its author wants together or that has no groups of its own.
    fn is_one_page(&self, section: &Section, children: &[usize]) -> bool {
        let together = section.appearance.contains("field-list") || section.appearance.contains("table-list");
        let is_section =
            |id: &usize| self.node(*id).is_some_and(|node| matches!(node.kind, NodeKind::Section(_)));
        section.repeat.is_some() || together || !children.iter().any(is_section)
    }
}

impl<'a> Filled<'a> {
    /// The entries of a page that are asked now; none if the whole page is skipped.
    #[must_use]
    pub fn entries(&self, page: &[usize]) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for id in page {
            self.collect(*id, &[], &mut entries);
        }
        entries
    }

    /// The heading of a page: that of the nearest group around it which has one.
    #[must_use]
    pub fn heading(&self, page: &[usize]) -> String {
        let mut at = page.first().copied();
        while let Some(node) = at.and_then(|id| self.form.node(id)) {
            if let NodeKind::Section(section) = &node.kind
                && !section.label.is_empty()
                && node.repeats.is_empty()
            {
                return self.text(&section.label, at.unwrap_or_default(), &[]);
            }
            at = node.parent;
        }
        String::new()
    }

    fn collect(&self, id: usize, turns: &[u32], entries: &mut Vec<Entry<'a>>) {
        let form = self.form;
        let Some(node) = form.node(id) else { return };
        match &node.kind {
            NodeKind::Question(question) => {
                let Some(state) = self.states.get(&(id, turns.to_vec())) else { return };
                if state.is_asked && question.kind.is_shown() {
                    entries.push(Entry::Question(Box::new(self.asked(question, state, id, turns))));
                }
            }
            NodeKind::Section(section) if section.repeat.is_some() => {
                self.collect_turns(id, section, turns, entries);
            }
            NodeKind::Section(section) => self.collect_section(id, section, turns, entries),
        }
    }

    fn collect_turns(&self, id: usize, section: &'a Section, turns: &[u32], entries: &mut Vec<Entry<'a>>) {
        let count = self.counts.get(&(id, turns.to_vec())).copied().unwrap_or_default();
        if !self.holds(section.relevant.as_ref(), id, turns) {
            return;
        }
        for turn in 1..=count {
            let inner: Turns = turns.iter().copied().chain([turn]).collect();
            self.collect_section(id, section, &inner, entries);
        }
        if let Some((spot, _)) = self.open_repeat(id, turns) {
            let spot = spot.inside(&section.name, None);
            entries.push(Entry::Turns { section, spot, turns: count, may_add: count < REPEATS_MAX });
        }
    }

    fn collect_section(&self, id: usize, section: &'a Section, turns: &[u32], entries: &mut Vec<Entry<'a>>) {
        let Some(state) = self.states.get(&(id, turns.to_vec())).filter(|state| state.is_asked) else {
            return;
        };
        let label = self.text(&section.label, id, turns);
        let turn = section.repeat.as_ref().and(turns.last().copied());
        entries.push(Entry::Begin { section, spot: state.spot.clone(), label, turn });
        let form = self.form;
        for child in form.node(id).map(|node| node.children.as_slice()).unwrap_or_default() {
            self.collect(*child, turns, entries);
        }
        entries.push(Entry::End);
    }

    fn asked(&self, question: &'a Question, state: &State, id: usize, turns: &[u32]) -> Asked<'a> {
        let is_read_only = self.holds_at(question.read_only.as_ref(), id, turns);
        let is_required = question.kind.is_asked() && self.holds_at(question.required.as_ref(), id, turns);
        let choices = self.choices(question, id, turns);
        let mut asked = Asked {
            question,
            spot: state.spot.clone(),
            label: self.text(&question.label, id, turns),
            hint: self.text(&question.hint, id, turns),
            value: state.value.clone(),
            is_required,
            is_read_only,
            choices,
            refusal: None,
        };
        if question.kind.is_asked() && !is_read_only {
            asked.refusal = answer::refusal(&asked).or_else(|| {
                let fits = asked.value.is_empty() || self.holds(question.constraint.as_ref(), id, turns);
                (!fits).then(|| AnswerRefusal::Constraint(self.text(&question.constraint_message, id, turns)))
            });
        }
        asked
    }

    /// The choices that are offered in this turn.
    fn choices(&self, question: &Question, id: usize, turns: &[u32]) -> Vec<&'a Choice> {
        let form: &'a Form = self.form;
        let choices = form.questionnaire.choices(&question.kind);
        let Some(filter) = &question.choice_filter else { return choices.iter().collect() };
        let offered = |choice: &&Choice| evaluate(filter.tree(), self.scope(id, turns, Some(choice))).flag();
        choices.iter().filter(offered).collect()
    }
}

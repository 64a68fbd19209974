//! The parts of a form.

/// One field of a form.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// `text`, `phone`, `email`, `number`, `date`, `password`, `area`, `radios`, `columns`, `checks`, `select`, `files`, `file`,
    /// `hidden`.
    pub kind: String,
    /// Name and id of the control.
    pub name: String,
    /// What stands above it.
    pub label: String,
    /// A sentence of help; empty: none.
    pub hint: String,
    /// What was typed.
    pub value: String,
    /// What is wrong; empty: nothing.
    pub error: String,
    /// Says "not required".
    pub optional: bool,
    /// Most characters of an area; empty: no count under it.
    pub max: String,
    /// Tells the browser what it may fill in.
    pub autocomplete: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// What may be meant, offered while somebody types.
    pub suggestions: Vec<String>,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A sentence below it; empty: none.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One line of the summary of what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormError {
    /// Id of the control.
    pub field: String,
    /// What is wrong.
    pub text: String,
}

/// A whole small form.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it is sent.
    pub url: String,
    /// Idempotency key of this showing.
    pub key: String,
    /// One line above the fields; empty: none.
    pub note: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What is wrong.
    pub errors: Vec<FormError>,
    /// What stands on the button.
    pub button: String,
    /// Cannot be undone.
    pub grave: bool,
}

impl Choice {
    /// Something to choose.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
}

impl Field {
    /// A field of a kind with a name and a label.
    pub fn new(kind: &str, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { kind: kind.to_owned(), name: name.into(), label: label.into(), ..Self::default() }
    }

    /// With a sentence of help.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// With what was typed before; of choices, what was chosen.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        for option in &mut self.options {
            option.chosen = option.value == self.value;
        }
        self
    }

    /// With all that was chosen before.
    #[must_use]
    pub fn values(mut self, values: &[String]) -> Self {
        for option in &mut self.options {
            option.chosen = values.contains(&option.value);
        }
        self
    }

    /// With what can be chosen. Give it before [`Field::value`].
    #[must_use]
    pub fn options(self, options: Vec<Choice>) -> Self {
        Self { options, ..self }
    }

    /// Need not be filled in.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// With the most characters that it takes.
    #[must_use]
    pub fn max(self, chars: usize) -> Self {
        Self { max: chars.to_string(), ..self }
    }

    /// With what the browser may fill in.
    #[must_use]
    pub fn autocomplete(self, what: &str) -> Self {
        Self { autocomplete: what.to_owned(), ..self }
    }
}

impl Form {
    /// Puts what is wrong beside its fields, and on top of the form.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FormError>) -> Self {
        mark(&mut self.fields, &errors);
        self.errors = errors;
        self
    }
}

/// Puts what is wrong beside the fields that it is about.
pub fn mark(fields: &mut [Field], errors: &[FormError]) {
    for field in fields {
        if let Some(error) = errors.iter().find(|error| error.field == field.name) {
            field.error.clone_from(&error.text);
        }
    }
}

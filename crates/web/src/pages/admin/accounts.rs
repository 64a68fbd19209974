//! Accounts: who may do what. A new account gets a link that works once; nobody ever sets a password for somebody else.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::{AccountId, Role, UnitId};
use office::accounts::{
    ACCOUNT_NAME_CHARS_MAX, ADMINISTRATOR, AUDITOR, Account, INVITATION_DAYS, NewAccount, Token,
};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Choice, Field, Form, FormError, Grid, Head, Pager, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

/// Rows of the list; the search finds the others.
const ROWS_MAX: usize = 100;
/// Roles that every program knows.
const OF_ALL_PROGRAMS: [&str; 3] = [ADMINISTRATOR, AUDITOR, "moderator"];

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct View {
    t: Say,
    shell: Shell,
    q: Field,
    accounts: Grid,
    pager: Pager,
    invite: Form,
    change: Form,
    link: String,
    until: String,
}

/// Shows them.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, &Sent::default(), Vec::new(), None).await
}

/// Makes an account, makes a new link for one, or closes one.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    let caller = &page.administrator()?.caller;
    let office = &page.site.office;
    let account = AccountId::new(sent.one("account"));
    let done = match sent.one("do") {
        "renew" => office.reset_account(caller, &account).await.map(Some),
        "close" => office.disable_account(caller, &account).await.map(|()| None),
        _ => {
            let errors = wrong(&page, &sent);
            if !errors.is_empty() {
                return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, errors, None).await;
            }
            office.add_account(caller, new_account(&sent)).await.map(Some)
        }
    };
    match done {
        Ok(Some(token)) => show(&page, StatusCode::OK, &Sent::default(), Vec::new(), Some(&token)).await,
        Ok(None) => Ok(page.go("/desk/admin/accounts", &page.t.say("account-saved"))),
        Err(failure) => {
            let mut errors = on_form(&page.t, None, failure)?;
            for error in &mut errors {
                "login".clone_into(&mut error.field);
            }
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, errors, None).await
        }
    }
}

fn new_account(sent: &Sent) -> NewAccount {
    NewAccount {
        id: AccountId::new(sent.one("login")),
        name: sent.one("name").to_owned(),
        unit: UnitId::new(sent.one("unit")),
        roles: sent.all("roles").iter().map(|role| Role::new(role.as_str())).collect(),
    }
}

fn wrong(page: &Page, sent: &Sent) -> Vec<FormError> {
    let error = |field: &str, text: String| FormError { field: field.to_owned(), text };
    let login = sent.one("login");
    let letter = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    let mut errors = Vec::new();
    if !(2..=ACCOUNT_NAME_CHARS_MAX).contains(&login.chars().count()) || !login.chars().all(letter) {
        errors.push(error("login", page.t.say("admin-accounts-bad-name")));
    }
    if sent.one("name").is_empty() {
        let name = page.t.say("admin-accounts-name");
        errors.push(error("name", page.t.with("field-missing", [("field", name)])));
    }
    if page.world.units.find(&UnitId::new(sent.one("unit"))).is_none() {
        let unit = page.t.say("admin-accounts-unit");
        errors.push(error("unit", page.t.with("field-missing", [("field", unit)])));
    }
    errors
}

async fn show(
    page: &Page,
    status: StatusCode,
    sent: &Sent,
    errors: Vec<FormError>,
    made: Option<&Token>,
) -> Result<Response, Problem> {
    let caller = &page.administrator()?.caller;
    let accounts = page.site.office.accounts(caller).await?;
    let until = page.now + jiff::SignedDuration::from_hours(24 * INVITATION_DAYS);
    let view = View {
        t: page.t,
        shell: desk::shell(page, "accounts").await?,
        q: Field::new("search", "q", page.t.say("admin-accounts-search")).value(page.query("q")),
        accounts: list(page, &accounts),
        pager: Pager::default(),
        invite: invite(page, sent).with_errors(errors),
        change: change_form(page, &accounts),
        link: made.map(|token| format!("{}/welcome/{}", page.base_url, token.0)).unwrap_or_default(),
        until: page.t.at(until),
    };
    page.show_as(status, &view)
}

fn list(page: &Page, accounts: &[Account]) -> Grid {
    let q = page.query("q").to_lowercase();
    let fits = |account: &&Account| {
        account.name.to_lowercase().contains(&q) || account.id.as_str().to_lowercase().contains(&q)
    };
    let rows = accounts.iter().filter(fits).take(ROWS_MAX).map(|account| {
        let roles: Vec<String> = account.roles.iter().map(|role| page.role(role)).collect();
        let (state, tone) = match (account.disabled, account.has_password) {
            (true, _) => ("admin-accounts-closed", "red"),
            (false, true) => ("admin-accounts-active", "green"),
            (false, false) => ("admin-accounts-invited", "amber"),
        };
        vec![
            Cell::text(account.id.to_string()),
            Cell::text(account.name.clone()),
            Cell::text(page.unit(&account.unit)),
            Cell::text(roles.join("、")),
            Cell::chip(page.t.say(state), tone),
        ]
    });
    let heads = [
        "admin-accounts-login",
        "admin-accounts-name",
        "admin-accounts-unit",
        "admin-accounts-roles",
        "admin-accounts-state",
    ];
    Grid {
        caption: page.t.say("admin-accounts-table"),
        head: heads.map(|key| Head::left(page.t.say(key))).into(),
        rows: rows.collect(),
    }
}

fn invite(page: &Page, sent: &Sent) -> Form {
    let t = &page.t;
    Form {
        url: "/desk/admin/accounts".to_owned(),
        fields: vec![
            Field::new("text", "login", t.say("admin-accounts-login"))
                .hint(t.say("admin-accounts-login-hint"))
                .value(sent.one("login"))
                .autocomplete("off"),
            Field::new("text", "name", t.say("admin-accounts-name"))
                .value(sent.one("name"))
                .autocomplete("off"),
            Field::new("select", "unit", t.say("admin-accounts-unit"))
                .options(page.with_choose(page.unit_choices()))
                .value(sent.one("unit")),
            Field::new("checks", "roles", t.say("admin-accounts-roles"))
                .options(roles(page))
                .values(sent.all("roles")),
        ],
        button: t.say("admin-accounts-button"),
        ..Form::default()
    }
}

fn change_form(page: &Page, accounts: &[Account]) -> Form {
    let t = &page.t;
    let open = accounts.iter().filter(|account| !account.disabled);
    let choices =
        open.map(|account| Choice::new(account.id.as_str(), format!("{} ({})", account.name, account.id)));
    let what = vec![
        Choice::new("renew", t.say("admin-accounts-renew")),
        Choice::new("close", t.say("admin-accounts-close")),
    ];
    Form {
        url: "/desk/admin/accounts".to_owned(),
        fields: vec![
            Field::new("select", "account", t.say("sign-in-name"))
                .options(page.with_choose(choices.collect())),
            Field::new("columns", "do", t.say("admin-accounts-what")).options(what).value("renew"),
        ],
        button: t.say("save"),
        ..Form::default()
    }
}

/// Every role that some program knows, and those of all.
fn roles(page: &Page) -> Vec<Choice> {
    let of_programs =
        page.world.programs.iter().flat_map(|program| &program.roles).map(|role| role.id.clone());
    let all: BTreeSet<Role> = of_programs.chain(OF_ALL_PROGRAMS.map(Role::new)).collect();
    all.iter().map(|role| Choice::new(role.as_str(), page.role(role))).collect()
}

//! Accounts, for whoever runs the machine: made and reset with a one-time link, never with a password.

use domain::ids::{AccountId, Role, UnitId};
use office::accounts::NewAccount;
use office::{Failure, Office};

use crate::Run;
use crate::cli::{Exit, User};
use crate::home;
use crate::serve::{invitation, runtime};
use crate::terminal::{aside, line};

/// Makes or resets an account, and prints its one-time link.
pub(crate) fn run(run: &Run, user: User) -> anyhow::Result<Exit> {
    let office = home::open_existing(&run.settings)?.office;
    let machine = Office::machine();
    let (account, done) = match user {
        User::Add { account, name, unit, roles } => {
            let known = office.world().units.find(&UnitId::new(unit.clone())).is_some();
            if !known {
                aside(run.words.with("user-no-unit", &[("unit", &unit)]));
                return Ok(Exit::Refused);
            }
            let new = NewAccount {
                id: AccountId::new(account.clone()),
                name,
                unit: UnitId::new(unit),
                roles: roles.into_iter().map(Role::new).collect(),
            };
            (account, runtime()?.block_on(office.add_account(&machine, new)))
        }
        User::Reset { account } => {
            let done = runtime()?.block_on(office.reset_account(&machine, &AccountId::new(account.clone())));
            (account, done)
        }
    };
    match done {
        Ok(token) => {
            let link = invitation(&run.settings, &token);
            line(run.words.with("user-link", &[("account", &account), ("link", &link)]));
            Ok(Exit::Done)
        }
        Err(Failure::Fault(fault)) => Err(Failure::Fault(fault).into()),
        Err(refused) => {
            aside(run.words.with("user-refused", &[("account", &account), ("why", &refused)]));
            Ok(Exit::Refused)
        }
    }
}

//! The server: it starts, serves, does what timers have to do, and stops without losing anything.

use std::sync::Arc;

use anyhow::Context as _;
use domain::text::Text;
use office::Office;
use office::accounts::Token;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use web::{DemoAccount, Rates, Settings as SiteSettings, Site};

use crate::Run;
use crate::cli::{Demo, Exit};
use crate::demo::{self, Plan};
use crate::edge::{MachineClock, MachineRandom, now};
use crate::home;
use crate::settings::Settings;
use crate::terminal::{aside, line};

/// Serves the office of the data folder; makes it at the first start.
pub(crate) fn serve(run: &Run) -> anyhow::Result<Exit> {
    log_to_stderr(&run.settings)?;
    let office = home::open(&run.settings)?.office;
    let runtime = runtime()?;
    let site = site(&run.settings, &office, Vec::new(), Rates::default())?;
    runtime.block_on(async {
        let listener = listen(&run.settings).await?;
        if let Some(token) = office.first_start().await? {
            line(run.words.with("serve-first", &[("link", &invitation(&run.settings, &token))]));
        }
        let asked_to_stop = stop_signal()?;
        let (stop, stopped) = watch::channel(());
        let jobs = tokio::spawn(jobs_until(office, stopped));
        line(run.words.with("serve-ready", &[("url", &run.settings.public_url())]));
        web::serve(&site, listener, asked_to_stop).await?;
        line(run.words.say("serve-stopping"));
        drop(stop);
        jobs.await?;
        Ok(Exit::Done)
    })
}

/// Serves the demonstration city, and loads it behind the server at the first start.
pub(crate) fn demo(run: &Run, args: &Demo) -> anyhow::Result<Exit> {
    log_to_stderr(&run.settings)?;
    let office = home::open_quietly(&run.settings)?.office;
    let plan = Plan::find(&run.settings.data, args, now())?;
    let runtime = runtime()?;
    if args.load_only {
        demo::load(&office, &run.words, &run.settings.data, plan, runtime.handle())?;
        return Ok(Exit::Done);
    }
    let accounts = demo::reference::people()?;
    let shown = accounts.iter().filter_map(|officer| demo::shown(&office.world(), officer)).collect();
    let site = site(&run.settings, &office, shown, Rates::default())?;
    let (stop, stopped) = watch::channel(());
    let (words, folder, handle) = (&run.words, &run.settings.data, runtime.handle());
    std::thread::scope(|scope| {
        let (listener, asked_to_stop) =
            runtime.block_on(async { anyhow::Ok((listen(&run.settings).await?, stop_signal()?)) })?;
        line(words.with("serve-ready", &[("url", &run.settings.public_url())]));
        let loader = scope.spawn({
            let office = office.clone();
            move || {
                if let Err(error) = demo::load(&office, words, folder, plan, handle) {
                    aside(words.with("failed", &[("why", &format!("{error:#}"))]));
                    return Exit::Failed;
                }
                line(words.with("demo-ready", &[("password", &demo::PASSWORD)]));
                // The clocks must not run ahead of a history that is still being written.
                handle.block_on(jobs_until(office, stopped));
                Exit::Done
            }
        });
        runtime.block_on(web::serve(&site, listener, asked_to_stop))?;
        line(words.say("serve-stopping"));
        demo::stop_loading();
        drop(stop);
        Ok(loader.join().unwrap_or(Exit::Failed))
    })
}

/// The runtime of everything that waits for the network.
pub(crate) fn runtime() -> anyhow::Result<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().thread_name("web").enable_all().build()?)
}

async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("nothing can listen at {}", settings.listen))
}

/// Does what timers have to do until somebody wants the server to stop. What is under way is finished.
async fn jobs_until(office: Office, mut stopped: watch::Receiver<()>) {
    tokio::select! {
        () = office.run_jobs() => {}
        // Also when the sender is gone.
        _ = stopped.changed() => {}
    }
}

/// Listens from now on for Ctrl-C and for the system's wish that the program ends; the future is done when one comes. Call it
/// before saying that the server is ready: an early signal would end the program on the spot.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// The site in front of an office.
pub(crate) fn site(
    settings: &Settings,
    office: &Office,
    demo_accounts: Vec<DemoAccount>,
    rates: Rates,
) -> anyhow::Result<Site> {
    let own = Text::new(settings.office_zh.clone(), settings.office_en.clone());
    // The demonstration says on every page what it is, unless somebody gave it a name.
    let is_demo = !demo_accounts.is_empty();
    let unnamed = own == Text::new("四下", "Sixia");
    let site = SiteSettings {
        office_name: if is_demo && unnamed {
            Text::new("四下演示城市", "Sixia demonstration city")
        } else {
            own
        },
        public_url: Some(settings.public_url.clone()).filter(|url| !url.is_empty()),
        trusted_proxies: settings.proxies().context("trusted_proxies")?,
        assets_folder: settings.assets(),
        signing_key: home::signing_key(settings)?,
        rates,
        demo: is_demo,
        demo_accounts,
    };
    Ok(Site::new(office.clone(), site, Arc::new(MachineClock), Arc::new(MachineRandom)))
}

/// The one-time link at which somebody chooses a password.
pub(crate) fn invitation(settings: &Settings, token: &Token) -> String {
    format!("{}/welcome/{}", settings.public_url(), token.0)
}

/// One JSON object a line, on the error output.
fn log_to_stderr(settings: &Settings) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log).context("log")?;
    let logged = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    logged.try_init().map_err(|error| anyhow::anyhow!("{error}"))
}

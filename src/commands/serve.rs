//! `suuf serve`: the map, the API, the upload worker, and the cluster under them.

use crate::args::ServeArgs;
use crate::database::Database;
use crate::{Outcome, worker};
use anyhow::{Context, ensure};
use gis_core::Scope;
use gis_store::PgPool;
use gis_store::account::{demo, invite_first_administrator};
use gis_store::cluster::Cluster;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tile_server::{App, Basemap, Door, PublicUrl, Settings, invitation_address};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

/// How often the private cluster is looked after.
const WATCH_PAUSE: Duration = Duration::from_secs(2);

/// How long open requests and begun tasks may take to end when the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<Outcome> {
    if args.demo {
        keep_demo_here(&args)?;
    }
    let basemap = args.basemap.as_deref().map(open_basemap).transpose()?;
    let stop = stop_signal()?;
    let listener = listen(args.listen, "--listen").await?;
    let own_address = format!("http://{}", listener.local_addr()?);
    // Standard output names it when everything can be asked for.
    tracing::info!(address = own_address, "listening");
    let door = Door::default();
    let answering = tokio::spawn(door.clone().serve(listener, stop.clone().cancelled_owned()));

    let mut database = Database::open(args.database.place()).await?;
    let vault = args.database.vault(&database).await?;
    let max_upload_bytes = usize::try_from(args.max_upload_mb)? * 1024 * 1024;
    let tile_cache_bytes = usize::try_from(args.tile_cache_mb)? * 1024 * 1024;
    let settings = Settings {
        max_upload_bytes,
        public_url: args.public_url,
        basemap,
        is_demo: args.demo,
        tile_cache_bytes,
    };
    let requests = database.connect_for_requests(Duration::from_secs(args.query_timeout_s)).await?;
    let app = App::new(requests.clone(), vault, settings);
    let cluster = database.cluster.take().map(Arc::new);

    let mut loading = tokio::spawn(load(app.clone(), database.pool.clone()));
    let mut tasks = JoinSet::new();
    let (pool, map, asked) = (database.pool.clone(), Arc::clone(&app.map), stop.clone());
    tasks.spawn(async move { worker::run(&pool, &map, &asked).await });
    if let Some(address) = args.metrics_listen {
        serve_metrics(address, &app, &stop, &mut tasks).await?;
    }
    let mut watching = JoinSet::new();
    if let Some(cluster) = &cluster {
        watching.spawn(watch(Arc::clone(cluster)));
    }
    welcome(&app, &own_address).await?;
    door.open(app.clone());
    if let Some(loaded) = stop.run_until_cancelled(&mut loading).await {
        loaded.context("loading the map panicked")??;
        let (map, asked) = (Arc::clone(&app.map), stop.clone());
        tasks.spawn(async move { map.follow(&asked).await });
        let mut stdout = std::io::stdout();
        writeln!(stdout, "{own_address}/")?;
        stdout.flush()?;
    } else {
        loading.abort();
    }
    finish(answering, &mut tasks, &stop).await?;

    tasks.shutdown().await;
    watching.shutdown().await;
    requests.close().await;
    database.cluster = cluster.and_then(Arc::into_inner);
    database.close().await?;
    Ok(Outcome::Done)
}

async fn listen(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "failed to listen on {address}: choose another address with {option}, port 0 takes a free one"
        )
    })
}

/// Takes the register into memory; what needs no map is answered meanwhile.
async fn load(app: App, pool: PgPool) -> anyhow::Result<()> {
    let began = Instant::now();
    app.map.load(&app, &pool).await.context("failed to load the register into memory")?;
    tracing::info!(elapsed_ms = began.elapsed().as_millis(), "the map is in memory");
    Ok(())
}

/// Answers whoever watches the server, on an address of its own.
async fn serve_metrics(
    address: SocketAddr,
    app: &App,
    stop: &CancellationToken,
    tasks: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    let listener = listen(address, "--metrics-listen").await?;
    eprintln!("metrics: http://{}/metrics", listener.local_addr()?);
    let (app, asked) = (app.clone(), stop.clone().cancelled_owned());
    tasks.spawn(async move {
        if let Err(error) = tile_server::serve_metrics(listener, app, asked).await {
            tracing::error!(error = &error as &dyn std::error::Error, "metrics are no longer served");
        }
    });
    Ok(())
}

fn open_basemap(path: &Path) -> anyhow::Result<Basemap> {
    Basemap::open(path).with_context(|| format!("failed to use the basemap {}", path.display()))
}

/// Refuses to offer demo accounts to other machines, directly or through a proxy.
fn keep_demo_here(args: &ServeArgs) -> anyhow::Result<()> {
    ensure!(
        args.listen.ip().is_loopback(),
        "failed to listen on {}: everybody knows the password of demo accounts, so with --demo Suuf listens on \
         loopback only (127.0.0.1 or ::1)",
        args.listen
    );
    let abroad = args.public_url.as_ref().filter(|url| !url.is_loopback());
    ensure!(
        abroad.is_none(),
        "failed to serve demo accounts at {}: everybody knows their password, so with --demo the address of \
         --public-url (SUUF_PUBLIC_URL) can only be one of loopback; leave out --demo, or --public-url",
        abroad.map_or("", PublicUrl::as_str)
    );
    Ok(())
}

/// Says how to sign in where nobody can know it yet.
async fn welcome(app: &App, own_address: &str) -> anyhow::Result<()> {
    let scope = Scope::operator();
    let mut conn = gis_store::pool::acquire(&app.pool).await?;
    if app.settings.is_demo {
        demo::prepare_demo(&mut conn, &scope).await?;
        eprintln!("demo accounts, all with the password “{}”:", demo::PASSWORD);
        for (login, _, role) in demo::ACCOUNTS {
            eprintln!("  {login:15} {}", role.name());
        }
    } else if let Some(invitation) = invite_first_administrator(&mut conn, &scope).await? {
        let address = app.settings.public_url.as_ref().map_or(own_address, PublicUrl::as_str);
        eprintln!("there are no accounts yet; the first administrator signs up by this link, once:");
        eprintln!("  {}", invitation_address(address, invitation.secret.reveal()));
    }
    Ok(())
}

/// Tells when the program is asked to stop. Listens from the start, so that a stop during the start ends in order too.
fn stop_signal() -> std::io::Result<CancellationToken> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        asked.cancel();
    });
    Ok(stop)
}

/// Answers until the program is asked to stop, and then for as long as open requests and begun tasks take, within
/// reason: a transaction that is dropped while it commits leaves nobody knowing how it ended.
async fn finish(
    answering: JoinHandle<std::io::Result<()>>,
    tasks: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let ended = async {
        answering.await.context("answering panicked")?.context("failed to serve")?;
        while tasks.join_next().await.is_some() {}
        Ok(())
    };
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = ended => ended,
        () = patience => Ok(()),
    }
}

/// Starts the private cluster again when it died under the program.
async fn watch(cluster: Arc<Cluster>) {
    loop {
        tokio::time::sleep(WATCH_PAUSE).await;
        let watched = Arc::clone(&cluster);
        match tokio::task::spawn_blocking(move || watched.ensure_running()).await {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => tracing::warn!("PostgreSQL had died and was started again"),
            Ok(Err(error)) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "PostgreSQL cannot be started again"
                );
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "watching PostgreSQL failed");
            }
        }
    }
}

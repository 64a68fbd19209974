//! The whole of HTTP around the pages: what every answer carries, what is logged and counted, and how the server stops.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::page::{RequestId, frame};
use crate::problem::Problem;
use crate::router;
use crate::site::Site;

/// Nothing from elsewhere, nothing inline, in nobody's frame.
const CONTENT_SECURITY: &str = "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; \
                                form-action 'self'; frame-ancestors 'none'";

/// The application: every route with all that stands around it.
pub fn app(site: &Site) -> Router {
    let pages = router::table()
        .into_iter()
        .fold(Router::new(), |router, line| router.route(line.path, line.methods))
        .fallback(|| async { Problem::NotFound })
        .layer(from_fn_with_state(site.clone(), frame));
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .merge(pages)
        .layer(CompressionLayer::new())
        .layer(from_fn(secured))
        .layer(from_fn_with_state(site.clone(), logged))
        .with_state(site.clone())
}

/// Serves until `stop` is done; then lets the requests that run come to their end.
pub async fn serve(
    site: &Site,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = app(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

async fn asset(State(site): State<Site>, Path(name): Path<String>) -> Response {
    site.assets.answer(&name)
}

/// Well if the office answers.
async fn healthz(State(site): State<Site>) -> Response {
    let asked = site.office.session(&office::accounts::Token(String::new())).await;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    match asked {
        Ok(_) => (no_store, "ok\n").into_response(),
        Err(failure) => {
            tracing::error!(%failure, "not healthy");
            (StatusCode::SERVICE_UNAVAILABLE, no_store, "not ok\n").into_response()
        }
    }
}

/// For whoever runs the machine: answered on the machine itself only.
async fn metrics(State(site): State<Site>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let local = peer.is_none_or(|peer| peer.0.ip().is_loopback());
    if !local {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    ([(header::CONTENT_TYPE, kind)], site.metrics.text(&site.office.loop_figures())).into_response()
}

async fn secured(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in [
        ("content-security-policy", CONTENT_SECURITY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "geolocation=(self), camera=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Pages are for one reader; only what says otherwise is kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// One line a request, with its pattern: paths hold one-time links, and questions hold what people typed.
async fn logged(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let id = site.random_hex::<8>();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let started = Instant::now();
    let mut answer = next.run(request).await;
    let took = started.elapsed();
    let status = answer.status().as_u16();
    site.metrics.answered(&method, &route, status, took);
    tracing::info!(request = %id, method, route, status, micros = took.as_micros(), "answered");
    if let Ok(id) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert("x-request-id", id);
    }
    answer
}

//! Counts for whoever runs the machine, as Prometheus reads them. Routes are counted by their pattern, never by what was in them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use office::LoopFigures;

/// Upper ends of the buckets of durations, in milliseconds.
const BUCKETS_MS: [u64; 8] = [5, 10, 25, 50, 100, 250, 1_000, 5_000];
/// Different routes and outcomes that are counted apart.
const SERIES_MAX: usize = 2_000;

/// Counts since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    requests: BTreeMap<(String, String, u16), u64>,
    buckets: [u64; BUCKETS_MS.len()],
    micros: u128,
    count: u64,
}

impl Metrics {
    /// Counts one answered request.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (method.to_owned(), route.to_owned(), status);
        if inner.requests.len() < SERIES_MAX || inner.requests.contains_key(&key) {
            *inner.requests.entry(key).or_default() += 1;
        }
        inner.count += 1;
        inner.micros += took.as_micros();
        for (end, bucket) in BUCKETS_MS.iter().zip(&mut inner.buckets) {
            if took <= Duration::from_millis(*end) {
                *bucket += 1;
            }
        }
    }

    /// Everything as text.
    #[must_use]
    pub fn text(&self, figures: &LoopFigures) -> String {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE sixia_http_requests_total counter\n");
        for ((method, route, status), count) in &inner.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            line(&mut text, &format!("sixia_http_requests_total{{{labels}}}"), *count);
        }
        text.push_str("# TYPE sixia_http_request_duration_seconds histogram\n");
        for (end, bucket) in BUCKETS_MS.iter().zip(inner.buckets) {
            let end = seconds(u128::from(*end) * 1000);
            line(&mut text, &format!("sixia_http_request_duration_seconds_bucket{{le=\"{end}\"}}"), bucket);
        }
        line(&mut text, "sixia_http_request_duration_seconds_bucket{le=\"+Inf\"}", inner.count);
        line(&mut text, "sixia_http_request_duration_seconds_sum", seconds(inner.micros));
        line(&mut text, "sixia_http_request_duration_seconds_count", inner.count);
        for (name, kind, value) in [
            ("sixia_write_groups_total", "counter", figures.groups),
            ("sixia_write_orders_total", "counter", figures.orders),
            ("sixia_write_refused_total", "counter", figures.refused),
            ("sixia_write_retried_total", "counter", figures.retried),
            ("sixia_write_waiting", "gauge", figures.waiting),
            ("sixia_write_group_max", "gauge", figures.group_max),
        ] {
            line(&mut text, &format!("# TYPE {name}"), kind);
            line(&mut text, name, value);
        }
        text.push_str("# TYPE sixia_write_busy_seconds_total counter\n");
        line(&mut text, "sixia_write_busy_seconds_total", seconds(u128::from(figures.busy_micros)));
        text
    }
}

fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    let written = writeln!(text, "{name} {value}");
    debug_assert!(written.is_ok(), "a string takes everything");
}

fn seconds(micros: u128) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status_and_durations_add_up() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/matters/{number}", 200, Duration::from_millis(7));
        metrics.answered("GET", "/matters/{number}", 200, Duration::from_millis(70));
        metrics.answered("POST", "/raise", 422, Duration::from_secs(9));
        let text = metrics.text(&LoopFigures { orders: 3, ..LoopFigures::default() });
        for expected in [
            "sixia_http_requests_total{method=\"GET\",route=\"/matters/{number}\",status=\"200\"} 2",
            "sixia_http_requests_total{method=\"POST\",route=\"/raise\",status=\"422\"} 1",
            "sixia_http_request_duration_seconds_bucket{le=\"0.005000\"} 0",
            "sixia_http_request_duration_seconds_bucket{le=\"0.010000\"} 1",
            "sixia_http_request_duration_seconds_bucket{le=\"0.100000\"} 2",
            "sixia_http_request_duration_seconds_bucket{le=\"+Inf\"} 3",
            "sixia_http_request_duration_seconds_sum 9.077000",
            "sixia_write_orders_total 3",
        ] {
            assert!(text.lines().any(|line| line == expected), "{expected} is missing in\n{text}");
        }
    }
}

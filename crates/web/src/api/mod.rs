//! The same questions and orders for programs: JSON in, JSON out, described at `/api/openapi.json`. Nothing here uses cookies, so
//! no form of another site can act for anybody; what is public is public, and who raises a matter gets a receipt.

mod figures;
mod matters;

pub use figures::get as figures;
pub use matters::{list, one, raise};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::problem::Problem;

/// What is there, for whoever writes a program against it.
const OPENAPI: &str = include_str!("openapi.json");

/// The description.
pub async fn openapi() -> Response {
    let kind = HeaderValue::from_static("application/json");
    let keep = HeaderValue::from_static("public, max-age=3600");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], OPENAPI).into_response()
}

fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_string(value).map_err(|error| Problem::fault(error.to_string()))?;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

#[cfg(test)]
mod tests {
    use super::OPENAPI;

    #[test]
    fn every_route_of_the_api_is_described_with_its_methods() {
        let described: serde_json::Value = serde_json::from_str(OPENAPI).unwrap();
        let api = crate::router::table().into_iter().filter(|line| line.path.starts_with("/api/v1/"));
        let mut routes = 0;
        for line in api {
            routes += 1;
            for verb in line.verbs {
                let found = &described["paths"][line.path][verb.to_lowercase()];
                assert!(found.is_object(), "{verb} {} is not described", line.path);
            }
        }
        assert_eq!(
            described["paths"].as_object().unwrap().len(),
            routes,
            "something is described that is not there"
        );
    }
}

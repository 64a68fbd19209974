//! Style sheets, scripts and icons: built by the front-end step into a folder, read once, served from memory.
//!
//! Their names carry a hash of their content, so that browsers keep them for a year and never ask again. Without the folder
//! pages still work, unstyled.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::parts::Assets;

/// Files of the folder; more is not ours.
const FILES_MAX: usize = 100;
/// Bytes of the largest file.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Everything that was built, in memory.
#[derive(Clone, Debug, Default)]
pub struct AssetFiles {
    files: BTreeMap<String, (HeaderValue, Vec<u8>)>,
    /// The addresses that pages write.
    pub addresses: Assets,
}

impl AssetFiles {
    /// Reads the folder. A folder or manifest that is not there gives none: pages then come without style.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let manifest = std::fs::read(folder.join("manifest.json")).unwrap_or_default();
        let manifest: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
        let files = manifest.values().take(FILES_MAX).filter_map(|name| {
            let kind = content_type(name)?;
            let path = folder.join(name);
            // Nothing outside the folder, whatever the manifest says.
            let inside = Path::new(name).components().count() == 1 && !name.starts_with('.');
            let small = path.metadata().is_ok_and(|file| file.len() <= FILE_BYTES_MAX);
            let bytes = (inside && small).then(|| std::fs::read(path).ok()).flatten()?;
            Some((name.clone(), (HeaderValue::from_static(kind), bytes)))
        });
        let address =
            |name: &str| manifest.get(name).map(|file| format!("/assets/{file}")).unwrap_or_default();
        let addresses = Assets {
            site_css: address("site.css"),
            site_js: address("site.js"),
            desk_js: address("desk.js"),
            map_js: address("map.js"),
            map_css: address("map.css"),
            icons: address("icons.svg"),
            icon: address("icon.svg"),
        };
        Self { files: files.collect(), addresses }
    }

    /// Answers with one file.
    #[must_use]
    pub fn answer(&self, name: &str) -> Response {
        let Some((kind, bytes)) = self.files.get(name) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let headers = [(header::CONTENT_TYPE, kind.clone()), (header::CACHE_CONTROL, FOREVER)];
        (headers, bytes.clone()).into_response()
    }
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match Path::new(name).extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_manifest_names_is_served_and_kept_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("site.1234.css", "body{}");
        write("secret.txt", "no");
        write("manifest.json", r#"{"site.css":"site.1234.css","up":"../up.css","secret":"secret.txt"}"#);
        let files = AssetFiles::read(folder.path());
        assert_eq!(files.addresses.site_css, "/assets/site.1234.css");
        let found = files.answer("site.1234.css");
        assert_eq!(found.status(), StatusCode::OK);
        assert_eq!(found.headers()[header::CACHE_CONTROL], FOREVER);
        for name in ["secret.txt", "../up.css", "manifest.json", ""] {
            assert_eq!(files.answer(name).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn without_a_folder_there_are_none() {
        let files = AssetFiles::read(Path::new("/nowhere-at-all"));
        assert_eq!(files.addresses.site_css, "");
    }
}

//! The square code on a receipt, as SVG.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Squares of white around the code, as the standard asks.
const QUIET: i32 = 4;

/// The code of a text; empty if the text is too long for one.
#[must_use]
pub fn svg(text: &str, title: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let written = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            debug_assert!(written.is_ok(), "a string takes everything");
        }
    }
    let title = escape(title);
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>{title}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_quiet_edges_and_a_title_that_cannot_break_out() {
        let drawn = svg("https://example.cn/track?number=SX-2026-031842-08", "查<进度>");
        assert!(drawn.starts_with("<svg class=\"qr\" viewBox=\"0 0 41 41\""));
        assert!(drawn.contains("<title>查&lt;进度&gt;</title>"));
        assert!(drawn.contains("M4 4h1v1h-1z"), "the corner of the first finder pattern");
        assert!(!drawn.contains("style="), "the content security policy forbids inline styles");
    }

    #[test]
    fn a_text_that_no_code_can_hold_gives_none() {
        assert_eq!(svg(&"字".repeat(5_000), ""), "");
    }
}

//! The square code on a receipt, as SVG.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Squares of white around the code, as the standard asks.
const QUIET: i32 = 4;
/// A chequered pattern over what is written, so that no text gives large empty areas.
const MASK: u8 = 0;

/// The code of a text; empty if the text is too long for one.
#[must_use]
pub fn svg(text: &str, title: &str) -> String {
    let Some(code) = encode(text) else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let path = rows(&code);
    let title = escape(title);
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>{title}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path stroke=\"#000\" d=\"{path}\"/></svg>"
    )
}

/// The dark squares as strokes along the middle of each row: of all ways to say it the shortest.
fn rows(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        push(&mut path, "M", QUIET);
        push(&mut path, " ", y + QUIET);
        path.push_str(".5");
        let (mut x, mut dark) = (0, false);
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y) == dark).count();
            let run = i32::try_from(run).unwrap_or(code.size());
            if run > 0 {
                push(&mut path, if dark { "h" } else { "m" }, run);
                path.push_str(if dark { "" } else { " 0" });
            }
            (x, dark) = (x + run, !dark);
        }
    }
    path
}

/// A letter and a whole number below 1000, without the machinery of formatting: there are hundreds of them.
fn push(path: &mut String, letter: &str, number: i32) {
    path.push_str(letter);
    let digits = [number / 100, number / 10 % 10, number % 10];
    let first = digits.iter().position(|digit| *digit > 0).unwrap_or(2);
    path.extend(digits.iter().skip(first).filter_map(|digit| char::from_digit(digit.unsigned_abs(), 10)));
}

/// With one mask for all: readers take each of the eight, and finding the most even one is nine tenths of the work.
fn encode(text: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(text);
    let mask = Some(Mask::new(MASK));
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, true)
        .ok()
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
        assert!(drawn.contains("d=\"M4 4.5h7m"), "the upper edge of the first finder pattern");
        assert!(!drawn.contains("style="), "the content security policy forbids inline styles");
    }

    #[test]
    fn each_square_is_drawn_as_it_is_in_the_code() {
        let code = encode("https://example.cn/track?number=SX-2026-031842-08").unwrap();
        let rows = rows(&code);
        for (y, row) in (0..).zip(rows.split('M').skip(1)) {
            let (start, runs) = row.split_once(".5").unwrap();
            assert_eq!(start, format!("{QUIET} {}", y + QUIET));
            let (mut x, mut dark) = (0, Vec::new());
            for (kind, run) in runs.matches(['h', 'm']).zip(runs.split(['h', 'm']).skip(1)) {
                let length: i32 = run.trim_end_matches(" 0").parse().unwrap();
                if kind == "h" {
                    dark.extend(x..x + length);
                }
                x += length;
            }
            assert_eq!(x, code.size());
            assert_eq!(dark, (0..x).filter(|x| code.get_module(*x, y)).collect::<Vec<_>>(), "row {y}");
        }
    }

    #[test]
    fn numbers_are_written_without_leading_zeros() {
        for number in [0, 4, 10, 99, 100, 185] {
            let mut path = String::new();
            push(&mut path, "h", number);
            assert_eq!(path, format!("h{number}"));
        }
    }

    #[test]
    fn a_text_that_no_code_can_hold_gives_none() {
        assert_eq!(svg(&"字".repeat(5_000), ""), "");
    }
}

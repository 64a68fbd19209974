//! Charts, reckoned here and drawn by the macros of `templates/parts/charts.html`: no script, and the same numbers as a table.

use crate::parts::{Cell, Grid, Head};

/// Where lines begin and end, in units of the drawing.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 612.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 204.0;
/// Lines across the drawing, zero included.
const TICKS_UP: u64 = 4;
/// Labels below before they run into each other on a phone.
const LABELS_ACROSS: usize = 6;
/// Room for the label of a bar, in half widths of a Chinese letter.
const LABEL_HALVES_MAX: usize = 14;
const BAR_HEIGHT: usize = 28;
const BAR_LEFT: f64 = 120.0;
const BAR_WIDTH: f64 = 150.0;

/// One or two lines over time.
#[derive(Clone, Debug, Default)]
pub struct LineChart {
    /// What it shows.
    pub title: String,
    /// For those who do not see it.
    pub description: String,
    /// Labels below.
    pub across: Vec<Tick>,
    /// Labels at the left, each with a line across.
    pub up: Vec<Tick>,
    /// The lines: the first with the area under it, the second dashed.
    pub series: Vec<Series>,
    /// The same numbers.
    pub table: Grid,
}

/// A label at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// Coordinate.
    pub at: String,
    /// Its words.
    pub label: String,
}

/// One line.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// `44,120 57,98`.
    pub points: String,
}

/// Bars, one under the other.
#[derive(Clone, Debug, Default)]
pub struct BarChart {
    /// What it shows.
    pub title: String,
    /// For those who do not see it.
    pub description: String,
    /// Of the drawing.
    pub height: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// What it stands for, as far as there is room for it.
    pub label: String,
    /// The same in full.
    pub name: String,
    /// Its number.
    pub value: String,
    /// Its top.
    pub at: String,
    /// The baseline of its words.
    pub text_at: String,
    /// Its length.
    pub width: String,
    /// Where its number stands.
    pub value_at: String,
}

/// The numbers of a line chart: a name for each line, and for each point a label and one number a line.
pub struct Lines<'n> {
    /// What it shows.
    pub title: String,
    /// For those who do not see it.
    pub description: String,
    /// What the points are: "Month".
    pub across: String,
    /// What each line is.
    pub names: Vec<String>,
    /// The points.
    pub points: &'n [(String, Vec<u64>)],
}

/// Draws lines.
#[must_use]
pub fn line(lines: Lines<'_>) -> LineChart {
    let largest = lines.points.iter().flat_map(|(_, numbers)| numbers).copied().max().unwrap_or(0);
    let step = step_for(largest);
    let top = step * TICKS_UP;
    let x = |at: usize| {
        let last = lines.points.len().saturating_sub(1).max(1);
        LEFT + (RIGHT - LEFT) * real(at) / real(last)
    };
    let y = |number: u64| BOTTOM - (BOTTOM - TOP) * real_u64(number) / real_u64(top);
    let every = lines.points.len().div_ceil(LABELS_ACROSS).max(1);
    let across = lines.points.iter().enumerate().filter(|(at, _)| at % every == 0);
    let series = lines.names.iter().enumerate().map(|(which, name)| {
        let numbers = lines.points.iter().map(|(_, numbers)| numbers.get(which).copied().unwrap_or(0));
        let points: Vec<String> =
            numbers.enumerate().map(|(at, number)| format!("{:.1},{:.1}", x(at), y(number))).collect();
        Series { name: name.clone(), points: points.join(" ") }
    });
    LineChart {
        across: across.map(|(at, (label, _))| tick(x(at), label)).collect(),
        up: (0..=TICKS_UP).map(|n| tick(y(n * step), &(n * step).to_string())).collect(),
        series: series.collect(),
        table: table(&lines),
        title: lines.title,
        description: lines.description,
    }
}

/// Draws bars for labels and numbers, in the order given.
#[must_use]
pub fn bars(title: String, description: String, numbers: &[(String, u64)]) -> BarChart {
    let largest = numbers.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
    let bars = numbers.iter().enumerate().map(|(at, (label, number))| {
        let width = BAR_WIDTH * real_u64(*number) / real_u64(largest);
        Bar {
            label: short(label),
            name: label.clone(),
            value: number.to_string(),
            at: (at * BAR_HEIGHT).to_string(),
            text_at: (at * BAR_HEIGHT + 17).to_string(),
            width: format!("{width:.1}"),
            value_at: format!("{:.1}", BAR_LEFT + width),
        }
    });
    BarChart {
        title,
        description,
        height: (numbers.len().max(1) * BAR_HEIGHT).to_string(),
        bars: bars.collect(),
    }
}

/// A label that fits beside its bar: a Chinese letter is as wide as two Latin ones.
fn short(label: &str) -> String {
    let mut room = LABEL_HALVES_MAX;
    let fits = label.chars().take_while(|letter| {
        let wide = if letter.is_ascii() { 1 } else { 2 };
        let fits = room >= wide;
        room = room.saturating_sub(wide);
        fits
    });
    let kept: String = fits.collect();
    if kept.len() == label.len() { kept } else { format!("{}…", kept.trim_end()) }
}

fn table(lines: &Lines<'_>) -> Grid {
    let head = std::iter::once(Head::left(lines.across.clone()));
    let rows = lines.points.iter().map(|(label, numbers)| {
        let cells = numbers.iter().map(|number| Cell::number(number.to_string()));
        std::iter::once(Cell::text(label.clone())).chain(cells).collect()
    });
    Grid {
        caption: lines.title.clone(),
        head: head.chain(lines.names.iter().map(|name| Head::right(name.clone()))).collect(),
        rows: rows.collect(),
    }
}

/// A round step (1, 2 or 5 times a power of ten), so that [`TICKS_UP`] of them reach the largest number.
fn step_for(largest: u64) -> u64 {
    let least = largest.div_ceil(TICKS_UP).max(1);
    let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
    let round = powers.flat_map(|power| [1, 2, 5].map(|digit| power.saturating_mul(digit)));
    round.into_iter().find(|step| *step >= least).unwrap_or(least)
}

fn tick(at: f64, label: &str) -> Tick {
    Tick { at: text_at(at), label: label.to_owned() }
}

/// A coordinate of a drawing.
pub(crate) fn text_at(at: f64) -> String {
    format!("{at:.1}")
}

/// Numbers of a chart are far below what a real number holds exactly.
fn real_u64(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

fn real(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: &[(String, Vec<u64>)]) -> LineChart {
        let names = vec!["收到".to_owned(), "办结".to_owned()];
        line(Lines {
            title: "每月".into(), description: "说明".into(), across: "月份".into(), names, points
        })
    }

    #[test]
    fn lines_run_from_edge_to_edge_between_round_numbers() {
        let drawn = chart(&[
            ("9月".into(), vec![0, 10]),
            ("10月".into(), vec![37, 20]),
            ("11月".into(), vec![80, 0]),
        ]);
        let labels: Vec<&str> = drawn.up.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["0", "20", "40", "60", "80"]);
        assert_eq!(drawn.series[0].points, "44.0,204.0 328.0,116.1 612.0,14.0");
        assert_eq!(drawn.across.last(), Some(&Tick { at: "612.0".into(), label: "11月".into() }));
        assert_eq!(drawn.table.rows[1][1].text, "37");
        assert_eq!(drawn.table.head.len(), 3);
    }

    #[test]
    fn nothing_and_one_point_can_be_drawn() {
        assert_eq!(chart(&[]).series[0].points, "");
        assert_eq!(chart(&[("11月".into(), vec![0, 0])]).series[0].points, "44.0,204.0");
    }

    #[test]
    fn steps_are_round() {
        for (largest, step) in [(0, 1), (4, 1), (5, 2), (21, 10), (81, 50), (1_000_000, 500_000)] {
            assert_eq!(step_for(largest), step, "{largest}");
        }
    }

    #[test]
    fn a_label_keeps_to_its_room() {
        for (label, shown) in [
            ("城市管理", "城市管理"),
            ("青岛市政务服务便民热线中心", "青岛市政务服务…"),
            ("People and services", "People and ser…"),
            ("", ""),
        ] {
            assert_eq!(short(label), shown);
        }
    }

    #[test]
    fn the_longest_bar_fills_its_room() {
        let drawn = bars(
            "按类别".into(),
            String::new(),
            &[("供水".into(), 40), ("噪声".into(), 10), ("路灯".into(), 0)],
        );
        let widths: Vec<&str> = drawn.bars.iter().map(|bar| bar.width.as_str()).collect();
        assert_eq!(widths, ["150.0", "37.5", "0.0"]);
        assert_eq!(drawn.bars[1].at, "28");
        assert_eq!(drawn.height, "84");
    }
}

//! The state chart of a program as SVG: boxes for states, arrows for acts. Text is text, so that it can be read aloud, searched and
//! enlarged; colours are presentation attributes with classes beside them, so that a strict content policy and a style sheet both work.

mod layout;

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::program::{Act, Doer, Phase, Program, State};
use domain::text::Language;

use layout::{Arrow, Layout, Spot, lay_out};

/// An act that can be done in more states than this is written into the box it leads to, instead of many arrows.
const ARROWS_PER_ACT_MAX: usize = 4;
/// Labels that one arrow shows; the others stand in its title.
const LABELS_MAX: usize = 2;
const BOX_HEIGHT: f64 = 38.0;
const LINE: f64 = 15.0;

/// What stands between two states.
struct Link<'p> {
    from: usize,
    to: usize,
    acts: Vec<&'p Act>,
}

/// What is drawn.
struct Chart<'p> {
    program: &'p Program,
    language: Language,
    states: Vec<&'p State>,
    links: Vec<Link<'p>>,
    widths: Vec<f64>,
}

/// Draws the chart.
#[must_use]
pub fn chart(program: &Program, language: Language) -> String {
    let mut states: Vec<&State> = program.states.iter().collect();
    states.sort_by_key(|state| program.opening.to.as_ref() != Some(&state.id));
    let links = links(program, &states);
    let widths: Vec<f64> = states
        .iter()
        .map(|state| {
            let notes = any_time(program, state, language).map_or(0.0, |note| text_width(&note) * 0.8);
            (text_width(state.name.get(language)) + 28.0).max(notes + 16.0).max(84.0)
        })
        .collect();
    let arrows: Vec<Arrow> = links
        .iter()
        .map(|link| Arrow {
            from: link.from,
            to: link.to,
            width: labels(link, language).iter().map(|label| text_width(label) * 0.86).fold(10.0, f64::max)
                + 8.0,
        })
        .collect();
    let layout = lay_out(&widths, &arrows);
    Chart { program, language, states, links, widths }.draw(&layout).unwrap_or_default()
}

fn links<'p>(program: &'p Program, states: &[&State]) -> Vec<Link<'p>> {
    let index: BTreeMap<&str, usize> =
        states.iter().enumerate().map(|(at, state)| (state.id.as_str(), at)).collect();
    let mut links: BTreeMap<(usize, usize), Vec<&Act>> = BTreeMap::new();
    for act in program.acts.iter().filter(|act| act.from.len() <= ARROWS_PER_ACT_MAX) {
        let Some(to) = act.to.as_ref().and_then(|to| index.get(to.as_str())) else { continue };
        for from in act.from.iter().filter_map(|from| index.get(from.as_str())).filter(|from| *from != to) {
            links.entry((*from, *to)).or_default().push(act);
        }
    }
    links.into_iter().map(|((from, to), acts)| Link { from, to, acts }).collect()
}

fn labels(link: &Link<'_>, language: Language) -> Vec<String> {
    let mut labels: Vec<String> =
        link.acts.iter().take(LABELS_MAX).map(|act| act.name.get(language).to_owned()).collect();
    let more = link.acts.len().saturating_sub(LABELS_MAX);
    if let Some(last) = labels.last_mut().filter(|_| more > 0) {
        *last = format!("{last} +{more}");
    }
    labels
}

/// What can lead to a state from many others: "at any time: take it back".
fn any_time(program: &Program, state: &State, language: Language) -> Option<String> {
    let acts: Vec<&str> = program
        .acts
        .iter()
        .filter(|act| act.from.len() > ARROWS_PER_ACT_MAX && act.to.as_ref() == Some(&state.id))
        .map(|act| act.name.get(language))
        .collect();
    let intro = match language {
        Language::Zh => "多处可到：",
        Language::En => "from many: ",
    };
    (!acts.is_empty()).then(|| format!("{intro}{}", acts.join(", ")))
}

/// About how wide a text is at 15 px.
fn text_width(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 8.0 } else { 15.0 }).sum()
}

fn colours(phase: Phase) -> (&'static str, &'static str) {
    match phase {
        Phase::Received => ("#eef4fb", "#2f6db3"),
        Phase::Handling => ("#fdf5e6", "#b7791f"),
        Phase::Answered => ("#eefaf1", "#2f855a"),
        Phase::Closed => ("#f3f4f6", "#4b5563"),
    }
}

impl Chart<'_> {
    fn draw(&self, layout: &Layout) -> Result<String, std::fmt::Error> {
        let Self { program, language, states, links, .. } = self;
        let mut svg = String::new();
        let (title, about) = match language {
            Language::Zh => (
                format!("{}：状态图", program.name.zh),
                format!("{}个状态，{}种走法。", states.len(), links.len()),
            ),
            Language::En => (
                format!("{}: state chart", program.name.en),
                format!("{} states, {} ways between them.", states.len(), links.len()),
            ),
        };
        write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {:.0} {:.0}\" width=\"{:.0}\" height=\"{:.0}\" \
         role=\"img\" aria-labelledby=\"chart-title chart-about\" lang=\"{}\" font-family=\"sans-serif\">\
         <title id=\"chart-title\">{}</title><desc id=\"chart-about\">{}</desc>\
         <defs><marker id=\"chart-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0 L8 4 L0 8 z\" fill=\"#6b7280\"/></marker></defs>",
            layout.width,
            layout.height,
            layout.width,
            layout.height,
            language.tag(),
            escape(&title),
            escape(&about)
        )?;
        for (link, spots) in links.iter().zip(&layout.arrows) {
            self.arrow(&mut svg, link, spots)?;
        }
        for (link, spot) in links.iter().zip(&layout.labels) {
            label(&mut svg, &labels(link, *language), *spot)?;
        }
        for ((state, spot), width) in states.iter().zip(&layout.boxes).zip(&self.widths) {
            self.state_box(&mut svg, state, *spot, *width)?;
        }
        svg.push_str("</svg>\n");
        Ok(svg)
    }

    fn arrow(&self, svg: &mut String, link: &Link<'_>, spots: &[Spot]) -> std::fmt::Result {
        let (states, language) = (&self.states, self.language);
        let name = |at: usize| states.get(at).map(|state| state.name.get(language)).unwrap_or_default();
        let acts: Vec<&str> = link.acts.iter().map(|act| act.name.get(language)).collect();
        let by_itself = link.acts.iter().all(|act| act.by.iter().all(|doer| *doer == Doer::Timer));
        let mut path = String::new();
        let count = spots.len();
        for (at, pair) in spots.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            let down = if to.y >= from.y { 1.0 } else { -1.0 };
            let start = from.y + if at == 0 { down * BOX_HEIGHT / 2.0 } else { 0.0 };
            let end = to.y - if at + 2 == count { down * BOX_HEIGHT / 2.0 } else { 0.0 };
            let bend = (end - start) / 2.0;
            if at == 0 {
                write!(path, "M{:.1} {start:.1}", from.x)?;
            }
            write!(
                path,
                " C{:.1} {:.1} {:.1} {:.1} {:.1} {end:.1}",
                from.x,
                start + bend,
                to.x,
                end - bend,
                to.x
            )?;
        }
        write!(
            svg,
            "<g class=\"chart-way{}\"><title>{} → {}: {}</title><path d=\"{path}\" fill=\"none\" stroke=\"#9ca3af\" stroke-width=\"1.4\"{} \
         marker-end=\"url(#chart-tip)\"/></g>",
            if by_itself { " chart-way-timer" } else { "" },
            escape(name(link.from)),
            escape(name(link.to)),
            escape(&acts.join(", ")),
            if by_itself { " stroke-dasharray=\"5 4\"" } else { "" },
        )
    }

    fn state_box(&self, svg: &mut String, state: &State, spot: Spot, width: f64) -> std::fmt::Result {
        let (program, language) = (self.program, self.language);
        let (fill, stroke) = colours(state.phase);
        let round = if state.ends.is_some() { BOX_HEIGHT / 2.0 } else { 7.0 };
        let note = any_time(program, state, language);
        write!(
            svg,
            "<g class=\"chart-state chart-{}\"><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{BOX_HEIGHT}\" \
         rx=\"{round}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"15\" text-anchor=\"middle\" fill=\"#111827\">{}</text>",
            state.phase.as_str(),
            escape(&state.about.get(language).replace("{unit}", "…")),
            spot.x - width / 2.0,
            spot.y - BOX_HEIGHT / 2.0,
            if state.ends.is_some() { 2.4 } else { 1.4 },
            spot.x,
            spot.y + if note.is_some() { -1.0 } else { 5.0 },
            escape(state.name.get(language)),
        )?;
        if let Some(note) = note {
            write!(
                svg,
                "<text class=\"chart-note\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"middle\" fill=\"#4b5563\">{}</text>",
                spot.x,
                spot.y + 14.0,
                escape(&note)
            )?;
        }
        svg.push_str("</g>");
        Ok(())
    }
}

fn label(svg: &mut String, lines: &[String], spot: Spot) -> std::fmt::Result {
    let mut y =
        spot.y + 4.0 - LINE * f64::from(u32::try_from(lines.len().saturating_sub(1)).unwrap_or(0)) / 2.0;
    for line in lines {
        write!(
            svg,
            "<text class=\"chart-act\" x=\"{:.1}\" y=\"{y:.1}\" font-size=\"13\" text-anchor=\"middle\" fill=\"#374151\" stroke=\"#fff\" \
             stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
            spot.x,
            escape(line)
        )?;
        y += LINE;
    }
    Ok(())
}

/// Text that is safe inside SVG.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

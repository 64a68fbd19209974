//! Where the boxes and arrows of a state chart go: layers from top to bottom, every arrow through a place of its own in each layer
//! that it passes, and its label as one such place, so that nothing lies on anything else.

use std::collections::{BTreeMap, BTreeSet};

/// Rounds of putting neighbours near each other.
const ROUNDS: usize = 12;
/// Rounds of straightening arrows once the order is settled.
const STRAIGHTENING_ROUNDS: usize = 80;
/// Free space between two boxes, in pixels.
const GAP_X: f64 = 26.0;
/// Distance from one layer to the next.
const STEP_Y: f64 = 46.0;

/// An arrow to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Arrow {
    /// From this box.
    pub(super) from: usize,
    /// To this one.
    pub(super) to: usize,
    /// Width of its label.
    pub(super) width: f64,
}

/// A point of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Where everything goes.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The middle of each box.
    pub(super) boxes: Vec<Spot>,
    /// For each arrow the points that it passes, from box to box.
    pub(super) arrows: Vec<Vec<Spot>>,
    /// The middle of each arrow's label.
    pub(super) labels: Vec<Spot>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// One place in one layer: a box, a label, or where an arrow passes.
struct Place {
    layer: usize,
    width: f64,
    x: f64,
    up: Vec<usize>,
    down: Vec<usize>,
}

/// Lays out boxes of these widths and the arrows between them; box 0 is where everything begins.
pub(super) fn lay_out(widths: &[f64], arrows: &[Arrow]) -> Layout {
    let layers = layers(widths.len(), arrows);
    let mut places: Vec<Place> = widths
        .iter()
        .zip(&layers)
        .map(|(width, layer)| Place {
            layer: layer * 2,
            width: *width,
            x: 0.0,
            up: Vec::new(),
            down: Vec::new(),
        })
        .collect();
    let mut chains = Vec::new();
    for arrow in arrows {
        chains.push(chain(&mut places, &layers, arrow));
    }
    let mut rows = order(&places);
    for _ in 0..ROUNDS {
        sort_rows(&mut rows, &mut places);
    }
    settle(&rows, &mut places);
    finish(&places, &chains, widths.len())
}

/// The layer of each box: below everything that leads to it, arrows back to an earlier box left aside.
fn layers(count: usize, arrows: &[Arrow]) -> Vec<usize> {
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for arrow in arrows.iter().filter(|arrow| arrow.from != arrow.to) {
        out.entry(arrow.from).or_default().push(arrow.to);
    }
    let mut search = Search::default();
    for start in 0..count {
        search.visit(start, &out);
    }
    let Search { order, back, .. } = search;
    let mut layers = vec![0_usize; count];
    for from in order.iter().rev() {
        let next = layers.get(*from).copied().unwrap_or(0) + 1;
        for to in out.get(from).into_iter().flatten().filter(|to| !back.contains(&(*from, **to))) {
            if let Some(layer) = layers.get_mut(*to) {
                *layer = (*layer).max(next);
            }
        }
    }
    // What no arrow touches stands at the bottom.
    let last = layers.iter().copied().max().unwrap_or(0);
    let touched: BTreeSet<usize> = arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]).collect();
    for (_, layer) in layers.iter_mut().enumerate().filter(|(at, _)| *at > 0 && !touched.contains(at)) {
        *layer = last;
    }
    layers
}

/// A search in depth that finds an order of the boxes and the arrows that lead back.
#[derive(Default)]
struct Search {
    seen: BTreeSet<usize>,
    open: BTreeSet<usize>,
    back: BTreeSet<(usize, usize)>,
    order: Vec<usize>,
}

impl Search {
    fn visit(&mut self, at: usize, out: &BTreeMap<usize, Vec<usize>>) {
        if !self.seen.insert(at) {
            return;
        }
        self.open.insert(at);
        for to in out.get(&at).into_iter().flatten() {
            if self.open.contains(to) {
                self.back.insert((at, *to));
            } else {
                self.visit(*to, out);
            }
        }
        self.open.remove(&at);
        self.order.push(at);
    }
}

/// The places that an arrow passes, from its upper box to its lower one, and which of them bears the label.
struct Chain {
    places: Vec<usize>,
    label: usize,
    /// Whether it points upwards.
    upwards: bool,
}

fn chain(places: &mut Vec<Place>, layers: &[usize], arrow: &Arrow) -> Chain {
    let layer = |at: usize| layers.get(at).copied().unwrap_or(0);
    let upwards = layer(arrow.from) > layer(arrow.to);
    let (top, bottom) = if upwards { (arrow.to, arrow.from) } else { (arrow.from, arrow.to) };
    let (first, last) = (layer(top) * 2 + 1, layer(bottom) * 2);
    // The label stands next to the box that the arrow leaves.
    let label_layer = if upwards { last.saturating_sub(1) } else { first };
    let mut chain = vec![top];
    let mut label = top;
    for layer in first..last.max(first + 1) {
        let width = if layer == label_layer { arrow.width } else { 8.0 };
        places.push(Place { layer, width, x: 0.0, up: Vec::new(), down: Vec::new() });
        let at = places.len() - 1;
        if layer == label_layer {
            label = at;
        }
        chain.push(at);
    }
    chain.push(bottom);
    for pair in chain.windows(2) {
        let [upper, lower] = pair else { continue };
        if let Some(place) = places.get_mut(*upper) {
            place.down.push(*lower);
        }
        if let Some(place) = places.get_mut(*lower) {
            place.up.push(*upper);
        }
    }
    Chain { places: chain, label, upwards }
}

fn order(places: &[Place]) -> Vec<Vec<usize>> {
    let count = places.iter().map(|place| place.layer + 1).max().unwrap_or(0);
    let mut rows = vec![Vec::new(); count];
    for (at, place) in places.iter().enumerate() {
        if let Some(row) = rows.get_mut(place.layer) {
            row.push(at);
        }
    }
    rows
}

fn middle(of: &[usize], places: &[Place]) -> Option<f64> {
    let xs: Vec<f64> = of.iter().filter_map(|at| places.get(*at)).map(|place| place.x).collect();
    let count = u32::try_from(xs.len()).ok().filter(|count| *count > 0)?;
    Some(xs.iter().sum::<f64>() / f64::from(count))
}

/// Each row in the order of the middle of its neighbours above, then below.
fn sort_rows(rows: &mut [Vec<usize>], places: &mut [Place]) {
    let count = rows.len();
    for (turn, at) in (0..count).chain((0..count).rev()).enumerate() {
        let Some(row) = rows.get_mut(at) else { continue };
        let wish = |place: &Place| {
            let near = if turn < count { &place.up } else { &place.down };
            middle(near, places).unwrap_or(place.x)
        };
        let wishes: BTreeMap<usize, f64> =
            row.iter().filter_map(|at| places.get(*at).map(|place| (*at, wish(place)))).collect();
        row.sort_by(|left, right| {
            wishes.get(left).copied().unwrap_or(0.0).total_cmp(&wishes.get(right).copied().unwrap_or(0.0))
        });
        pack(row, places, |at| wishes.get(&at).copied());
    }
}

/// Places a row as near to what each wishes as its order allows: neighbours that would overlap move together, no further than they
/// must (pooling of adjacent violators).
fn pack(row: &[usize], places: &mut [Place], wish: impl Fn(usize) -> Option<f64>) {
    // Offsets from the first place, if all stood as close as they may; wishes are compared without them.
    let mut offset = 0.0;
    let mut edge: Option<f64> = None;
    let mut pools: Vec<(f64, f64)> = Vec::new();
    let mut offsets = Vec::new();
    for at in row {
        let Some(place) = places.get(*at) else { continue };
        offset += edge.map_or(0.0, |edge| edge + GAP_X + place.width / 2.0);
        edge = Some(place.width / 2.0);
        offsets.push((*at, offset));
        pools.push((wish(*at).unwrap_or(place.x) - offset, 1.0));
        while let [.., (before, some), (last, more)] = pools.as_slice()
            && before >= last
        {
            let merged = ((before * some + last * more) / (some + more), some + more);
            pools.truncate(pools.len().saturating_sub(2));
            pools.push(merged);
        }
    }
    let mut next = offsets.into_iter();
    for (middle, count) in pools {
        let mut left = count;
        while left > 0.5 {
            left -= 1.0;
            if let Some((at, offset)) = next.next()
                && let Some(place) = places.get_mut(at)
            {
                place.x = middle + offset;
            }
        }
    }
}

/// A few more rounds that keep the order and only straighten.
fn settle(rows: &[Vec<usize>], places: &mut [Place]) {
    for _ in 0..STRAIGHTENING_ROUNDS {
        for row in rows.iter().chain(rows.iter().rev()) {
            let wishes: BTreeMap<usize, f64> = row
                .iter()
                .filter_map(|at| {
                    let place = places.get(*at)?;
                    let near: Vec<usize> = place.up.iter().chain(&place.down).copied().collect();
                    middle(&near, places).map(|x| (*at, x))
                })
                .collect();
            pack(row, places, |at| wishes.get(&at).copied());
        }
    }
}

fn finish(places: &[Place], chains: &[Chain], boxes: usize) -> Layout {
    let left = places.iter().map(|place| place.x - place.width / 2.0).fold(f64::INFINITY, f64::min);
    let right = places.iter().map(|place| place.x + place.width / 2.0).fold(f64::NEG_INFINITY, f64::max);
    let last = places.iter().map(|place| place.layer).max().unwrap_or(0);
    let y = |layer: usize| STEP_Y * (f64::from(u32::try_from(layer).unwrap_or(0)) + 1.0);
    let spot =
        |at: &usize| places.get(*at).map(|place| Spot { x: place.x - left + GAP_X, y: y(place.layer) });
    let arrows = chains.iter().map(|chain| {
        let mut spots: Vec<Spot> = chain.places.iter().filter_map(spot).collect();
        if chain.upwards {
            spots.reverse();
        }
        spots
    });
    Layout {
        boxes: (0..boxes).filter_map(|at| spot(&at)).collect(),
        arrows: arrows.collect(),
        labels: chains.iter().filter_map(|chain| spot(&chain.label)).collect(),
        width: if places.is_empty() { 0.0 } else { right - left + 2.0 * GAP_X },
        height: y(last) + STEP_Y,
    }
}

//! A picture of what each stage of a tile gives, drawn from the stages themselves: `docs/pictures/tile-stages.svg`.
//!
//! `UPDATE_DOCS=1 cargo test -p tile-server --lib tile_stages` writes it again.

use super::*;
use gis_core::index::PathKind;
use std::fmt::Write;
use std::path::PathBuf;

const MARKETS: Layer = Layer::Collection(Collection::Markets);
const LAYERS: [Layer; 3] = [PARCELS, ROADS, MARKETS];
/// Pixels that a tile unit is wide in the picture, and tile units that a panel shows each way.
const PX_A_UNIT: f64 = 8.0;
const SHOWN_UNITS: f64 = 36.0;
/// The north-west corner of what is shown, in tile units: the west border of the buffered tile runs through it.
const CORNER_UNITS: [f64; 2] = [-74.0, 100.0];
const PANEL_PX: f64 = SHOWN_UNITS * PX_A_UNIT;
const GAP_PX: f64 = 16.0;
const TITLE_PX: f64 = 28.0;
const INFALLIBLE: &str = "a String takes all text";

/// Light, and dark where the reader's machine is.
const SHEET: &str = "
.paper{fill:#fffdf7}.beyond{fill:#e4e2da}.edge{stroke:#8a8578;stroke-dasharray:4 3;fill:none}.grid{stroke:#d9d5c8;fill:none}
.ink{fill:#222}.parcel{fill:#f0c987;stroke:#7a5312}.road{fill:none;stroke:#a8461f}.market{fill:#9cc4e4;stroke:#1f5a86}
.was{fill:none;stroke:#8a8578;stroke-dasharray:2 2}.vertex{fill:#222}.envelope{fill:none;stroke:#5a7d3a;stroke-dasharray:5 3}
@media (prefers-color-scheme:dark){
.paper{fill:#171d1f}.beyond{fill:#2b3134}.edge{stroke:#98a0a0}.grid{stroke:#333b3e}
.ink{fill:#e8e4da}.parcel{fill:#6b4d1c;stroke:#e6b968}.road{stroke:#ff9a6b}.market{fill:#27506f;stroke:#8ec7f0}
.was{stroke:#98a0a0}.vertex{fill:#e8e4da}.envelope{stroke:#a6cf82}}
text{font:15px sans-serif}.code{font:11.5px monospace}path{stroke-width:1.4}.grid{stroke-width:.6}";

/// The tile that the picture is of: markets are marks there still.
fn id() -> TileId {
    TileId::new(13, 3_710, 3_755).expect("exists")
}

/// Paths in tile units, and what they belong to.
type Shape = (Layer, Vec<(PathKind, Vec<[f64; 2]>)>);

fn ring(units: &[[f64; 2]]) -> LineString {
    units.iter().map(|&[x, y]| at_units(id(), x, y)).collect()
}

/// Something for each stage to do.
fn scene() -> Index {
    let polygon = |outline: &[[f64; 2]]| Polygon::new(ring(outline), Vec::new());
    let courtyards = [
        ring(&[[-50.2, 105.6], [-44.8, 105.4], [-44.9, 109.6], [-50.1, 109.8]]),
        ring(&[[-49.4, 110.6], [-48.8, 110.6], [-48.8, 111.1]]),
    ];
    let outline =
        [[-52.3, 103.2], [-47.0, 102.9], [-42.6, 103.4], [-42.4, 107.0], [-42.7, 112.3], [-51.8, 111.9]];
    let bracket = [
        [-71.0, 103.0],
        [-60.5, 102.9],
        [-55.4, 102.6],
        [-55.2, 106.4],
        [-67.0, 106.8],
        [-66.8, 112.2],
        [-56.3, 112.4],
        [-56.4, 116.2],
        [-71.2, 116.0],
    ];
    let parcels = [
        feature(1, polygon(&bracket)),
        feature(2, Polygon::new(ring(&outline), courtyards.to_vec())),
        feature(3, polygon(&[[-53.9, 114.5], [-53.1, 114.5], [-53.2, 115.2]])),
        feature(4, polygon(&[[-73.2, 118.8], [-68.2, 118.4], [-68.0, 122.6], [-73.0, 123.0]])),
        feature(5, polygon(&[[-61.0, 132.2], [-54.2, 132.3], [-54.2, 132.45], [-61.0, 132.4]])),
    ];
    let way = [
        [-78.0, 130.9],
        [-72.0, 128.2],
        [-69.0, 127.3],
        [-66.0, 126.2],
        [-62.0, 124.6],
        [-58.0, 123.3],
        [-55.0, 122.5],
        [-52.0, 124.4],
        [-49.0, 121.4],
        [-45.0, 120.2],
        [-41.0, 119.4],
        [-34.0, 117.6],
    ];
    let mut index = index_of(PARCELS, parcels);
    index.load(ROADS, [feature(6, ring(&way))]);
    index.load(
        MARKETS,
        [feature(7, polygon(&[[-49.0, 127.2], [-43.6, 126.8], [-43.4, 132.4], [-48.8, 132.6]]))],
    );
    index
}

fn in_units([x, y]: Fine) -> [f64; 2] {
    let unit = id().unit_fine().to_string().parse::<f64>().expect("is a number");
    [x, y].map(|fine| fine.to_string().parse::<f64>().expect("is a number") / unit)
}

fn shape_of<V: Copy>(layer: Layer, paths: &Paths<V>, units: impl Fn(V) -> [f64; 2]) -> Shape {
    (
        layer,
        paths.iter().map(|(kind, vertices)| (kind, vertices.iter().map(|&at| units(at)).collect())).collect(),
    )
}

/// A feature as the register has it.
fn as_registered(layer: Layer, feature: Found<'_>) -> Shape {
    let corner = id().corner_fine();
    let units =
        |&[x, y]: &[u32; 2]| in_units([(i64::from(x) << 2) - corner[0], (i64::from(y) << 2) - corner[1]]);
    (layer, feature.paths().map(|path| (path.kind, path.vertices.iter().map(units).collect())).collect())
}

/// What there is after each stage but the last.
#[derive(Default)]
struct Stages {
    registered: Vec<Shape>,
    selected: Vec<Shape>,
    marked: Vec<Shape>,
    simplified: Vec<Shape>,
    clipped: Vec<Shape>,
    quantised: Vec<Shape>,
}

impl Stages {
    fn of(index: &Index) -> Self {
        let sight = sight(index, &LAYERS, id(), &Scope::operator());
        let mut stages = Self::default();
        for layer in LAYERS {
            let all = index.all(layer, &Scope::operator());
            stages.registered.extend(all.into_iter().map(|feature| as_registered(layer, feature)));
            for feature in select(index, layer, id(), &sight) {
                stages.add(layer, feature);
            }
        }
        stages
    }

    fn add(&mut self, layer: Layer, feature: Found<'_>) {
        let (mut seen, mut within, mut drawn) = (Paths::default(), Paths::default(), Paths::default());
        let marked = mark(layer, feature, id().z());
        match marked {
            Some(point) => simplify_point(point, id(), &mut seen),
            None => simplify(feature, id(), &mut seen),
        }
        clip(&seen, id(), &mut within);
        quantise(&within, id(), &mut drawn);
        let simplified = shape_of(layer, &seen, in_units);
        self.selected.push(as_registered(layer, feature));
        self.marked.push(if marked.is_some() { simplified.clone() } else { as_registered(layer, feature) });
        self.simplified.push(simplified);
        self.clipped.push(shape_of(layer, &within, in_units));
        self.quantised.push(shape_of(layer, &drawn, |at: TilePx| [at.x, at.y].map(f64::from)));
    }
}

/// A position on its panel.
fn px(at: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|axis| ((at[axis] - CORNER_UNITS[axis]) * PX_A_UNIT * 10.0).round() / 10.0)
}

struct Panel {
    svg: String,
}

impl Panel {
    /// A panel of the six, counted row by row.
    fn new(place: u8, title: &str) -> Self {
        let (column, row) = (f64::from(place % 3), f64::from(place / 3));
        let left = GAP_PX + column * (PANEL_PX + GAP_PX);
        let top = TITLE_PX + row * (PANEL_PX + TITLE_PX + GAP_PX);
        let mut svg = format!("<text class=\"ink\" x=\"{left}\" y=\"{}\">{title}</text>\n", top - 8.0);
        writeln!(svg, "<svg x=\"{left}\" y=\"{top}\" width=\"{PANEL_PX}\" height=\"{PANEL_PX}\">")
            .expect(INFALLIBLE);
        Self { svg }
    }

    /// What lies beyond the buffered tile.
    fn with_border(mut self) -> Self {
        let [edge, _] = px([-f64::from(BUFFER), 0.0]);
        writeln!(self.svg, "<path class=\"beyond\" d=\"M0 0H{edge}V{PANEL_PX}H0Z\"/>").expect(INFALLIBLE);
        writeln!(self.svg, "<path class=\"edge\" d=\"M{edge} 0V{PANEL_PX}\"/>").expect(INFALLIBLE);
        self
    }

    /// The whole tile units.
    fn with_grid(mut self) -> Self {
        let mut at = 0.0;
        while at < PANEL_PX {
            write!(self.svg, "<path class=\"grid\" d=\"M{at} 0V{PANEL_PX}M0 {at}H{PANEL_PX}\"/>")
                .expect(INFALLIBLE);
            at += PX_A_UNIT;
        }
        self
    }

    /// Shapes as they were before the stage.
    fn with_before(mut self, shapes: &[Shape]) -> Self {
        for (_, paths) in shapes {
            self.path("was", paths);
        }
        self
    }

    /// Shapes, filled as their layer is, with their vertices.
    fn with(mut self, shapes: &[Shape]) -> Self {
        for (layer, paths) in shapes {
            let class = layer.name().trim_end_matches('s').to_owned();
            self.path(&class, paths);
            for [x, y] in paths.iter().flat_map(|(_, vertices)| vertices).map(|&at| px(at)) {
                write!(self.svg, "<circle class=\"vertex\" cx=\"{x}\" cy=\"{y}\" r=\"2\"/>")
                    .expect(INFALLIBLE);
            }
            for (_, points) in paths.iter().filter(|(kind, _)| *kind == PathKind::Points) {
                let [x, y] = px(points[0]);
                write!(self.svg, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>")
                    .expect(INFALLIBLE);
            }
        }
        self
    }

    fn with_envelopes(mut self, shapes: &[Shape]) -> Self {
        for (_, paths) in shapes {
            let (mut min, mut max) = ([f64::MAX; 2], [f64::MIN; 2]);
            for at in paths.iter().flat_map(|(_, vertices)| vertices).map(|&at| px(at)) {
                for axis in 0..2 {
                    (min[axis], max[axis]) = (min[axis].min(at[axis]), max[axis].max(at[axis]));
                }
            }
            let ([left, top], [right, bottom]) = (min, max);
            write!(self.svg, "<path class=\"envelope\" d=\"M{left} {top}H{right}V{bottom}H{left}Z\"/>")
                .expect(INFALLIBLE);
        }
        self
    }

    /// Text in lines of so many characters at most, broken between words.
    fn with_text(mut self, text: &str) -> Self {
        const CHARACTERS: usize = 40;
        const LINE_PX: f64 = 14.0;
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.contains("id = ")) {
            lines.push(String::new());
            for word in line.split(' ') {
                let last = lines.last_mut().expect("there is a line");
                if last.len() + word.len() < CHARACTERS {
                    last.push_str(word);
                    last.push(' ');
                } else {
                    lines.push(format!("      {word} "));
                }
            }
        }
        let mut y = 0.0;
        for line in lines {
            y += LINE_PX;
            let start = format!("<text class=\"ink code\" xml:space=\"preserve\" x=\"6\" y=\"{y}\">");
            writeln!(self.svg, "{start}{}</text>", line.trim_end()).expect(INFALLIBLE);
        }
        assert!(y < PANEL_PX, "the text fits");
        self
    }

    fn path(&mut self, class: &str, paths: &[(PathKind, Vec<[f64; 2]>)]) {
        let mut data = String::new();
        for (kind, vertices) in paths.iter().filter(|(kind, _)| *kind != PathKind::Points) {
            for (place, [x, y]) in vertices.iter().map(|&at| px(at)).enumerate() {
                write!(data, "{}{x} {y}", if place == 0 { 'M' } else { 'L' }).expect(INFALLIBLE);
            }
            data.push_str(if kind.is_ring() { "Z" } else { "" });
        }
        if !data.is_empty() {
            writeln!(self.svg, "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{data}\"/>")
                .expect(INFALLIBLE);
        }
    }
}

fn drawing() -> String {
    let index = scene();
    let stages = Stages::of(&index);
    let tile = tile(&index, &LAYERS, id(), &Scope::operator()).expect("holds something");
    let encoded = format!("6 encode: {} bytes", tile.bytes.len());
    let panels = [
        Panel::new(0, "1 select")
            .with_border()
            .with_before(&stages.registered)
            .with(&stages.selected)
            .with_envelopes(&stages.selected),
        Panel::new(1, "2 mark").with_border().with_before(&stages.selected).with(&stages.marked),
        Panel::new(2, "3 simplify").with_border().with_before(&stages.marked).with(&stages.simplified),
        Panel::new(3, "4 clip").with_border().with_before(&stages.simplified).with(&stages.clipped),
        Panel::new(4, "5 quantise")
            .with_border()
            .with_grid()
            .with_before(&stages.clipped)
            .with(&stages.quantised),
        Panel::new(5, &encoded).with_text(&to_text(&tile.bytes).expect("is a tile")),
    ];
    let width = 3.0 * (PANEL_PX + GAP_PX) + GAP_PX;
    let height = 2.0 * (PANEL_PX + TITLE_PX + GAP_PX);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <style>{SHEET}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    for panel in panels {
        writeln!(svg, "{}</svg>", panel.svg).expect(INFALLIBLE);
    }
    svg + "</svg>\n"
}

#[test]
fn the_picture_of_tile_stages_is_what_they_do() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures/tile-stages.svg");
    let svg = drawing();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &svg).expect("the picture can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the picture is there");
    assert!(committed == svg, "run with UPDATE_DOCS=1 and look at docs/pictures/tile-stages.svg");
}

#[test]
fn each_of_the_tile_stages_has_something_to_do_in_the_picture() {
    let stages = Stages::of(&scene());
    let vertices =
        |shapes: &[Shape]| shapes.iter().flat_map(|(_, paths)| paths).map(|(_, at)| at.len()).sum::<usize>();
    assert!(stages.selected.len() < stages.registered.len());
    assert!(vertices(&stages.marked) < vertices(&stages.selected));
    assert!(vertices(&stages.simplified) < vertices(&stages.marked));
    assert_ne!(stages.clipped, stages.simplified);
    assert_ne!(stages.quantised, stages.clipped);
}

//! A tile as text that people read and tests compare: layers and features in the tile's order, attributes by
//! name, one line a point, line or ring.

use super::{DecodeError, DecodedFeature, DecodedLayer, decode};
use geozero::mvt::TileValue;
use gis_core::TilePx;
use std::fmt::{Display, Formatter, Result as Written};

/// A tile as text.
///
/// # Errors
/// Bytes that are no tile of MVT 2.1.
pub fn to_text(bytes: &[u8]) -> Result<String, DecodeError> {
    Ok(decode(bytes)?.iter().map(ToString::to_string).collect())
}

impl Display for DecodedLayer {
    fn fmt(&self, text: &mut Formatter<'_>) -> Written {
        writeln!(text, "layer {}: features {}, extent {}", self.name, self.features.len(), self.extent)?;
        self.features.iter().try_for_each(|feature| feature.fmt(text))
    }
}

impl Display for DecodedFeature {
    fn fmt(&self, text: &mut Formatter<'_>) -> Written {
        writeln!(text, "  feature")?;
        for (name, value) in &self.attributes {
            write!(text, "    {name} = ")?;
            write_value(text, value)?;
            writeln!(text)?;
        }
        for &point in &self.drawing.points {
            write_vertices(text, "point", &[point])?;
        }
        for line in &self.drawing.lines {
            write_vertices(text, "line", line)?;
        }
        for rings in &self.drawing.polygons {
            for (position, ring) in rings.iter().enumerate() {
                write_vertices(text, if position == 0 { "polygon" } else { "hole" }, ring)?;
            }
        }
        Ok(())
    }
}

fn write_value(text: &mut Formatter<'_>, value: &TileValue) -> Written {
    match value {
        TileValue::Str(string) => write!(text, "{string:?}"),
        TileValue::Float(number) => number.fmt(text),
        TileValue::Double(number) => number.fmt(text),
        TileValue::Int(number) | TileValue::Sint(number) => number.fmt(text),
        TileValue::Uint(number) => number.fmt(text),
        TileValue::Bool(yes) => yes.fmt(text),
    }
}

fn write_vertices(text: &mut Formatter<'_>, kind: &str, vertices: &[TilePx]) -> Written {
    write!(text, "    {kind}:")?;
    vertices.iter().try_for_each(|vertex| write!(text, " {},{}", vertex.x, vertex.y))?;
    writeln!(text)
}

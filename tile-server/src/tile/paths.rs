//! A geometry between two stages: its paths, in one run of vertices.

use super::Drawing;
use gis_core::TilePx;
use gis_core::index::PathKind;

/// A position in the frame of a tile: quarters of a step of the world grid from its north-west corner, x eastwards
/// and y southwards. A unit of a tile of zoom 22 is one of them, those of other zooms are whole numbers of them.
pub type Fine = [i64; 2];

/// Paths of one geometry; the holes of a polygon follow its exterior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths<V> {
    vertices: Vec<V>,
    /// What each path is, and where it ends.
    ends: Vec<(PathKind, usize)>,
}

impl<V> Default for Paths<V> {
    fn default() -> Self {
        Self { vertices: Vec::new(), ends: Vec::new() }
    }
}

impl<V: Copy> Paths<V> {
    /// Adds a path.
    pub fn push(&mut self, kind: PathKind, vertices: impl IntoIterator<Item = V>) {
        self.vertices.extend(vertices);
        self.ends.push((kind, self.vertices.len()));
    }

    /// Lets somebody rearrange the last path and tell how many of its vertices stay.
    pub(super) fn edit_last(&mut self, edit: impl FnOnce(&mut [V]) -> usize) {
        let from = self.ends.len().checked_sub(2).map_or(0, |before| self.ends[before].1);
        let kept = edit(&mut self.vertices[from..]);
        self.vertices.truncate(from + kept);
        if let Some((_, end)) = self.ends.last_mut() {
            *end = from + kept;
        }
    }

    /// Takes the last path away again.
    pub fn pop(&mut self) {
        self.ends.pop();
        self.vertices.truncate(self.ends.last().map_or(0, |(_, end)| *end));
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many vertices there are.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.vertices.len()
    }

    /// How many paths there are.
    #[must_use]
    pub fn path_count(&self) -> usize {
        self.ends.len()
    }

    /// Empties it for the next geometry.
    pub fn clear(&mut self) {
        self.vertices.clear();
        self.ends.clear();
    }

    /// The last path.
    #[must_use]
    pub fn last(&self) -> Option<(PathKind, &[V])> {
        self.iter().next_back()
    }

    /// Every path.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (PathKind, &[V])> {
        (0..self.ends.len()).map(move |place| {
            let from = place.checked_sub(1).map_or(0, |before| self.ends[before].1);
            let (kind, to) = self.ends[place];
            (kind, &self.vertices[from..to])
        })
    }
}

impl From<&Paths<TilePx>> for Drawing {
    fn from(paths: &Paths<TilePx>) -> Self {
        let mut drawing = Self::default();
        for (kind, vertices) in paths.iter() {
            match kind {
                PathKind::Points => drawing.points.extend_from_slice(vertices),
                PathKind::Line => drawing.lines.push(vertices.to_vec()),
                PathKind::Exterior => drawing.polygons.push(vec![vertices.to_vec()]),
                PathKind::Hole => {
                    let polygon = drawing.polygons.last_mut().expect("holes follow their exterior");
                    polygon.push(vertices.to_vec());
                }
            }
        }
        drawing
    }
}

//! Where the features of a part lie: identifiers, vertices and rows, each kind one after the other.

use super::found::Found;
use super::words::count;
use std::mem::size_of;
use uuid::Uuid;

/// A vertex: where it is, and from which zoom on it matters.
pub(super) const VERTEX_BYTES: usize = size_of::<[u32; 2]>() + 1;

/// Where a feature's vertices and its row begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) id: Uuid,
    pub(super) first_vertex: u32,
    pub(super) row: u32,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Store {
    pub(super) records: Vec<Record>,
    pub(super) vertices: Vec<[u32; 2]>,
    pub(super) zooms: Vec<u8>,
    pub(super) rows: Vec<u8>,
}

impl Store {
    /// A store without features that has room for as much as another one holds.
    pub(super) fn with_room_for(other: &Self) -> Self {
        Self {
            records: Vec::with_capacity(other.records.len()),
            vertices: Vec::with_capacity(other.vertices.len()),
            zooms: Vec::with_capacity(other.zooms.len()),
            rows: Vec::with_capacity(other.rows.len()),
        }
    }

    /// The record of a feature whose vertices and row come next.
    pub(super) fn next(&self, id: Uuid) -> Record {
        Record { id, first_vertex: count(self.vertices.len()), row: count(self.rows.len()) }
    }

    /// Adds a feature as it lies in another store; its place in this one.
    pub(super) fn add(&mut self, feature: Found<'_>) -> u32 {
        self.records.push(self.next(feature.id()));
        for path in feature.paths() {
            self.vertices.extend_from_slice(path.vertices);
            self.zooms.extend_from_slice(path.zooms);
        }
        self.rows.extend_from_slice(feature.row());
        count(self.records.len() - 1)
    }

    /// What vertices and rows take.
    pub(super) fn held_bytes(&self) -> usize {
        self.rows.len() + self.vertices.len() * VERTEX_BYTES
    }

    /// What there is room for beside vertices.
    pub(super) fn other_bytes(&self) -> usize {
        self.records.capacity() * size_of::<Record>() + self.rows.capacity()
    }
}

//! Features of the collections, all in one shape: pages for OGC API Features, and streams for the R-tree.

mod page;
mod stream;

pub use page::{BoundingBox, Feature, FeaturePage, count_features, get_feature, list_features};
pub use stream::{load_features, load_layers};

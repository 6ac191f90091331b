//! gis-store

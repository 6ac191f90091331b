//! tile-server

//! gps-ingest

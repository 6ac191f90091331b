//! A `PMTiles` file (version 3) that somebody lays under the register: given out in pieces, as it is.
//!
//! Clients ask for ranges of bytes and find the tiles in them themselves, so nothing is read here but the header, the
//! credit and, of vector tiles, the names of the layers, by which the style draws them. The file stays open: whoever
//! puts another in its place by renaming changes nothing until the next start, so no answer mixes the bytes of two.

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Length of the header, and the place in it of what is read (`PMTiles` version 3, §3).
const HEADER_BYTES: usize = 127;
const METADATA_AT: usize = 24;
const COMPRESSION_AT: usize = 97;
const TILE_TYPE_AT: usize = 99;
const ZOOMS_AT: usize = 100;

/// Longest metadata that are read, unpacked: a list of layers takes a thousandth of it.
const METADATA_MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Media type of such files.
pub(crate) const PMTILES: &str = "application/vnd.pmtiles";

/// A basemap whose header has been read.
#[derive(Debug, Clone)]
pub struct Basemap {
    /// It, as it was at the start.
    pub(crate) file: Arc<File>,
    /// Its length in bytes.
    pub(crate) length: u64,
    /// Its entity tag, quotes included: another file under the same name has another.
    pub(crate) etag: String,
    kind: Kind,
    zooms: [u8; 2],
    /// Whom its licence wants named wherever it is shown.
    attribution: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Raster,
    /// With the names of its layers.
    Vector(Vec<String>),
}

/// Why a file cannot lie under the register. Completes “failed to use the basemap …”.
#[derive(Debug, thiserror::Error)]
pub enum BasemapError {
    /// It cannot be read.
    #[error("it cannot be read")]
    Io(#[from] io::Error),
    /// It is something else.
    #[error("it is no PMTiles file of version 3")]
    Other,
    /// Its tiles are of a kind that the map cannot show.
    #[error("its tiles are of type {0}: neither vector tiles (1) nor images (2 to 5)")]
    Tiles(u8),
    /// It is cut, or packed in a way that is not known here.
    #[error("its metadata cannot be read: they are {0}")]
    Metadata(&'static str),
}

impl Basemap {
    /// Reads what is wanted of a file.
    ///
    /// # Errors
    /// When it cannot be read, or is no `PMTiles` file of version 3 of images or vector tiles.
    pub fn open(path: &Path) -> Result<Self, BasemapError> {
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        let mut header = [0; HEADER_BYTES];
        file.read_exact(&mut header).map_err(|_| BasemapError::Other)?;
        if !header.starts_with(b"PMTiles\x03") {
            return Err(BasemapError::Other);
        }
        let metadata = read_metadata(&mut file, &header)?;
        let kind = match header[TILE_TYPE_AT] {
            1 => Kind::Vector(layer_names(&metadata)),
            2..=5 => Kind::Raster,
            other => return Err(BasemapError::Tiles(other)),
        };
        let modified = about.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok(Self {
            file: Arc::new(file),
            length: about.len(),
            etag: format!("\"{:x}-{:x}\"", about.len(), modified.as_nanos()),
            kind,
            zooms: [header[ZOOMS_AT], header[ZOOMS_AT + 1]],
            attribution: metadata["attribution"].as_str().map(str::to_owned),
        })
    }

    /// The source of a style that gives it, from `base`, an address without a final slash. Clients need to know the
    /// protocol `pmtiles`.
    pub(crate) fn source(&self, base: &str) -> Value {
        let [minzoom, maxzoom] = self.zooms;
        let (kind, tile_size) = match self.kind {
            Kind::Raster => ("raster", Some(256)),
            Kind::Vector(_) => ("vector", None),
        };
        let url = format!("pmtiles://{base}/basemap.pmtiles");
        let mut source = json!({ "type": kind, "url": url, "minzoom": minzoom, "maxzoom": maxzoom });
        if let Some(size) = tile_size {
            source["tileSize"] = json!(size);
        }
        if let Some(attribution) = &self.attribution {
            source["attribution"] = json!(attribution);
        }
        source
    }

    /// Plain layers that draw it, from the lowest on, in colours that a theme has.
    pub(crate) fn layers(&self, colours: &Value) -> Vec<Value> {
        let Kind::Vector(names) = &self.kind else {
            return vec![json!({ "id": "basemap", "type": "raster", "source": "basemap" })];
        };
        let fill = |name: &String| {
            let colour = if name.contains("water") { "beyond" } else { "land-selected" };
            json!({
                "id": format!("basemap-{name}-fill"), "type": "fill", "source": "basemap", "source-layer": name,
                "filter": ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]],
                "paint": { "fill-color": colours[colour], "fill-opacity": 0.6 },
            })
        };
        let line = |name: &String| {
            json!({
                "id": format!("basemap-{name}-line"), "type": "line", "source": "basemap", "source-layer": name,
                "filter": ["in", ["geometry-type"], ["literal", ["LineString", "MultiLineString"]]],
                "paint": { "line-color": colours["road-other-far"], "line-width": 1 },
            })
        };
        names.iter().map(fill).chain(names.iter().map(line)).collect()
    }
}

/// What the file says of itself; nothing, where it is silent.
fn read_metadata(file: &mut File, header: &[u8; HEADER_BYTES]) -> Result<Value, BasemapError> {
    let number = |at: usize| {
        let (bytes, _) = header[at..].split_first_chunk::<8>().expect("the header is longer");
        u64::from_le_bytes(*bytes)
    };
    if number(METADATA_AT + 8) == 0 {
        return Ok(Value::Null);
    }
    file.seek(SeekFrom::Start(number(METADATA_AT)))?;
    let packed = file.take(number(METADATA_AT + 8));
    let mut text = String::new();
    let read = match header[COMPRESSION_AT] {
        1 => packed.take(METADATA_MAX_BYTES).read_to_string(&mut text),
        2 => GzDecoder::new(packed).take(METADATA_MAX_BYTES).read_to_string(&mut text),
        _ => return Err(BasemapError::Metadata("packed otherwise than by gzip")),
    };
    read.map_err(|_| BasemapError::Metadata("damaged"))?;
    serde_json::from_str(&text).map_err(|_| BasemapError::Metadata("no JSON"))
}

fn layer_names(metadata: &Value) -> Vec<String> {
    let layers = metadata["vector_layers"].as_array().map(Vec::as_slice).unwrap_or_default();
    layers.iter().filter_map(|layer| Some(layer["id"].as_str()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn opened(content: &[u8]) -> Result<Basemap, BasemapError> {
        let path = std::env::temp_dir().join(format!("suuf-{}.pmtiles", uuid::Uuid::now_v7()));
        File::create(&path).and_then(|mut file| file.write_all(content)).expect("can be written");
        let basemap = Basemap::open(&path);
        std::fs::remove_file(&path).expect("is there");
        basemap
    }

    /// A file with a header and metadata, and no tile.
    fn file(tile_type: u8, metadata: &[u8]) -> Vec<u8> {
        let mut header = [0; HEADER_BYTES];
        header[..8].copy_from_slice(b"PMTiles\x03");
        header[METADATA_AT..METADATA_AT + 8].copy_from_slice(&127_u64.to_le_bytes());
        header[METADATA_AT + 8..METADATA_AT + 16].copy_from_slice(&(metadata.len() as u64).to_le_bytes());
        header[COMPRESSION_AT] = 1;
        header[TILE_TYPE_AT] = tile_type;
        header[ZOOMS_AT + 1] = 14;
        [&header, metadata].concat()
    }

    #[test]
    fn layers_of_vector_tiles_are_drawn_by_name_water_first_of_all_as_water() {
        let metadata = br#"{"vector_layers": [{"id": "water"}, {"id": "roads"}]}"#;
        let basemap = opened(&file(1, metadata)).expect("is one");
        let layers =
            basemap.layers(&json!({ "beyond": "#001", "land-selected": "#002", "road-other-far": "#003" }));
        let ids: Vec<_> = layers.iter().filter_map(|layer| layer["id"].as_str()).collect();
        assert_eq!(
            ids,
            ["basemap-water-fill", "basemap-roads-fill", "basemap-water-line", "basemap-roads-line"]
        );
        assert_eq!(layers[0]["paint"]["fill-color"], "#001");
        let source = basemap.source("https://sig.example.sn");
        assert_eq!(source["url"], "pmtiles://https://sig.example.sn/basemap.pmtiles");
        assert_eq!((&source["type"], &source["maxzoom"]), (&json!("vector"), &json!(14)));
    }

    #[test]
    fn a_file_s_credit_is_in_the_style_for_images_and_vector_tiles_alike() {
        for tile_type in 1..=5 {
            let basemap = opened(&file(tile_type, br#"{"attribution": "OpenStreetMap"}"#)).expect("is one");
            assert_eq!(basemap.source("")["attribution"], "OpenStreetMap", "type {tile_type}");
        }
    }

    #[test]
    fn images_are_one_layer_and_other_files_are_refused() {
        let images = opened(&file(2, b"")).expect("is one");
        assert_eq!(images.layers(&Value::Null).len(), 1);
        assert!(images.source("")["attribution"].is_null());
        for unknown in [0, 6, 255] {
            assert!(
                matches!(opened(&file(unknown, b"{}")), Err(BasemapError::Tiles(told)) if told == unknown)
            );
        }
        assert!(matches!(opened(b"SQLite format 3"), Err(BasemapError::Other)));
        assert!(matches!(opened(&file(1, b"{")), Err(BasemapError::Metadata("no JSON"))));
    }
}

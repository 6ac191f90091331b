//! Reads PMTiles by the words of its specification (version 3), to hold the program's files against it.

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::io::Read;

/// An archive in memory.
pub(crate) struct Archive {
    pub(crate) metadata: serde_json::Value,
    pub(crate) min_zoom: u8,
    pub(crate) max_zoom: u8,
    /// West, south, east, north.
    pub(crate) bounds_deg: [f64; 4],
    /// Every tile, unpacked, by zoom, column and row.
    pub(crate) tiles: BTreeMap<(u8, u32, u32), Vec<u8>>,
}

struct Entry {
    first: u64,
    run: u64,
    offset: usize,
    length: usize,
}

impl Archive {
    /// Reads it, and holds it to what the specification says of clustered archives.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        assert_eq!((&bytes[..7], bytes[7]), (b"PMTiles".as_slice(), 3), "§3: magic and version");
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight"));
        let section = |at: usize| {
            let from = usize::try_from(number(at)).expect("small");
            &bytes[from..from + usize::try_from(number(at + 8)).expect("small")]
        };
        let degrees =
            |at: usize| f64::from(i32::from_le_bytes(bytes[at..at + 4].try_into().expect("four"))) / 1e7;
        assert_eq!(bytes[96..100], [1, 2, 2, 1], "clustered, gzip within and of tiles, vector tiles");
        let (leaves, data) = (section(40), section(56));
        let mut entries = Vec::new();
        for entry in directory(section(8)) {
            match entry.run {
                0 => entries.extend(directory(&leaves[entry.offset..entry.offset + entry.length])),
                _ => entries.push(entry),
            }
        }
        assert!(section(8).len() <= 16_384 - 127, "§3.1: the root directory lies in the first 16 kB");
        let mut stored = BTreeMap::new();
        let (mut tiles, mut next, mut end) = (BTreeMap::new(), 0, 0);
        for entry in &entries {
            assert!(entry.first >= next, "numbers grow");
            next = entry.first + entry.run;
            assert!(
                entry.offset <= end,
                "§3.2: clustered: a tile follows the last one or repeats an earlier one"
            );
            end = end.max(entry.offset + entry.length);
            let packed = &data[entry.offset..entry.offset + entry.length];
            assert!(*stored.entry(packed).or_insert(entry.offset) == entry.offset, "each distinct tile once");
            tiles.extend((entry.first..next).map(|nth| (place(nth), unpack(packed))));
        }
        assert_eq!(end, data.len(), "no byte is nobody's");
        assert_eq!(
            [number(72), number(80), number(88)],
            [tiles.len(), entries.len(), stored.len()].map(|n| n as u64)
        );
        let metadata = serde_json::from_slice(&unpack(section(24))).expect("JSON");
        let bounds_deg = [102, 106, 110, 114].map(degrees);
        Self { metadata, min_zoom: bytes[100], max_zoom: bytes[101], bounds_deg, tiles }
    }
}

/// §4: how many; numbers as steps; runs; lengths; offsets, of which 0 stands for right behind the last one.
fn directory(packed: &[u8]) -> Vec<Entry> {
    let bytes = unpack(packed);
    let mut rest = bytes.iter();
    let mut next = || {
        let mut number = 0;
        for (place, byte) in rest.by_ref().enumerate() {
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    };
    let count = next();
    let mut column = || (0..count).map(|_| next()).collect::<Vec<_>>();
    let [steps, runs, lengths, offsets] = [column(), column(), column(), column()];
    let mut entries: Vec<Entry> = Vec::new();
    for (((step, run), length), offset) in steps.into_iter().zip(runs).zip(lengths).zip(offsets) {
        let last = entries.last().map_or((0, 0), |last: &Entry| (last.first, last.offset + last.length));
        let offset = if offset == 0 { last.1 } else { usize::try_from(offset).expect("small") - 1 };
        entries.push(Entry {
            first: last.0 + step,
            run,
            offset,
            length: usize::try_from(length).expect("small"),
        });
    }
    entries
}

pub(crate) fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// §4.1: zoom by zoom, in each along the Hilbert curve.
fn place(mut nth: u64) -> (u8, u32, u32) {
    let mut z = 0;
    while nth >= 1 << (2 * z) {
        nth -= 1 << (2 * z);
        z += 1;
    }
    let (mut x, mut y) = (0_u32, 0_u32);
    for level in 0..z {
        let side = 1_u32 << level;
        let quarter = nth >> (2 * level) & 3;
        let (right, down) = (u32::from(quarter >= 2), u32::from(quarter == 1 || quarter == 2));
        if down == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        (x, y) = (x + side * right, y + side * down);
    }
    (u8::try_from(z).expect("small"), x, y)
}

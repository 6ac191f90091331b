//! Writes the seeds of fuzzing, `fuzz/corpus/<target>/`, from which a fuzzer starts: what real receivers do wrong, by
//! hand, and short logs of the simulator. Equal code writes equal files.

mod gpx;
mod sentences;
mod survey;

use std::fs;
use std::path::Path;

/// A file's name and content.
type Seed = (&'static str, Vec<u8>);

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let targets = [
        ("frame", sentences::frames()),
        ("decode", sentences::bodies()),
        ("gpx", gpx::files()),
        ("survey", survey::logs()),
    ];
    for (target, seeds) in targets {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        for (name, content) in seeds {
            fs::write(folder.join(name), content)?;
        }
    }
    Ok(())
}

/// A sentence with its checksum.
fn sentence(body: &str) -> String {
    format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
}

/// A text in UTF-16 with its byte order mark.
fn utf_16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes_of).collect()
}

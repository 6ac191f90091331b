//! What a style refers to beside tiles: glyphs and icons, which the web app's build makes and this program embeds.
//!
//! Glyphs are files by font and range of 256 code points (`glyphs.proto` of node-fontnik), icons one image and its
//! table, each for two densities of screens.

use crate::web_files::Dist;
use std::borrow::Cow;
use std::sync::LazyLock;
use twox_hash::XxHash3_128;

/// How many code points a file of glyphs stands for.
pub const RANGE_LENGTH: u32 = 256;

/// The files of the icons.
pub const SPRITES: [&str; 4] = ["suuf.json", "suuf.png", "suuf@2x.json", "suuf@2x.png"];

/// Every file that a style may ask for with the licence of the letters, and where it lies below the server's address:
/// for whoever takes the map somewhere else.
pub fn files() -> impl Iterator<Item = (Cow<'static, str>, Cow<'static, [u8]>)> {
    let is_wanted = |path: &str| {
        let is_packed = path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "br" | "gz"));
        let is_glyphs = path.starts_with("glyphs/") && !is_packed;
        is_glyphs || path.strip_prefix("sprites/").is_some_and(|name| SPRITES.contains(&name))
    };
    Dist::iter().filter(move |path| is_wanted(path)).filter_map(|path| {
        let file = Dist::get(&path)?;
        Some((path, file.data))
    })
}

/// The files of the page that shows a map taken somewhere else, and where they lie in its folder; none when the web app
/// is not in this program.
pub fn viewer() -> impl Iterator<Item = (Cow<'static, str>, Cow<'static, [u8]>)> {
    const FOLDER: &str = "viewer/";
    Dist::iter().filter(|path| path.starts_with(FOLDER)).filter_map(|path| {
        let file = Dist::get(&path)?;
        Some((path[FOLDER.len()..].to_owned().into(), file.data))
    })
}

/// The fonts that there are.
#[must_use]
pub fn fonts() -> &'static [String] {
    static FONTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let font = |path: Cow<'_, str>| Some(path.strip_prefix("glyphs/")?.split_once('/')?.0.to_owned());
        let mut fonts: Vec<_> = Dist::iter().filter_map(font).collect();
        fonts.sort_unstable();
        fonts.dedup();
        fonts
    });
    &FONTS
}

/// A digest of all glyphs: an address that holds it always gives the same.
#[must_use]
pub fn glyph_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = XxHash3_128::new();
        for (path, bytes) in files().filter(|(path, _)| path.starts_with("glyphs/")) {
            hasher.write(path.as_bytes());
            hasher.write(&bytes);
        }
        format!("{:032x}", hasher.finish_128())
    });
    &VERSION
}

/// Where the glyphs of a font from a code point on lie, if the build made any.
#[must_use]
pub(crate) fn glyph_path(font: &str, start: u32) -> Option<String> {
    let path = format!("glyphs/{font}/{}.pbf", range_name(start));
    Dist::iter().any(|known| known == path).then_some(path)
}

/// A file of glyphs without any, for ranges that the fonts are not made for: clients take it for what it is and leave
/// those letters out, where an error would make them leave out the label, or the tile.
#[must_use]
pub(crate) fn no_glyphs(font: &str, start: u32) -> Vec<u8> {
    let range = range_name(start);
    let stack: Vec<u8> = [(0x0a, font), (0x12, range.as_str())]
        .into_iter()
        .flat_map(|(tag, text)| delimited(tag, text.as_bytes()))
        .collect();
    delimited(0x0a, &stack)
}

/// A field of a protobuf with its tag and length; all that is written here is shorter than 128 bytes, so that one byte
/// says how long it is.
fn delimited(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 128);
    [&[tag, length.expect("names of fonts are short")], content].concat()
}

fn range_name(start: u32) -> String {
    format!("{start}-{}", start + RANGE_LENGTH - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_without_glyphs_names_its_font_and_itself() {
        let expected = b"\x0a\x14\x0a\x09Noto Sans\x12\x07512-767";
        assert_eq!(no_glyphs("Noto Sans", 512), expected);
    }
}

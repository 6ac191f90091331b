//! Thumbnails: small JPEGs without anything that a camera wrote beside the picture (place, owner, serial number).

use super::MediaType;
use crate::record::RecordError;
use gis_core::register::Misfit;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Longest side of a thumbnail.
const SIDE_PX: u32 = 320;
/// Longest side of a picture: telephones of today make 9 000.
const PICTURE_SIDE_MAX_PX: u32 = 16_000;
/// Memory that reading one picture may take: 64 million pixels of 4 bytes.
const MEMORY_MAX_BYTES: u64 = 256 * 1024 * 1024;
const QUALITY: u8 = 80;

/// The thumbnail of a picture, made on a thread where it disturbs nobody; none of a PDF. Hands the bytes back.
pub(super) async fn make(
    bytes: Vec<u8>,
    media_type: MediaType,
) -> Result<(Vec<u8>, Option<Vec<u8>>), RecordError> {
    let format = match media_type {
        MediaType::Jpeg => ImageFormat::Jpeg,
        MediaType::Png => ImageFormat::Png,
        MediaType::Pdf => return Ok((bytes, None)),
    };
    let made = tokio::task::spawn_blocking(move || {
        let thumbnail = shrink(&bytes, format);
        (bytes, thumbnail)
    });
    let (bytes, thumbnail) = made.await.map_err(|_| unreadable())?;
    Ok((bytes, Some(thumbnail.ok_or_else(unreadable)?)))
}

fn shrink(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE_MAX_PX);
    limits.max_image_height = Some(PICTURE_SIDE_MAX_PX);
    limits.max_alloc = Some(MEMORY_MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok();
    if decoder.total_bytes() > MEMORY_MAX_BYTES {
        return None;
    }
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let small = picture.thumbnail(SIDE_PX, SIDE_PX).to_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&small).ok()?;
    Some(jpeg)
}

fn unreadable() -> Misfit {
    Misfit::new(
        "file",
        "cette image est abîmée ou trop grande (16 000 pixels de côté et 64 millions de pixels au plus)",
        "this picture is damaged or too large (16 000 pixels a side and 64 million pixels at most)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn a_photo(width: u32, height: u32) -> Vec<u8> {
        let mut jpeg = Vec::new();
        JpegEncoder::new(&mut jpeg).encode_image(&RgbImage::new(width, height)).expect("encoded");
        jpeg
    }

    /// The same photo with an EXIF segment that names its owner.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let exif = b"Exif\0\0II*\0\x08\0\0\0\0\0 Fatou Sarr";
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_photo_becomes_small_and_says_nothing_of_its_owner() {
        let photo = with_exif(&a_photo(1600, 800));
        let thumbnail = shrink(&photo, ImageFormat::Jpeg).expect("made");
        let read = image::load_from_memory(&thumbnail).expect("a picture");
        assert_eq!((read.width(), read.height()), (320, 160));
        assert!(!thumbnail.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"Sarr"));
    }

    #[test]
    fn a_damaged_or_huge_picture_is_none() {
        let photo = a_photo(64, 64);
        assert!(shrink(&photo[..100], ImageFormat::Jpeg).is_none());
        // A PNG header that claims 60 000 × 60 000 pixels.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
        bomb.extend([0; 16]);
        assert!(shrink(&bomb, ImageFormat::Png).is_none());
    }
}

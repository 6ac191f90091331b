//! What a file is, by its first bytes: names and content types are only claims.

use gis_core::register::Misfit;

/// Longest file that is kept.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;

/// Kinds of files that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// A photo.
    Jpeg,
    /// A picture or scan.
    Png,
    /// A scan of pages.
    Pdf,
}

impl MediaType {
    /// Its content type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let kinds: [(&[u8], Self); 3] =
            [(b"\xff\xd8\xff", Self::Jpeg), (b"\x89PNG\r\n\x1a\n", Self::Png), (b"%PDF-", Self::Pdf)];
        kinds.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| kind)
    }
}

/// Refuses what is empty, too long or of no kind that is kept.
pub(super) fn check(bytes: &[u8]) -> Result<MediaType, Misfit> {
    if bytes.len() > BYTES_MAX {
        let most = BYTES_MAX / (1024 * 1024);
        return Err(Misfit::new(
            "file",
            format!("le fichier dépasse {most} Mo"),
            format!("the file is longer than {most} MB"),
        ));
    }
    MediaType::of(bytes).ok_or_else(|| {
        Misfit::new(
            "file",
            "le fichier n'est ni une image JPEG ou PNG, ni un PDF",
            "the file is neither a JPEG or PNG picture nor a PDF",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(check(b"\xff\xd8\xff\xe0rest"), Ok(MediaType::Jpeg));
        assert_eq!(check(b"%PDF-1.7"), Ok(MediaType::Pdf));
        for other in [&b""[..], b"<svg xmlns=''>", b"MZ\x90", b"GIF89a"] {
            assert!(check(other).is_err());
        }
        assert_eq!(check(&vec![0; BYTES_MAX + 1]).expect_err("refused").field, "file");
    }
}

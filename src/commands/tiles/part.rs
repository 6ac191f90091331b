//! The part file beside an archive: the tiles that are done, block by block, so that an interrupted export goes on.
//!
//! It begins with what it is a part of ([`Key`]); then come blocks, each with the digest of its bytes. What a kill
//! left half written has no digest that fits, and is cut off. Two exports into one file at once are refused, and a file of
//! this name that is none of ours is left alone.

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};
use std::fs::{File, TryLockError};
use std::io::{BufReader, Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Stands for the register and everything that was asked for: equal keys, equal tiles.
pub(crate) type Key = [u8; 32];

const MAGIC: [u8; 16] = *b"suuf tiles part\n";
const HEAD_BYTES: u64 = (MAGIC.len() + size_of::<Key>()) as u64;

/// Equal tiles whose numbers follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The number of the first.
    pub(crate) first: u64,
    /// How many.
    pub(crate) length: u32,
    /// A tile, compressed.
    pub(crate) bytes: Vec<u8>,
}

/// Tiles that were finished together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Block {
    /// Every tile up to this number is done.
    pub(crate) through: u64,
    /// How many of its tiles do not show everything.
    pub(crate) thinned: u64,
    /// Those with something in them, by number.
    pub(crate) runs: Vec<Run>,
}

impl Block {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = [self.through.to_le_bytes(), self.thinned.to_le_bytes()].concat();
        for run in &self.runs {
            let length = u32::try_from(run.bytes.len()).expect("a tile is within its budget");
            body.extend(run.first.to_le_bytes());
            body.extend(run.length.to_le_bytes());
            body.extend(length.to_le_bytes());
            body.extend(&run.bytes);
        }
        body
    }

    fn decode(mut body: &[u8]) -> Option<Self> {
        let mut block =
            Self { through: take_u64(&mut body)?, thinned: take_u64(&mut body)?, runs: Vec::new() };
        while !body.is_empty() {
            let (first, length) = (take_u64(&mut body)?, take_u32(&mut body)?);
            let bytes_length = usize::try_from(take_u32(&mut body)?).ok()?;
            let bytes = body.split_off(..bytes_length)?.to_vec();
            block.runs.push(Run { first, length, bytes });
        }
        Some(block)
    }
}

fn take_u64(bytes: &mut &[u8]) -> Option<u64> {
    bytes.split_off(..8)?.try_into().ok().map(u64::from_le_bytes)
}

fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    bytes.split_off(..4)?.try_into().ok().map(u32::from_le_bytes)
}

/// An open part file, locked against others.
#[derive(Debug)]
pub(crate) struct Part {
    path: PathBuf,
    file: File,
    /// Every tile up to this number is done; none before the first block.
    pub(crate) done_through: Option<u64>,
}

impl Part {
    /// Opens the part file of an archive; what is in it counts if it has the same key, else it begins anew.
    pub(crate) fn open(archive: &Path, key: Key) -> anyhow::Result<Self> {
        let path = beside(archive, "part");
        let failed = || format!("failed to open {}", path.display());
        let options = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = options.with_context(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another export writes {}", archive.display()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(failed),
        }
        let there = head(&file).with_context(failed)?;
        ensure!(
            is_ours(&there),
            "{} is not of an interrupted export: move it away, or give the tiles another name",
            path.display()
        );
        let mut part = Self { path, file, done_through: None };
        part.take_up(key, &there).with_context(|| format!("failed to read {}", part.path.display()))?;
        Ok(part)
    }

    /// Finds what is whole, and cuts off the rest.
    fn take_up(&mut self, key: Key, there: &[u8]) -> std::io::Result<()> {
        let head = [MAGIC.as_slice(), &key].concat();
        if there != head {
            self.file.set_len(0)?;
            self.file.rewind()?;
            return self.file.write_all(&head);
        }
        let mut whole_bytes = HEAD_BYTES;
        let mut done_through = None;
        let mut blocks = self.blocks()?;
        for block in &mut blocks {
            done_through = Some(block?.through);
        }
        whole_bytes += blocks.read_bytes;
        self.done_through = done_through;
        self.file.set_len(whole_bytes)?;
        self.file.seek(SeekFrom::End(0)).map(drop)
    }

    /// Adds a finished block.
    pub(crate) fn add(&mut self, block: &Block) -> anyhow::Result<()> {
        let body = block.encode();
        let length = u32::try_from(body.len()).context("a block is too large")?;
        let framed = [&length.to_le_bytes(), body.as_slice(), &Sha256::digest(&body)].concat();
        self.file.write_all(&framed).with_context(|| format!("failed to write {}", self.path.display()))?;
        self.done_through = Some(block.through);
        Ok(())
    }

    /// All finished blocks from the first on; an error when not all can be read.
    pub(crate) fn blocks(&mut self) -> std::io::Result<Blocks<'_>> {
        self.file.seek(SeekFrom::Start(HEAD_BYTES))?;
        let left_bytes = self.file.metadata()?.len().saturating_sub(HEAD_BYTES);
        Ok(Blocks {
            reader: BufReader::new(&self.file),
            left_bytes,
            read_bytes: 0,
            to_come: self.done_through,
        })
    }

    /// Takes the part file away, once it is needed no more.
    pub(crate) fn remove(self) -> anyhow::Result<()> {
        std::fs::remove_file(&self.path).with_context(|| format!("failed to remove {}", self.path.display()))
    }
}

/// Whether the part file of an archive is there, and is one.
pub(crate) fn is_begun(archive: &Path) -> bool {
    File::open(beside(archive, "part")).and_then(|file| head(&file)).is_ok_and(|head| is_ours(&head))
}

/// The first of the files that are written aside before they take their places that no export of ours has left: its part
/// file is there before any other file is written, and until all are in their places.
pub(crate) fn foreign<'a>(archive: &Path, asides: &'a [PathBuf]) -> Option<&'a PathBuf> {
    let there = File::open(beside(archive, "part")).and_then(|file| head(&file));
    let has_begun = there.is_ok_and(|there| there.starts_with(&MAGIC));
    asides.iter().find(|aside| !has_begun && aside.symlink_metadata().is_ok())
}

/// How a file begins.
fn head(file: &File) -> std::io::Result<Vec<u8>> {
    let mut there = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut there)?;
    Ok(there)
}

/// Whether a file that begins so is a part file, or may be what was left of one before its first word was written.
fn is_ours(head: &[u8]) -> bool {
    head.starts_with(&MAGIC) || MAGIC.starts_with(head)
}

/// The file beside an archive that ends in one word more.
pub(crate) fn beside(archive: &Path, ending: &str) -> PathBuf {
    let mut name = archive.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Reads block by block.
#[derive(Debug)]
pub(crate) struct Blocks<'a> {
    reader: BufReader<&'a File>,
    left_bytes: u64,
    /// How long the blocks are that were read.
    read_bytes: u64,
    /// Up to where they are finished, while that block was not read.
    to_come: Option<u64>,
}

impl Blocks<'_> {
    /// The next block; none where the file ends, or holds what is none.
    fn read(&mut self) -> std::io::Result<Option<Block>> {
        let mut length = [0; 4];
        if self.left_bytes < 4 {
            return Ok(None);
        }
        self.reader.read_exact(&mut length)?;
        let body_bytes = u64::from(u32::from_le_bytes(length));
        let framed_bytes = 4 + body_bytes + 32;
        if framed_bytes > self.left_bytes {
            return Ok(None);
        }
        let (mut body, mut digest) = (Vec::new(), [0; 32]);
        self.reader.by_ref().take(body_bytes).read_to_end(&mut body)?;
        self.reader.read_exact(&mut digest)?;
        if Sha256::digest(&body).as_slice() != digest {
            return Ok(None);
        }
        self.left_bytes -= framed_bytes;
        self.read_bytes += framed_bytes;
        Ok(Block::decode(&body))
    }
}

impl Iterator for Blocks<'_> {
    type Item = std::io::Result<Block>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.read().transpose();
        if let Some(Ok(block)) = &block {
            self.to_come = self.to_come.filter(|&through| through != block.through);
        }
        // The next export cuts the file off here, and draws what is missing.
        if block.is_none() && self.to_come.take().is_some() {
            let what = "a finished block is damaged: run the same command again, and it goes on from there";
            return Some(Err(Error::new(ErrorKind::InvalidData, what)));
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(through: u64) -> Block {
        let run = Run { first: through, length: 1, bytes: through.to_le_bytes().repeat(3) };
        Block { through, thinned: through / 2, runs: vec![run] }
    }

    fn read(part: &mut Part) -> Vec<Block> {
        part.blocks().expect("read").collect::<Result<_, _>>().expect("read")
    }

    #[test]
    fn wherever_a_kill_cuts_the_file_whole_blocks_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("a.pmtiles");
        let mut part = Part::open(&archive, [1; 32]).expect("opened");
        let mut ends = vec![HEAD_BYTES];
        for through in 1..=3 {
            part.add(&block(through)).expect("added");
            ends.push(part.file.metadata().expect("there").len());
        }
        drop(part);
        let whole = std::fs::read(beside(&archive, "part")).expect("there");
        for length in 0..=whole.len() {
            std::fs::write(beside(&archive, "part"), &whole[..length]).expect("written");
            let mut part = Part::open(&archive, [1; 32]).expect("opened");
            let kept = ends.iter().filter(|&&end| end <= length as u64).count().saturating_sub(1);
            let kept: Vec<_> = (1..=kept as u64).map(block).collect();
            assert_eq!(part.done_through, kept.last().map(|block| block.through));
            assert_eq!(read(&mut part), kept);
            part.file.seek(SeekFrom::End(0)).expect("sought");
            part.add(&block(9)).expect("added");
            assert_eq!(read(&mut part), [kept, vec![block(9)]].concat());
        }
    }

    #[test]
    fn a_finished_block_that_cannot_be_read_is_an_error_and_drawn_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("a.pmtiles");
        for damaged in 1..=3 {
            let mut part = Part::open(&archive, [damaged; 32]).expect("opened");
            let mut start = 0;
            for through in 1..=3 {
                if through == u64::from(damaged) {
                    start = part.file.metadata().expect("there").len();
                }
                part.add(&block(through)).expect("added");
            }
            part.file.seek(SeekFrom::Start(start + 8)).expect("sought");
            part.file.write_all(&[0xff]).expect("written");
            let mut blocks = part.blocks().expect("read");
            let whole = blocks.by_ref().take_while(Result::is_ok).count();
            assert_eq!((whole + 1, blocks.to_come), (damaged.into(), None), "an error ends them");
            drop(part);
            let mut part = Part::open(&archive, [damaged; 32]).expect("opened");
            assert_eq!(read(&mut part), (1..damaged.into()).map(block).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_register_begins_anew_and_another_export_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("a.pmtiles");
        let mut part = Part::open(&archive, [1; 32]).expect("opened");
        part.add(&block(4)).expect("added");
        assert!(Part::open(&archive, [1; 32]).is_err(), "it is in use");
        drop(part);
        assert_eq!(Part::open(&archive, [2; 32]).expect("opened").done_through, None);
        assert_eq!(Part::open(&archive, [1; 32]).expect("opened").done_through, None, "it is gone");
    }

    #[test]
    fn a_file_aside_is_ours_only_while_there_is_a_part_file_of_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("a.pmtiles");
        let asides = ["a.pmtiles.new", "a.zip.new"].map(|name| folder.path().join(name));
        assert_eq!(foreign(&archive, &asides), None, "there is none");
        std::fs::write(&asides[1], "somebody's").expect("written");
        for none_of_ours in [b"".as_slice(), b"suuf", b"x"] {
            std::fs::write(beside(&archive, "part"), none_of_ours).expect("written");
            assert_eq!(foreign(&archive, &asides), Some(&asides[1]));
        }
        std::fs::remove_file(beside(&archive, "part")).expect("removed");
        assert_eq!(foreign(&archive, &asides), Some(&asides[1]));
        let part = Part::open(&archive, [1; 32]).expect("opened");
        assert_eq!(foreign(&archive, &asides), None, "an interrupted export wrote it");
        part.remove().expect("removed");
        assert_eq!(foreign(&archive, &asides), Some(&asides[1]));
    }

    #[test]
    fn a_file_that_is_no_part_file_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("a.pmtiles");
        for foreign in [b"x".as_slice(), b"suuf tiles partout", &[7; 100]] {
            std::fs::write(beside(&archive, "part"), foreign).expect("written");
            let told = Part::open(&archive, [1; 32]).expect_err("it is not ours").to_string();
            assert!(told.contains("a.pmtiles.part") && told.contains("move it away"), "{told}");
            assert_eq!(std::fs::read(beside(&archive, "part")).expect("there"), foreign);
        }
    }
}

//! The key of the identity numbers: it never enters the database, so that a copy of the database alone shows none.
//!
//! Numbers are sealed with XChaCha20-Poly1305 under a random nonce and bound to their party: a sealed number that is
//! moved to another row cannot be opened. A second record of one person is found by a keyed digest, which without the
//! key tells nothing.

use crate::act::{Act, begin};
use crate::{StoreError, audit};
use chacha20poly1305::aead::{Aead, Generate, Key, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use gis_core::Scope;
use gis_core::scope::Action;
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;
use sqlx::PgConnection;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bytes of a key, and of what is derived from it.
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Why the key or a number cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file of the key cannot be read or made.
    #[error("failed to read or make the key file {}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file does not hold a key.
    #[error("failed to read {}: a key is {} hexadecimal digits", path.display(), 2 * KEY_BYTES)]
    NoKey {
        /// Which file.
        path: PathBuf,
    },
    /// Others than its owner may read the file.
    #[error("failed to trust {}: others may read it; set its mode to 0600", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
    },
    /// The database was used with a key that is not in this file.
    #[error(
        "failed to open the identity numbers of this database: their key is not in {}. Put your copy of \
         persons.key there with mode 0600, or name it in SUUF_KEY_FILE; if it is lost for good, give the numbers up with \
         `suuf persons lose-key` (la clé des numéros de pièce de cette base manque : remettez votre copie de persons.key \
         à cet endroit, mode 0600, ou nommez-la dans SUUF_KEY_FILE ; si elle est perdue pour de bon, renoncez aux numéros \
         par `suuf persons lose-key`)",
        path.display()
    )]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The database was used with another key.
    #[error(
        "failed to open the identity numbers of this database: {} holds another key than theirs. Put your copy of \
         the right persons.key there with mode 0600, or name it in SUUF_KEY_FILE (ce fichier contient une autre clé que \
         celle de cette base : remettez la bonne copie de persons.key, mode 0600, ou nommez-la dans SUUF_KEY_FILE)",
        path.display()
    )]
    Other {
        /// Which file.
        path: PathBuf,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A number was sealed under another key, for another party, or changed since.
    #[error("failed to open an identity number: it was sealed under another key or for another party")]
    Sealed,
}

/// Seals and opens identity numbers.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
    digest_key: [u8; KEY_BYTES],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// The vault of a key.
    #[must_use]
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        let cipher = XChaCha20Poly1305::new(&derive(key, b"suuf: identity numbers are sealed").into());
        Self { cipher, digest_key: derive(key, b"suuf: identity numbers are compared") }
    }

    /// The vault of the key in a file; a file that is not there is made, for its owner only, with a new key.
    ///
    /// # Errors
    /// When the file cannot be read or made, holds no key, or others may read it.
    fn open_or_create(path: &Path) -> Result<Self, VaultError> {
        let failed = |source| VaultError::File { path: path.to_owned(), source };
        if !path.try_exists().map_err(failed)? {
            create(path).map_err(failed)?;
        }
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(VaultError::Open { path: path.to_owned() });
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let key = from_hex(text.trim()).ok_or_else(|| VaultError::NoKey { path: path.to_owned() })?;
        Ok(Self::new(&key))
    }

    /// A number, so that only this key opens it, and only for that party.
    #[must_use]
    pub fn seal(&self, party: Uuid, number: &str) -> Vec<u8> {
        let nonce = XNonce::generate();
        let payload = Payload { msg: number.as_bytes(), aad: party.as_bytes() };
        let sealed = self.cipher.encrypt(&nonce, payload).expect("a short text can be sealed");
        [&nonce[..], &sealed].concat()
    }

    /// The number that was sealed for a party.
    ///
    /// # Errors
    /// When it was sealed under another key or for another party, or was changed.
    pub fn open(&self, party: Uuid, sealed: &[u8]) -> Result<String, VaultError> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or(VaultError::Sealed)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::Sealed)?;
        let payload = Payload { msg: sealed, aad: party.as_bytes() };
        let number = self.cipher.decrypt(&nonce, payload).map_err(|_| VaultError::Sealed)?;
        String::from_utf8(number).map_err(|_| VaultError::Sealed)
    }

    /// What a number of a department is compared by: no department can look for the persons of another.
    #[must_use]
    pub fn digest(&self, department: &str, number: &str) -> Vec<u8> {
        mac(&self.digest_key, &[department.as_bytes(), &[0], number.as_bytes()].concat()).to_vec()
    }
}

/// What the check seals, as if it were the number of nobody.
const CHECKED: (Uuid, &str) = (Uuid::nil(), "suuf");

/// The vault for a database: the key in that file, if it is the one that the database was used with. A new key is made
/// only for a database that was used with none.
///
/// # Errors
/// When the key is missing, or another one.
pub async fn open_vault(conn: &mut PgConnection, scope: &Scope, path: &Path) -> Result<Vault, VaultError> {
    let sealed = find_sealed(conn, scope).await?;
    let is_there = path.try_exists().map_err(|source| VaultError::File { path: path.to_owned(), source })?;
    if sealed.is_some() && !is_there {
        return Err(VaultError::Missing { path: path.to_owned() });
    }
    let vault = Vault::open_or_create(path)?;
    if sealed.is_none_or(|(party, sealed)| vault.open(party, &sealed).is_ok()) {
        let (nobody, word) = CHECKED;
        insert_check(conn, scope, &vault.seal(nobody, word)).await?;
    }
    // Somebody may have been first, with a key of their own.
    let kept = find_sealed(conn, scope).await?;
    if kept.is_some_and(|(party, sealed)| vault.open(party, &sealed).is_ok()) {
        return Ok(vault);
    }
    Err(VaultError::Other { path: path.to_owned() })
}

/// Something that was sealed under the key of the database: the check, or else any number.
async fn find_sealed(conn: &mut PgConnection, _scope: &Scope) -> Result<Option<(Uuid, Vec<u8>)>, StoreError> {
    let found = sqlx::query!(
        r#"(select $1 as "party!: Uuid", sealed as "sealed!" from key_check)
        union all
        (
            select party_id, identity_sealed from person
            where identity_sealed is not null and not exists (select from key_check) limit 1
        )"#,
        CHECKED.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|found| (found.party, found.sealed)))
}

/// Gives up the identity numbers that were sealed under a key which is lost for good; tells of how many persons. The key
/// that is used next holds from then on.
pub async fn give_up_numbers(conn: &mut PgConnection, scope: &Scope) -> Result<u64, StoreError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let given_up = sqlx::query!(
        "update person set identity_kind = null, identity_sealed = null, identity_digest = null
        where identity_sealed is not null and ($1::text[] is null or department_pcode = any ($1))",
        scope.filter(Action::EditPersons),
    );
    let persons = given_up.execute(&mut *transaction).await?.rows_affected();
    sqlx::query!("delete from key_check").execute(&mut *transaction).await?;
    audit::append(&mut transaction, scope, "key.lose", "persons", &json!({ "persons": persons })).await?;
    transaction.commit().await?;
    Ok(persons)
}

async fn insert_check(conn: &mut PgConnection, _scope: &Scope, sealed: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("insert into key_check (sealed) values ($1) on conflict do nothing", sealed)
        .execute(conn)
        .await?;
    Ok(())
}

fn derive(key: &[u8; KEY_BYTES], purpose: &[u8]) -> [u8; KEY_BYTES] {
    mac(key, purpose)
}

fn mac(key: &[u8; KEY_BYTES], text: &[u8]) -> [u8; KEY_BYTES] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Whole or not at all, and never over another program's key.
fn create(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let key = Key::<XChaCha20Poly1305>::generate();
    let digits = key.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    let draft = path.with_extension(format!("new-{}", Uuid::now_v7().simple()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writeln!(file, "{digits}")?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn from_hex(text: &str) -> Option<[u8; KEY_BYTES]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * KEY_BYTES {
        return None;
    }
    let mut key = [0; KEY_BYTES];
    for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_party_and_for_no_other() {
        let (vault, party) = (Vault::new(&[7; 32]), Uuid::now_v7());
        let sealed = vault.seal(party, "1751199000123");
        assert_eq!(vault.open(party, &sealed).expect("opened"), "1751199000123");
        assert!(vault.open(Uuid::now_v7(), &sealed).is_err());
        assert!(Vault::new(&[8; 32]).open(party, &sealed).is_err());
        assert_ne!(vault.seal(party, "1751199000123"), sealed, "each time under another nonce");
        assert!(vault.open(party, &sealed[..10]).is_err());
    }

    #[test]
    fn one_number_has_one_digest_a_department() {
        let vault = Vault::new(&[7; 32]);
        assert_eq!(vault.digest("SN1302", "12345"), vault.digest("SN1302", "12345"));
        assert_ne!(vault.digest("SN1302", "12345"), vault.digest("SN0101", "12345"));
        assert_ne!(vault.digest("SN1302", "12345"), Vault::new(&[8; 32]).digest("SN1302", "12345"));
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("keys/persons.key");
        let (one, party) = (Vault::open_or_create(&path).expect("made"), Uuid::now_v7());
        let again = Vault::open_or_create(&path).expect("read");
        assert_eq!(again.open(party, &one.seal(party, "AB12345")).expect("opened"), "AB12345");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("set");
        assert!(matches!(Vault::open_or_create(&path), Err(VaultError::Open { .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("set");
        std::fs::write(&path, "not a key").expect("written");
        assert!(matches!(Vault::open_or_create(&path), Err(VaultError::NoKey { .. })));
    }
}

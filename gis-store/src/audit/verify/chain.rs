//! The chain of entries: changed, missing, moved and replaced ones.

use super::super::layout::{Array, hex};
use super::{AuditFinding, Tell, Verified};
use crate::{Moment, StoreError};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

/// Of so many entries that do not fit their digest it is asked whether they were moved.
const SUSPECTS: usize = 1000;

struct Row {
    id: i64,
    sequence: Option<i64>,
    at: Moment,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    previous: Option<Vec<u8>>,
    digest: Option<Vec<u8>>,
}

impl Row {
    /// What its digest must be if that is its place.
    fn digest_at(&self, sequence: i64) -> Vec<u8> {
        let array = Array::new()
            .number(sequence)
            .number(self.id)
            .moment(Some(self.at))
            .text(&self.actor)
            .text(&self.action)
            .text(&self.subject)
            .raw(&self.detail)
            .optional_text(self.previous.as_deref().map(hex).as_deref());
        Sha256::digest(array.finish()).to_vec()
    }

    fn is_sound(&self, sequence: i64) -> bool {
        self.digest.as_ref() == Some(&self.digest_at(sequence))
    }
}

/// Walks the chain.
pub(super) async fn verify(
    conn: &mut PgConnection,
    receipt: Option<&str>,
    verified: &mut Verified,
    tell: &mut Tell<'_>,
) -> Result<(), StoreError> {
    let mut walk = Walk { last: 0, digest: vec![0; 32], suspects: Vec::new() };
    let mut rows = sqlx::query_as!(
        Row,
        r#"select id, sequence, at, actor, action, subject, detail::text as "detail!", previous, digest
        from audit_entry order by sequence, id"#,
    )
    .fetch(&mut *conn);
    while let Some(row) = rows.try_next().await? {
        verified.entries += 1;
        if receipt.is_some() && row.digest.as_deref().map(hex).as_deref() == receipt {
            verified.receipt = row.sequence;
        }
        walk.step(row, tell);
    }
    drop(rows);
    walk.compare_head(conn, tell).await?;
    for suspect in walk.suspects {
        tell(judge(conn, &suspect).await?);
    }
    if let Some(receipt) = receipt.filter(|_| verified.receipt.is_none()) {
        tell(AuditFinding::new(
            "receipt_unknown",
            "audit_entry",
            receipt,
            "aucune écriture du journal ne porte l'empreinte de ce reçu",
            "no entry of the log has the digest of this receipt",
        ));
    }
    Ok(())
}

/// Where the walk is: the last place, with the digest that stands there.
struct Walk {
    last: i64,
    digest: Vec<u8>,
    suspects: Vec<Row>,
}

impl Walk {
    fn step(&mut self, row: Row, tell: &mut Tell<'_>) {
        let Some(sequence) = row.sequence else {
            tell(AuditFinding::new(
                "entry_unchained",
                "audit_entry",
                format!("id {}", row.id),
                "l'écriture n'est pas dans la chaîne",
                "the entry is not in the chain",
            ));
            return;
        };
        let is_next = sequence == self.last + 1;
        if !is_next {
            tell(missing(self.last + 1, sequence - 1));
        }
        let follows = row.previous.as_ref() == Some(&self.digest);
        self.last = sequence;
        self.digest = row.digest.clone().unwrap_or_default();
        if row.is_sound(sequence) {
            if is_next && !follows {
                tell(unlinked(sequence));
            }
        } else if self.suspects.len() < SUSPECTS {
            self.suspects.push(row);
        } else {
            tell(changed(sequence));
        }
    }

    async fn compare_head(&self, conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<(), StoreError> {
        let heads = sqlx::query!("select sequence, digest from audit_head").fetch_all(conn).await?;
        let is_same =
            matches!(&heads[..], [head] if head.sequence == self.last && head.digest == self.digest);
        if !is_same {
            let said = heads.first().map_or(0, |head| head.sequence);
            tell(AuditFinding::new(
                "head_differs",
                "audit_head",
                said.to_string(),
                format!(
                    "la tête du journal dit {said}, la dernière écriture est {} : il en manque, ou l'une des deux a été modifiée",
                    self.last
                ),
                format!(
                    "the head of the log says {said}, the last entry is {}: some are missing, or one of the two was changed",
                    self.last
                ),
            ));
        }
        Ok(())
    }
}

fn missing(first: i64, last: i64) -> AuditFinding {
    AuditFinding::new(
        "entries_missing",
        "audit_entry",
        if first == last { first.to_string() } else { format!("{first}-{last}") },
        "l'écriture manque : la chaîne passe de la précédente à la suivante sans elle",
        "the entry is missing: the chain goes from the one before to the one after without it",
    )
}

fn unlinked(sequence: i64) -> AuditFinding {
    let before = sequence - 1;
    AuditFinding::entry(
        "entry_unlinked",
        sequence,
        format!("l'écriture ne suit pas celle qui est avant elle ({before}) : celle-ci a été remplacée"),
        format!("the entry does not follow the one before it ({before}): that one was replaced"),
    )
}

fn changed(sequence: i64) -> AuditFinding {
    AuditFinding::entry(
        "entry_changed",
        sequence,
        "l'écriture a été modifiée : son contenu ne correspond plus à son empreinte",
        "the entry was changed: what it says no longer fits its digest",
    )
}

/// Whether an entry that does not fit its digest would fit it in another place: behind the one that it names.
async fn judge(conn: &mut PgConnection, suspect: &Row) -> Result<AuditFinding, StoreError> {
    let sequence = suspect.sequence.unwrap_or_default();
    let named = sqlx::query_scalar!(
        r#"select sequence as "sequence!" from audit_entry where digest = $1 and sequence is not null"#,
        suspect.previous.as_deref(),
    )
    .fetch_all(conn)
    .await?;
    // Where the one that it names stands now, and places near to it, since that one may have moved as well.
    let around = named.iter().flat_map(|at| at - 1..=at + 2).chain(sequence - 2..=sequence + 2);
    let place = around.filter(|place| *place > 0).find(|place| suspect.is_sound(*place));
    Ok(match place {
        Some(place) => AuditFinding::entry(
            "entry_moved",
            sequence,
            format!("l'écriture a été déplacée : sa place est la {place}"),
            format!("the entry was moved: its place is {place}"),
        ),
        None => changed(sequence),
    })
}

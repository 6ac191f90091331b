//! Disputes over features of the register: recorded, followed, ended; never deleted.
//!
//! Invariant: only those who decide on the register see them; others learn that a feature is under dispute, not who
//! disputes it.

use crate::act::{self, Act};
use crate::audit;
use crate::code_list::has_code;
use crate::record::{RecordError, check_parties};
use crate::upload::Page;
use crate::{Moment, StoreError};
use gis_core::scope::Action;
use gis_core::{Collection, Scope, Text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Where a dispute is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum DisputeState {
    /// Recorded.
    Open,
    /// Somebody mediates.
    Mediation,
    /// Ended by an agreement or a decision.
    Resolved,
    /// Ended for want of grounds.
    Dismissed,
}

impl DisputeState {
    /// The name in JSON, queries and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mediation => "mediation",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Mediation, Self::Resolved, Self::Dismissed]
            .into_iter()
            .find(|state| state.name() == name)
    }

    fn is_ended(self) -> bool {
        matches!(self, Self::Resolved | Self::Dismissed)
    }
}

/// What a party is in a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisputeRole {
    /// Whoever disputes.
    Claimant,
    /// Whoever it is disputed with.
    Respondent,
    /// Whoever can tell.
    Witness,
}

/// A party to a dispute, by its identifier: names stand apart from the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeParty {
    /// Identifier of the party.
    pub party: Uuid,
    /// What it is in the dispute.
    pub role: DisputeRole,
}

/// A dispute as answers show it.
#[derive(Debug, Serialize)]
pub struct Dispute {
    /// Identifier.
    pub id: Uuid,
    /// Counts its changes; its entity tag.
    pub version: i32,
    /// P-code of the department.
    pub department: String,
    /// Collection of the feature.
    pub collection: String,
    /// The feature.
    pub feature_id: Uuid,
    /// Code of the list `dispute_nature`.
    pub nature: String,
    /// What is disputed.
    pub statement: String,
    /// Who is in it.
    pub parties: Json<Vec<DisputeParty>>,
    /// Where it is on its way.
    pub state: DisputeState,
    /// How it ended.
    pub resolution: Option<String>,
    /// When it was recorded.
    pub opened_at: Moment,
    /// Who recorded it.
    pub opened_by: String,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// Who recorded its end.
    pub closed_by: Option<String>,
}

/// A dispute to be recorded.
#[derive(Debug, Clone)]
pub struct NewDispute {
    /// Collection of the feature.
    pub collection: Collection,
    /// The feature.
    pub feature: Uuid,
    /// Code of the list `dispute_nature`.
    pub nature: String,
    /// What is disputed, in words that name nobody.
    pub statement: String,
    /// Who is in it.
    pub parties: Vec<DisputeParty>,
}

/// What shall be otherwise in a dispute; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct DisputeChange {
    /// Where it is on its way.
    pub state: Option<DisputeState>,
    /// What is disputed.
    pub statement: Option<String>,
    /// Who is in it.
    pub parties: Option<Vec<DisputeParty>>,
    /// How it ended; wanted when it ends.
    pub resolution: Option<String>,
}

/// Which disputes are wanted; what is none does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct DisputeFilter {
    /// Over that feature.
    pub feature: Option<Uuid>,
    /// In that state.
    pub state: Option<DisputeState>,
}

/// Why a dispute was not recorded or changed.
#[derive(Debug, thiserror::Error)]
pub enum DisputeError {
    /// There is no such dispute, or not for this scope.
    #[error("failed to find the dispute")]
    NotFound,
    /// It was changed since the caller saw it.
    #[error("failed to change the dispute: it is at version {version} now")]
    Changed {
        /// The version that it has now.
        version: i32,
    },
    /// A field cannot be taken.
    #[error("failed to take {field}: {}", reason.en)]
    Field {
        /// Which.
        field: &'static str,
        /// What is wrong with it and what to do.
        reason: Text,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DisputeError {
    fn from(source: sqlx::Error) -> Self {
        Self::Store(source.into())
    }
}

/// Records a dispute over a feature of the register.
pub async fn open_dispute(
    conn: &mut PgConnection,
    scope: &Scope,
    new: &NewDispute,
) -> Result<Dispute, DisputeError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    if !has_code(&mut transaction, "dispute_nature", &new.nature).await? {
        return Err(DisputeError::Field {
            field: "nature",
            reason: Text::new(
                "code inconnu : choisissez dans la liste dispute_nature de /code-lists",
                "unknown code: choose from the list dispute_nature of /code-lists",
            ),
        });
    }
    let id = Uuid::now_v7();
    let inserted = sqlx::query_file!(
        "sql/open_dispute.sql",
        id,
        new.collection.name(),
        new.feature,
        scope.filter(Action::Review),
        new.nature,
        new.statement,
        Json(&new.parties) as _,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(DisputeError::Field {
            field: "feature_id",
            reason: Text::new("cet objet n'est pas au registre", "there is no such feature in the register"),
        });
    }
    let dispute = get_dispute(&mut transaction, scope, id).await?.ok_or(DisputeError::NotFound)?;
    check_named(&mut transaction, scope, &dispute.department, &new.parties).await?;
    remember(&mut transaction, scope, "dispute.open", &dispute).await?;
    transaction.commit().await?;
    Ok(dispute)
}

/// Changes a dispute, which must be at the version that the caller saw.
pub async fn change_dispute(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    version: i32,
    change: &DisputeChange,
) -> Result<Dispute, DisputeError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    sqlx::query!("select id from dispute where id = $1 for update", id)
        .fetch_optional(&mut *transaction)
        .await?;
    let dispute = get_dispute(&mut transaction, scope, id).await?.ok_or(DisputeError::NotFound)?;
    if dispute.version != version {
        return Err(DisputeError::Changed { version: dispute.version });
    }
    if let Some(parties) = &change.parties {
        check_named(&mut transaction, scope, &dispute.department, parties).await?;
    }
    let state = change.state.unwrap_or(dispute.state);
    let resolution = change.resolution.clone().or(dispute.resolution).filter(|_| state.is_ended());
    if state.is_ended() && resolution.is_none() {
        return Err(DisputeError::Field {
            field: "resolution",
            reason: Text::new("dites comment le litige a pris fin", "say how the dispute ended"),
        });
    }
    sqlx::query_file!(
        "sql/change_dispute.sql",
        id,
        state as _,
        change.statement,
        change.parties.as_ref().map(Json) as _,
        resolution,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    let dispute = get_dispute(&mut transaction, scope, id).await?.ok_or(DisputeError::NotFound)?;
    remember(&mut transaction, scope, "dispute.change", &dispute).await?;
    transaction.commit().await?;
    Ok(dispute)
}

/// Refuses parties that are not on record in the department: who is in a dispute is known by identifier only, so that
/// what is known of persons stands in one place and can be erased there.
async fn check_named(
    conn: &mut PgConnection,
    scope: &Scope,
    department: &str,
    parties: &[DisputeParty],
) -> Result<(), DisputeError> {
    let ids: Vec<_> = parties.iter().map(|party| party.party).collect();
    check_parties(conn, scope, department, "parties", &ids).await.map_err(|error| match error {
        RecordError::Misfit(misfit) => DisputeError::Field { field: "parties", reason: misfit.reason },
        RecordError::Store(error) => error.into(),
        RecordError::NotFound
        | RecordError::Known { .. }
        | RecordError::Stale { .. }
        | RecordError::Vault(_) => {
            unreachable!("parties fit or they do not")
        }
    })
}

/// Notes a dispute in the audit log, which is never erased: its words by their digest only.
async fn remember(
    conn: &mut PgConnection,
    scope: &Scope,
    action: &str,
    dispute: &Dispute,
) -> Result<(), StoreError> {
    let words = [dispute.statement.as_str(), dispute.resolution.as_deref().unwrap_or_default()].join("\n");
    let digest = format!("{:x}", Sha256::digest(words));
    let detail = json!({ "state": dispute.state, "version": dispute.version, "words_sha256": digest });
    audit::append(conn, scope, action, &format!("disputes/{}", dispute.id), &detail).await
}

/// One dispute, if that scope may see it.
pub async fn get_dispute(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Dispute>, StoreError> {
    let page = Page { limit: 1, before: None };
    Ok(read(conn, scope, Some(id), DisputeFilter::default(), page).await?.pop())
}

/// Disputes, the newest first.
pub async fn list_disputes(
    conn: &mut PgConnection,
    scope: &Scope,
    filter: DisputeFilter,
    page: Page,
) -> Result<Vec<Dispute>, StoreError> {
    read(conn, scope, None, filter, page).await
}

async fn read(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Option<Uuid>,
    filter: DisputeFilter,
    page: Page,
) -> Result<Vec<Dispute>, StoreError> {
    let disputes = sqlx::query_file_as!(
        Dispute,
        "sql/list_disputes.sql",
        id,
        filter.feature,
        filter.state as _,
        page.before,
        page.limit,
        scope.filter(Action::Review),
    )
    .fetch_all(conn)
    .await?;
    Ok(disputes)
}

/// Whether one of several features, or a parcel that one of them came of, is under dispute.
pub(crate) async fn is_disputed(conn: &mut PgConnection, features: &[Uuid]) -> Result<bool, StoreError> {
    let is_disputed = sqlx::query_scalar!(
        r#"with recursive line (id) as (
            select unnest($1::uuid[])
            union
            select parcel_lineage.parent_id from parcel_lineage join line on line.id = parcel_lineage.child_id
        )
        select exists (
            select from dispute where feature_id in (select id from line) and state in ('open', 'mediation')
        ) as "is_disputed!""#,
        features,
    )
    .fetch_one(conn)
    .await?;
    Ok(is_disputed)
}

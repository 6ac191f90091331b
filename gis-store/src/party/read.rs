//! Parties as those see them who may: identity numbers masked, each look logged.

use super::access::{Access, log_access};
use super::member::list_members;
use crate::Moment;
use crate::record::RecordError;
use crate::vault::Vault;
use chrono::NaiveDate;
use gis_core::Scope;
use gis_core::register::{mask_identity, name_key};
use gis_core::scope::Action;
use serde::Serialize;
use serde_json::Value;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// A party with what is known of it.
#[derive(Debug, Clone, Serialize)]
pub struct Party {
    /// Identifier.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// person, group or company.
    pub kind: String,
    /// Code of the list `group_kind`.
    pub group_kind: Option<String>,
    /// Name of a company.
    pub company_name: Option<String>,
    /// NINEA of a company.
    pub company_number: Option<String>,
    /// Counts its changes; its entity tag.
    pub revision: i32,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
    /// Personal data; none for companies, and after erasure.
    pub person: Option<Person>,
    /// Members of a group: party, role, share.
    pub members: Vec<Member>,
}

/// Personal data, without the identity number.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// Why they are kept.
    pub purpose: String,
    /// First and family name, or name of the group.
    pub name: String,
    /// female or male.
    pub sex: Option<String>,
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// The identity document, its number masked.
    pub identity: Option<Identity>,
}

/// An identity document.
#[derive(Debug, Clone, Serialize)]
pub struct Identity {
    /// Code of the list `identity_kind`.
    pub kind: String,
    /// Its number: masked, unless it was revealed.
    pub number: String,
}

/// A member of a group.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The party.
    pub party: Uuid,
    /// Code of the list `member_role`.
    pub role: Option<String>,
    /// Parts that the member has.
    pub numerator: Option<i32>,
    /// Parts that there are.
    pub denominator: Option<i32>,
}

/// Which parties are wanted.
#[derive(Debug, Clone, Default)]
pub struct PartyQuery {
    /// Only those of this department.
    pub department: Option<String>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those whose name holds these words.
    pub name: Option<String>,
    /// At most so many.
    pub limit: i64,
    /// Only those before this one: the newest come first.
    pub before: Option<Uuid>,
}

/// What is shown of a number that was sealed under a key that is gone.
const LOST: &str = "••••";

struct Row {
    id: Uuid,
    department: String,
    kind: String,
    group_kind: Option<String>,
    company_name: Option<String>,
    company_number: Option<String>,
    revision: i32,
    created_at: Moment,
    created_by: String,
    purpose: Option<String>,
    name: Option<String>,
    sex: Option<String>,
    born_on: Option<NaiveDate>,
    phone: Option<String>,
    address: Option<String>,
    identity_kind: Option<String>,
    identity_sealed: Option<Vec<u8>>,
}

impl Row {
    fn into_party(self, vault: &Vault) -> Party {
        let identity = self.identity_kind.zip(self.identity_sealed).map(|(kind, sealed)| {
            // Without its key the number is lost, and all else that is known of the person is not.
            let number = vault.open(self.id, &sealed);
            Identity {
                kind,
                number: number.map_or_else(|_| LOST.to_owned(), |number| mask_identity(&number)),
            }
        });
        let person = self.purpose.zip(self.name).map(|(purpose, name)| Person {
            purpose,
            name,
            sex: self.sex,
            born_on: self.born_on,
            phone: self.phone,
            address: self.address,
            identity,
        });
        Party {
            id: self.id,
            department: self.department,
            kind: self.kind,
            group_kind: self.group_kind,
            company_name: self.company_name,
            company_number: self.company_number,
            revision: self.revision,
            created_at: self.created_at,
            created_by: self.created_by,
            person,
            members: Vec::new(),
        }
    }
}

/// Parties that fit, the newest first. Each person among them is logged as listed.
pub async fn list_parties(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    query: &PartyQuery,
) -> Result<Vec<Party>, RecordError> {
    let mut transaction = conn.begin().await?;
    let name = query.name.as_deref().map(name_key);
    let rows = sqlx::query_file_as!(
        Row,
        "sql/list_parties.sql",
        scope.filter(Action::SeePersons),
        query.department,
        query.kind,
        name,
        query.before,
        query.limit,
    )
    .fetch_all(&mut *transaction)
    .await?;
    let parties: Vec<_> = rows.into_iter().map(|row| row.into_party(vault)).collect();
    let persons: Vec<Uuid> =
        parties.iter().filter(|party| party.person.is_some()).map(|party| party.id).collect();
    log_access(&mut transaction, scope, &persons, Access::List, None).await?;
    transaction.commit().await?;
    Ok(parties)
}

/// One party with its members. A person is logged as read.
pub async fn get_party(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    id: Uuid,
) -> Result<Option<Party>, RecordError> {
    let mut transaction = conn.begin().await?;
    let party = find_party(&mut transaction, scope, vault, id).await?;
    if party.as_ref().is_some_and(|party| party.person.is_some()) {
        log_access(&mut transaction, scope, &[id], Access::Read, None).await?;
    }
    transaction.commit().await?;
    Ok(party)
}

/// The same, within a transaction that logs for itself.
pub(super) async fn find_party(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    id: Uuid,
) -> Result<Option<Party>, RecordError> {
    let row = sqlx::query_file_as!(Row, "sql/get_party.sql", id, scope.filter(Action::SeePersons))
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut party = row.into_party(vault);
    party.members = list_members(conn, scope, id).await?;
    Ok(Some(party))
}

/// The whole identity number of a person, for a reason that is logged.
pub async fn reveal_identity(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    id: Uuid,
    reason: &str,
) -> Result<Option<Identity>, RecordError> {
    let mut transaction = conn.begin().await?;
    let row = sqlx::query!(
        "select identity_kind, identity_sealed from person
        where party_id = $1 and ($2::text[] is null or department_pcode = any ($2))",
        id,
        scope.filter(Action::SeePersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    log_access(&mut transaction, scope, &[id], Access::Reveal, Some(reason)).await?;
    transaction.commit().await?;
    row.identity_kind
        .zip(row.identity_sealed)
        .map(|(kind, sealed)| Ok(Identity { kind, number: vault.open(id, &sealed)? }))
        .transpose()
}

/// Rows of a party in another table, as JSON.
pub(super) type Rows = Option<Value>;

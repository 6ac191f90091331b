//! Recording and changing parties.

use super::access::{Access, log_access};
use super::member::{NewMember, check_members, set_members};
use super::read::{Party, find_party};
use crate::act::{Act, begin};
use crate::record::{RecordError, check_code, check_department, clean, wanted};
use crate::vault::Vault;
use chrono::{Datelike, NaiveDate, Utc};
use gis_core::Scope;
use gis_core::register::{Misfit, identity_digits, name_key};
use gis_core::scope::Action;
use serde::{Deserialize, Deserializer};
use sqlx::PgConnection;
use uuid::Uuid;

const NAME_LENGTH: usize = 200;
const ADDRESS_LENGTH: usize = 500;
const NUMBER_LENGTH: usize = 50;

/// A party to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// P-code of the department that shall keep it.
    pub department: String,
    /// person, group or company.
    pub kind: String,
    /// Code of the list `group_kind`.
    pub group_kind: Option<String>,
    /// Name of a company.
    pub company_name: Option<String>,
    /// NINEA of a company.
    pub company_number: Option<String>,
    /// Personal data, of persons and groups.
    pub person: Option<NewPerson>,
    /// Members of a group.
    #[serde(default)]
    pub members: Vec<NewMember>,
}

/// Personal data to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Code of a purpose: why they are kept.
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
    /// The identity document.
    #[serde(default)]
    pub identity: IdentityChange,
}

/// What becomes of the identity document of a person.
#[derive(Debug, Clone, Default)]
pub enum IdentityChange {
    /// Not named: it stays as it is.
    #[default]
    Keep,
    /// Null: it goes.
    Remove,
    /// It is this one.
    Set(NewIdentity),
}

impl<'de> Deserialize<'de> for IdentityChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Remove, Self::Set))
    }
}

/// An identity document to record.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewIdentity {
    /// Code of the list `identity_kind`.
    pub kind: String,
    /// Its number.
    pub number: String,
}

impl std::fmt::Debug for NewIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewIdentity").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What to change of a party. What is not named stays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyChange {
    /// Name of a company.
    pub company_name: Option<String>,
    /// NINEA of a company.
    pub company_number: Option<String>,
    /// Personal data as they shall be.
    pub person: Option<NewPerson>,
    /// Members of a group as they shall be.
    pub members: Option<Vec<NewMember>>,
}

/// Personal data, checked.
struct Checked {
    name: String,
    phone: Option<String>,
    address: Option<String>,
    identity: Option<(String, String)>,
}

/// Records a party.
///
/// # Errors
/// Names the field that does not fit. A person whose identity number the department has already is known.
pub async fn insert_party(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    new: &NewParty,
) -> Result<Party, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    check_department(&mut transaction, scope, Action::EditPersons, &new.department).await?;
    let (company_name, company_number) = company(new)?;
    check_code(&mut transaction, "kind", "party_kind", Some(&new.kind)).await?;
    check_code(&mut transaction, "group_kind", "group_kind", new.group_kind.as_deref()).await?;
    let id = Uuid::now_v7();
    check_members(&mut transaction, scope, (id, &new.department), &new.members).await?;
    sqlx::query!(
        "insert into party (id, department_pcode, kind, group_kind, company_name, company_number, created_by)
        values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        new.department,
        new.kind,
        new.group_kind,
        company_name,
        company_number,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    if let Some(person) = &new.person {
        write_person(&mut transaction, scope, vault, (id, &new.department), person).await?;
        log_access(&mut transaction, scope, &[id], Access::Record, None).await?;
    }
    if !new.members.is_empty() {
        set_members(&mut transaction, scope, id, &new.members).await?;
    }
    let party = find_party(&mut transaction, scope, vault, id).await?.ok_or(RecordError::NotFound)?;
    transaction.commit().await?;
    Ok(party)
}

/// Changes a party that nobody changed since revision so-and-so.
///
/// # Errors
/// Names the field that does not fit, or the revision that it is at.
pub async fn change_party(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    (id, revision): (Uuid, i32),
    change: &PartyChange,
) -> Result<Party, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let party = sqlx::query!(
        "select department_pcode, kind, revision from party
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id,
        scope.filter(Action::EditPersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    if party.revision != revision {
        return Err(RecordError::Stale { revision: party.revision });
    }
    let is_company = party.kind == "company";
    if is_company == change.person.is_some() && change.person.is_some() {
        return Err(no_person().into());
    }
    let name = clean("company_name", change.company_name.as_deref(), NAME_LENGTH)?;
    let number = clean("company_number", change.company_number.as_deref(), NUMBER_LENGTH)?;
    if !is_company && (name.is_some() || number.is_some()) {
        return Err(no_company().into());
    }
    sqlx::query!(
        "update party set company_name = coalesce($2, company_name), company_number = coalesce($3, company_number),
            revision = revision + 1
        where id = $1",
        id,
        name,
        number,
    )
    .execute(&mut *transaction)
    .await?;
    if let Some(person) = &change.person {
        write_person(&mut transaction, scope, vault, (id, &party.department_pcode), person).await?;
        log_access(&mut transaction, scope, &[id], Access::Change, None).await?;
    }
    if let Some(members) = &change.members {
        if party.kind != "group" {
            return Err(no_group().into());
        }
        check_members(&mut transaction, scope, (id, &party.department_pcode), members).await?;
        set_members(&mut transaction, scope, id, members).await?;
    }
    let party = find_party(&mut transaction, scope, vault, id).await?.ok_or(RecordError::NotFound)?;
    transaction.commit().await?;
    Ok(party)
}

fn company(new: &NewParty) -> Result<(Option<String>, Option<String>), Misfit> {
    if new.kind == "company" {
        if new.person.is_some() {
            return Err(no_person());
        }
        let name = wanted("company_name", new.company_name.as_deref(), NAME_LENGTH)?;
        return Ok((Some(name), clean("company_number", new.company_number.as_deref(), NUMBER_LENGTH)?));
    }
    if new.company_name.is_some() || new.company_number.is_some() {
        return Err(no_company());
    }
    if new.person.is_none() {
        return Err(Misfit::new("person", "ce champ est obligatoire", "this field is needed"));
    }
    if new.kind != "group" && (new.group_kind.is_some() || !new.members.is_empty()) {
        return Err(no_group());
    }
    Ok((None, None))
}

fn no_group() -> Misfit {
    Misfit::new(
        "members",
        "seul un groupe a un type de groupe et des membres",
        "only a group has a kind of group and members",
    )
}

fn no_person() -> Misfit {
    Misfit::new("person", "une entreprise n'a pas de données personnelles", "a company has no personal data")
}

fn no_company() -> Misfit {
    Misfit::new(
        "company_name",
        "seule une entreprise a une raison sociale et un NINEA",
        "only a company has a company name and a NINEA",
    )
}

async fn write_person(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    (party, department): (Uuid, &str),
    new: &NewPerson,
) -> Result<(), RecordError> {
    let checked = check_person(conn, new).await?;
    let identity = checked.identity.as_ref();
    let digest = identity.map(|(_, number)| vault.digest(department, number));
    if let Some(known) = find_by_digest(conn, scope, department, party, digest.as_deref()).await? {
        return Err(RecordError::Known { id: known });
    }
    sqlx::query_file!(
        "sql/write_person.sql",
        party,
        department,
        new.purpose,
        checked.name,
        name_key(&checked.name),
        new.sex,
        new.born_on,
        checked.phone,
        checked.address,
        identity.map(|(kind, _)| kind.as_str()),
        identity.map(|(_, number)| vault.seal(party, number)),
        digest,
        scope.actor(),
        matches!(new.identity, IdentityChange::Keep),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn check_person(conn: &mut PgConnection, new: &NewPerson) -> Result<Checked, RecordError> {
    let purpose = sqlx::query_scalar!(
        r#"select exists (select from processing_purpose where code = $1) as "known!""#,
        new.purpose,
    )
    .fetch_one(&mut *conn)
    .await?;
    if !purpose {
        return Err(Misfit::new(
            "person.purpose",
            "finalité inconnue : sans finalité déclarée, aucune donnée personnelle n'est conservée",
            "unknown purpose: without a declared purpose no personal data are kept",
        )
        .into());
    }
    if new.sex.as_deref().is_some_and(|sex| !["female", "male"].contains(&sex)) {
        return Err(
            Misfit::new("person.sex", "female ou male est attendu", "female or male is wanted").into()
        );
    }
    if new.born_on.is_some_and(|day| day > Utc::now().date_naive() || day.year() < 1880) {
        return Err(Misfit::new(
            "person.born_on",
            "un jour de naissance passé est attendu",
            "a day of birth in the past is wanted",
        )
        .into());
    }
    let identity = match &new.identity {
        IdentityChange::Set(identity) => {
            check_code(conn, "person.identity.kind", "identity_kind", Some(&identity.kind)).await?;
            Some((identity.kind.clone(), identity_number(&identity.number)?))
        }
        IdentityChange::Remove | IdentityChange::Keep => None,
    };
    Ok(Checked {
        name: wanted("person.name", Some(&new.name), NAME_LENGTH)?,
        phone: phone(new.phone.as_deref())?,
        address: clean("person.address", new.address.as_deref(), ADDRESS_LENGTH)?,
        identity,
    })
}

fn identity_number(number: &str) -> Result<String, Misfit> {
    identity_digits(number).ok_or_else(|| {
        Misfit::new(
            "person.identity.number",
            "un numéro de pièce a 5 à 40 lettres ou chiffres",
            "the number of a document has 5 to 40 letters or digits",
        )
    })
}

fn phone(text: Option<&str>) -> Result<Option<String>, Misfit> {
    let kept: String =
        text.unwrap_or_default().chars().filter(|letter| !" .-()/".contains(*letter)).collect();
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    if kept.is_empty() {
        return Ok(None);
    }
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Some(kept));
    }
    Err(Misfit::new(
        "person.phone",
        "un numéro de téléphone a 7 à 15 chiffres",
        "a telephone number has 7 to 15 digits",
    ))
}

async fn find_by_digest(
    conn: &mut PgConnection,
    _scope: &Scope,
    department: &str,
    except: Uuid,
    digest: Option<&[u8]>,
) -> Result<Option<Uuid>, RecordError> {
    let known = sqlx::query_scalar!(
        "select party_id from person where department_pcode = $1 and identity_digest = $2 and party_id <> $3",
        department,
        digest,
        except,
    )
    .fetch_optional(conn)
    .await?;
    Ok(known)
}

//! What a file names of the register besides its own features: the market and the block of a place, the commune of a
//! parcel. What is not on record is reported and left out.

use super::error::ExchangeError;
use super::fold::fold;
use super::reader::Row;
use super::report::ImportReport;
use gis_core::scope::Action;
use gis_core::{Collection, Finding, Scope, Text};
use serde_json::Value as Json;
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// What can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reference {
    /// A commune, by identifier, name, other spelling or ANSD code.
    Commune,
    /// A market, by identifier, name or external identifier.
    Market,
    /// A block, by identifier, or by its code within the market that the file names.
    Block,
}

impl Reference {
    fn column(self) -> &'static str {
        match self {
            Self::Commune => "commune_id",
            Self::Market => "market_id",
            Self::Block => "block_id",
        }
    }

    fn unknown(self, stated: &str) -> Finding {
        let (code, fr, en) = match self {
            Self::Commune => ("unknown_commune", "commune non reprise", "commune"),
            Self::Market => ("unknown_market", "marché non repris", "market"),
            Self::Block => ("unknown_block", "bloc non repris", "block"),
        };
        Finding::warning(
            code,
            Text::new(
                format!("{fr} : « {stated} » n'est pas enregistré dans ce département"),
                format!("{en} not taken: \"{stated}\" is not on record in this department"),
            ),
        )
    }
}

/// Everything that features of a collection may refer to, by what it is, its department and anything that names it.
#[derive(Debug, Default)]
pub(crate) struct References {
    ids: HashMap<(Reference, String, String), Uuid>,
}

impl References {
    /// What features of that collection may refer to, in the departments of the scope.
    pub(crate) async fn load(
        conn: &mut PgConnection,
        scope: &Scope,
        collection: Collection,
    ) -> Result<Self, ExchangeError> {
        let mut references = Self::default();
        match collection {
            Collection::Parcels => references.load_communes(conn, scope).await?,
            Collection::MarketAssets => {
                references.load_markets(conn, scope).await?;
                references.load_blocks(conn, scope).await?;
            }
            _ => {}
        }
        Ok(references)
    }

    async fn load_communes(&mut self, conn: &mut PgConnection, scope: &Scope) -> Result<(), ExchangeError> {
        let rows = sqlx::query!(
            "select id, department_pcode, name, ansd_code, aliases from commune
            where $1::text[] is null or department_pcode = any ($1)
            order by id",
            scope.filter(Action::Review),
        )
        .fetch_all(conn)
        .await?;
        for row in rows {
            let names = [Some(row.name), row.ansd_code].into_iter().flatten().chain(row.aliases);
            self.add(Reference::Commune, &row.department_pcode, row.id, names);
        }
        Ok(())
    }

    async fn load_markets(&mut self, conn: &mut PgConnection, scope: &Scope) -> Result<(), ExchangeError> {
        let rows = sqlx::query!(
            "select id, department_pcode, name, external_id from market
            where $1::text[] is null or department_pcode = any ($1)
            order by id",
            scope.filter(Action::Review),
        )
        .fetch_all(conn)
        .await?;
        for row in rows {
            let names = [Some(row.name), row.external_id].into_iter().flatten();
            self.add(Reference::Market, &row.department_pcode, row.id, names);
        }
        Ok(())
    }

    async fn load_blocks(&mut self, conn: &mut PgConnection, scope: &Scope) -> Result<(), ExchangeError> {
        let rows = sqlx::query!(
            "select id, department_pcode, market_id, code from market_block
            where $1::text[] is null or department_pcode = any ($1)
            order by id",
            scope.filter(Action::Review),
        )
        .fetch_all(conn)
        .await?;
        for row in rows {
            let name = within(&row.market_id.to_string(), &row.code);
            self.add(Reference::Block, &row.department_pcode, row.id, [name]);
        }
        Ok(())
    }

    /// An identifier goes before any name, a name before the same name of something newer.
    fn add(
        &mut self,
        reference: Reference,
        department: &str,
        id: Uuid,
        names: impl IntoIterator<Item = String>,
    ) {
        self.ids.insert((reference, department.to_owned(), fold(&id.to_string())), id);
        for name in names {
            self.ids.entry((reference, department.to_owned(), fold(&name))).or_insert(id);
        }
    }

    fn find(&self, reference: Reference, row: &Row, stated: &str) -> Option<Uuid> {
        let department = row.department.clone().unwrap_or_default();
        let named = |name: &str| self.ids.get(&(reference, department.clone(), fold(name))).copied();
        let in_market = || named(&within(row.text(Reference::Market.column())?, stated));
        named(stated).or_else(|| (reference == Reference::Block).then(in_market).flatten())
    }

    /// Turns what a row names into columns; what is not on record is reported.
    pub(crate) fn resolve(&self, row: &mut Row, report: &mut ImportReport) {
        let mut stated = std::mem::take(&mut row.references);
        // In this order, so that the market is known when its block is looked up.
        stated.sort();
        for (reference, stated) in stated {
            match self.find(reference, row, &stated) {
                Some(id) => {
                    row.columns.insert(reference.column().to_owned(), Json::from(id.to_string()));
                }
                None => report.note(row.finding(reference.unknown(&stated))),
            }
        }
    }
}

/// A block's code says which block only together with its market.
fn within(market: &str, code: &str) -> String {
    format!("{market} {code}")
}

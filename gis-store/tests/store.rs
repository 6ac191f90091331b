//! The store on a real database: uploads, the queue, decisions, features, the change feed and scopes.

#[path = "store/accounts.rs"]
mod accounts;
#[path = "store/as_of.rs"]
mod as_of;
#[path = "store/audit.rs"]
mod audit;
#[path = "store/check.rs"]
mod check;
#[path = "store/decisions.rs"]
mod decisions;
#[path = "store/feed.rs"]
mod feed;
#[path = "store/fixture.rs"]
mod fixture;
#[path = "store/personal.rs"]
mod personal;
#[path = "store/persons.rs"]
mod persons;
#[path = "store/records.rs"]
mod records;
#[path = "store/register.rs"]
mod register;
#[path = "store/review.rs"]
mod review;
#[path = "store/rights.rs"]
mod rights;
#[path = "store/roads.rs"]
mod roads;
#[path = "store/schema.rs"]
mod schema;
#[path = "store/uploads.rs"]
mod uploads;
#[path = "store/version.rs"]
mod version;

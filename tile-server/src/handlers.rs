//! One file a noun: extract, call, shape.

pub(crate) mod accounts;
pub(crate) mod api;
pub(crate) mod audit;
pub(crate) mod collections;
pub(crate) mod disputes;
pub(crate) mod documents;
pub(crate) mod drafts;
mod etag;
pub(crate) mod health;
pub(crate) mod invitations;
pub(crate) mod items;
pub(crate) mod landing;
mod link;
mod paging;
pub(crate) mod parties;
pub(crate) mod places;
mod record;
pub(crate) mod rights;
pub(crate) mod roads;
pub(crate) mod rules;
pub(crate) mod session;
pub(crate) mod style;
pub(crate) mod tiles;
pub(crate) mod tokens;
pub(crate) mod uploads;
pub(crate) mod versions;
pub(crate) mod web;

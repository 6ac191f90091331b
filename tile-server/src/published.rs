//! The departments that publish their register, remembered so that whoever is not signed in costs no query.
//!
//! What is remembered is read anew whenever the change feed tells of a commit, and every second at most otherwise, so
//! that a department that withdraws is withdrawn even where the feed was lost.

use gis_store::account::list_published;
use gis_store::{PgPool, StoreError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// For so long what was read counts as what is.
const FRESH: Duration = Duration::from_secs(1);

/// P-codes, or why they could not be read.
type Answer = Result<Arc<[String]>, Arc<StoreError>>;

#[derive(Debug)]
pub(crate) struct Published {
    is_demo: bool,
    /// The last answer, and when it was asked for.
    remembered: RwLock<Option<(Instant, Answer)>>,
    /// Who asks; others wait for the answer.
    turn: Mutex<()>,
}

impl Published {
    /// Nothing is known yet. On a server with demo accounts every department publishes.
    pub(crate) fn new(is_demo: bool) -> Self {
        Self { is_demo, remembered: RwLock::default(), turn: Mutex::default() }
    }

    /// Their P-codes.
    pub(crate) async fn get(&self, pool: &PgPool) -> Answer {
        self.no_older_than(FRESH, self.ask(pool)).await
    }

    /// Reads them anew.
    pub(crate) async fn read(&self, pool: &PgPool) -> Answer {
        self.no_older_than(Duration::ZERO, self.ask(pool)).await
    }

    /// What was asked for that long ago at most, or is asked for now, by one for all who wait.
    async fn no_older_than(&self, age: Duration, ask: impl Future<Output = Answer>) -> Answer {
        let called = Instant::now();
        let known = || {
            let (asked, answer) = self.remembered.read().unwrap_or_else(PoisonError::into_inner).clone()?;
            // A failure is for those alone who waited for it.
            let age = if answer.is_ok() { age } else { Duration::ZERO };
            (called.saturating_duration_since(asked) <= age).then_some(answer)
        };
        if let Some(answer) = known() {
            return answer;
        }
        let _turn = self.turn.lock().await;
        if let Some(answer) = known() {
            return answer;
        }
        let asked = Instant::now();
        let answer = ask.await;
        *self.remembered.write().unwrap_or_else(PoisonError::into_inner) = Some((asked, answer.clone()));
        answer
    }

    async fn ask(&self, pool: &PgPool) -> Answer {
        let mut conn = gis_store::pool::acquire(pool).await?;
        Ok(list_published(&mut conn, self.is_demo).await?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pcodes(number: usize) -> Arc<[String]> {
        [number.to_string()].into()
    }

    fn failure() -> StoreError {
        StoreError::BuiltIn { file: "none", reason: "a test".to_owned() }
    }

    #[tokio::test]
    async fn however_many_wait_one_asks() {
        let (published, asked) = (Published::new(false), AtomicUsize::new(0));
        let ask = async || {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(pcodes(number))
        };
        let all = join_all((0..50).map(|_| published.no_older_than(FRESH, ask()))).await;
        assert!(all.iter().all(|one| one.as_ref().is_ok_and(|pcodes| **pcodes == ["0"])));
        assert_eq!(asked.into_inner(), 1);
    }

    #[tokio::test]
    async fn what_is_read_anew_was_asked_for_after_the_call() {
        let published = Published::new(false);
        let first = published.no_older_than(FRESH, async { Ok(pcodes(1)) }).await;
        let remembered = published.no_older_than(FRESH, async { Ok(pcodes(2)) }).await;
        let anew = published.no_older_than(Duration::ZERO, async { Ok(pcodes(3)) }).await;
        let told = [first, remembered, anew].map(|answer| answer.expect("is told")[0].clone());
        assert_eq!(told, ["1", "1", "3"]);
    }

    #[tokio::test]
    async fn a_failure_is_told_to_those_who_wait_and_not_remembered() {
        let (published, asked) = (Published::new(false), AtomicUsize::new(0));
        let fail = async || {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Err(Arc::new(failure()))
        };
        let all = join_all((0..50).map(|_| published.no_older_than(FRESH, fail()))).await;
        assert!(all.iter().all(Result::is_err));
        assert_eq!(
            asked.into_inner(),
            2,
            "one of its own, and one for all who came while that was on its way"
        );
        assert!(published.no_older_than(FRESH, async { Ok(pcodes(1)) }).await.is_ok());
    }
}

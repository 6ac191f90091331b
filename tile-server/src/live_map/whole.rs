//! Something that many read and one changes, and that nobody gets any more once a change of it has failed half way.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Debug)]
pub(super) struct Whole<T>(RwLock<Option<Arc<T>>>);

impl<T> Whole<T> {
    pub(super) fn new(whole: T) -> Self {
        Self(RwLock::new(Some(Arc::new(whole))))
    }

    /// What it is, unless it is no longer whole.
    pub(super) fn get(&self) -> Option<Arc<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets somebody change it, and takes it away when they panic; whether it is whole.
    pub(super) fn change(&self, change: impl FnOnce(&T)) -> bool {
        let Some(whole) = self.get() else { return false };
        // What a panic leaves behind is looked at by nobody who comes later.
        let is_whole = catch_unwind(AssertUnwindSafe(|| change(&whole))).is_ok();
        if !is_whole {
            self.set(None);
        }
        is_whole
    }

    /// Puts another in its place.
    pub(super) fn replace(&self, whole: T) {
        self.set(Some(Arc::new(whole)));
    }

    fn set(&self, whole: Option<Arc<T>>) {
        // The lock is free again before the old one is taken down.
        let old = std::mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), whole);
        drop(old);
    }
}

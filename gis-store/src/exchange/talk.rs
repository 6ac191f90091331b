//! What GDAL says goes into our error messages, never to standard error.

use std::cell::RefCell;
use std::sync::Once;

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// So many remarks are kept; a damaged file can give one for each feature.
const KEPT_AT_MOST: usize = 5;

/// Makes GDAL quiet and forgets what it said on this thread so far.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        gdal::config::set_error_handler(|_, _, message| {
            SAID.with_borrow_mut(|said| {
                if said.len() < KEPT_AT_MOST && !said.iter().any(|earlier| earlier == message) {
                    said.push(message.to_owned());
                }
            });
        });
    });
    SAID.with_borrow_mut(Vec::clear);
}

/// What GDAL said on this thread since [`listen`].
pub(crate) fn said() -> Option<String> {
    SAID.with_borrow(|said| (!said.is_empty()).then(|| said.join("; ")))
}

/// What GDAL said, or else what its wrapper makes of it.
pub(crate) fn said_or(error: &gdal::errors::GdalError) -> String {
    said().unwrap_or_else(|| error.to_string())
}

//! How limits are declared: field, unit in the name, default, and the reason beside it.

use serde::Serialize;
use serde_json::Value;

/// One limit as people read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    /// Where it stands in the settings, such as `gate.hdop_max`.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Why it is what it is.
    pub reason: String,
}

/// Declares a group of limits with its defaults. The reason of each is its documentation, and is kept for people.
#[macro_export]
macro_rules! limits {
    ($(#[$doc:meta])* $group:ident { $($(#[doc = $reason:literal])+ $field:ident: $type:ty = $default:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $group { $($(#[doc = $reason])+ pub $field: $type,)+ }

        impl Default for $group {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $group {
            /// Each limit with its reason, in the order of declaration.
            #[must_use]
            pub fn reasons() -> Vec<(&'static str, String)> {
                vec![$((stringify!($field), [$($reason),+].concat().trim().to_owned()),)+]
            }
        }
    };
}

/// Replaces what an object names, at any depth: how a department's own limits come over the defaults.
pub fn merge(into: &mut Value, overrides: &Value) {
    match (into, overrides) {
        (Value::Object(into), Value::Object(overrides)) => {
            for (name, value) in overrides {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, value) => *into = value.clone(),
    }
}

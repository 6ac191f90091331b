//! Attribute values and names of a part, each distinct one stored once.

use super::{Value, ValueRef};
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::mem::size_of;
use std::sync::Arc;

/// Every distinct value, by the number that features name it with.
///
/// Values lie one after the other, each as a byte that tells its kind and then what it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    bytes: Vec<u8>,
    starts: Vec<u32>,
    codes: HashTable<u32>,
    hasher: RandomState,
}

const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const NO: u8 = 2;
const YES: u8 = 3;

impl Words {
    /// The number of a value, a new one if it has none yet.
    pub(super) fn code(&mut self, value: &Value) -> u32 {
        let wanted = value.as_ref();
        let hash = hash(&self.hasher, wanted);
        let is_wanted = |&code: &u32| is_same(get(&self.bytes, &self.starts, code), wanted);
        if let Some(&code) = self.codes.find(hash, is_wanted) {
            return code;
        }
        let code = count(self.starts.len());
        self.starts.push(count(self.bytes.len()));
        match wanted {
            ValueRef::Text(text) => {
                self.bytes.push(TEXT);
                self.bytes.extend_from_slice(text.as_bytes());
            }
            ValueRef::Number(number) => {
                self.bytes.push(NUMBER);
                self.bytes.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Bool(yes) => self.bytes.push(if yes { YES } else { NO }),
        }
        let (hasher, bytes, starts) = (&self.hasher, &self.bytes, &self.starts);
        self.codes.insert_unique(hash, code, |&code| self::hash(hasher, get(bytes, starts, code)));
        code
    }

    /// The value of a number.
    pub(super) fn get(&self, code: u32) -> ValueRef<'_> {
        get(&self.bytes, &self.starts, code)
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.shrink_to_fit();
    }

    pub(super) fn size_bytes(&self) -> usize {
        self.bytes.capacity() + self.starts.capacity() * size_of::<u32>() + self.codes.allocation_size()
    }
}

fn get<'a>(bytes: &'a [u8], starts: &[u32], code: u32) -> ValueRef<'a> {
    let code = code as usize;
    let to = starts.get(code + 1).map_or(bytes.len(), |&next| next as usize);
    let (kind, word) = bytes[starts[code] as usize..to].split_first().expect("a value has its kind");
    match *kind {
        TEXT => ValueRef::Text(std::str::from_utf8(word).expect("was written from text")),
        NUMBER => ValueRef::Number(f64::from_le_bytes(word.try_into().expect("was written from a number"))),
        kind => ValueRef::Bool(kind == YES),
    }
}

/// The same bits, so that what is not a number is itself.
fn is_same(one: ValueRef<'_>, other: ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::Number(one), ValueRef::Number(other)) => one.to_bits() == other.to_bits(),
        _ => one == other,
    }
}

fn hash(hasher: &RandomState, value: ValueRef<'_>) -> u64 {
    let mut state = hasher.build_hasher();
    match value {
        ValueRef::Text(text) => text.hash(&mut state),
        ValueRef::Number(number) => number.to_bits().hash(&mut state),
        ValueRef::Bool(yes) => yes.hash(&mut state),
    }
    state.finish()
}

/// Names of attributes, and each distinct list of them that some feature has.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    texts: Vec<Arc<str>>,
    codes: HashMap<Arc<str>, u32>,
    lists: Vec<Arc<[u32]>>,
    list_codes: HashMap<Arc<[u32]>, u32>,
}

impl Names {
    /// The number of a list of names, a new one if it has none yet.
    pub(super) fn list_code<'a>(&mut self, names: impl Iterator<Item = &'a Arc<str>>) -> u32 {
        let list: Vec<u32> = names.map(|name| self.code(name)).collect();
        if let Some(&code) = self.list_codes.get(list.as_slice()) {
            return code;
        }
        let code = count(self.lists.len());
        let list: Arc<[u32]> = list.into();
        self.lists.push(Arc::clone(&list));
        self.list_codes.insert(list, code);
        code
    }

    /// The numbers of a list's names.
    pub(super) fn list(&self, code: u32) -> &[u32] {
        &self.lists[code as usize]
    }

    /// The name of a number.
    pub(super) fn get(&self, code: u32) -> &Arc<str> {
        &self.texts[code as usize]
    }

    fn code(&mut self, name: &Arc<str>) -> u32 {
        if let Some(&code) = self.codes.get(name) {
            return code;
        }
        let code = count(self.texts.len());
        self.texts.push(Arc::clone(name));
        self.codes.insert(Arc::clone(name), code);
        code
    }

    pub(super) fn size_bytes(&self) -> usize {
        let names: usize = self.texts.iter().map(|name| name.len() + 72).sum();
        let lists: usize = self.lists.iter().map(|list| list.len() * 4 + 72).sum();
        names + lists
    }
}

/// A count as features name it.
pub(super) fn count(of: usize) -> u32 {
    u32::try_from(of).expect("a part has fewer than 2³² of anything")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_number_and_others_another() {
        let values = ["a", "", "b", "a"].map(|text| Value::Text(text.into()));
        let numbers = [0.0, -0.0, f64::NAN, f64::NAN].map(Value::Number);
        let mut words = Words::default();
        let codes: Vec<_> = values.iter().chain(&numbers).map(|value| words.code(value)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 3, 4, 5, 5]);
        assert_eq!((words.get(2), words.get(3)), (ValueRef::Text("b"), ValueRef::Number(0.0)));
    }
}

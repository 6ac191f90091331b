//! Attribute values and names of a part, each distinct one stored once.

use super::ValueRef;
use super::encoded::{put_value, take_value};
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::mem::size_of;
use std::sync::Arc;

/// Every distinct value, by the number that features name it with.
///
/// Values lie one after the other, each as vector tiles write it.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    bytes: Vec<u8>,
    starts: Vec<u32>,
    codes: HashTable<u32>,
    hasher: RandomState,
}

impl Words {
    /// The number of a value, a new one if it has none yet.
    pub(super) fn code(&mut self, value: ValueRef<'_>) -> u32 {
        let start = self.bytes.len();
        put_value(&mut self.bytes, value);
        let (known, wanted) = self.bytes.split_at(start);
        let hash = self.hasher.hash_one(wanted);
        let is_wanted = |&code: &u32| encoded(known, &self.starts, code) == wanted;
        if let Some(&code) = self.codes.find(hash, is_wanted) {
            self.bytes.truncate(start);
            return code;
        }
        let code = count(self.starts.len());
        self.starts.push(count(start));
        let (hasher, bytes, starts) = (&self.hasher, &self.bytes, &self.starts);
        self.codes.insert_unique(hash, code, |&code| hasher.hash_one(encoded(bytes, starts, code)));
        code
    }

    /// The value of a number.
    pub(super) fn get(&self, code: u32) -> ValueRef<'_> {
        take_value(&mut self.encoded(code))
    }

    /// The same as vector tiles write it.
    pub(super) fn encoded(&self, code: u32) -> &[u8] {
        encoded(&self.bytes, &self.starts, code)
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.shrink_to_fit();
    }

    pub(super) fn size_bytes(&self) -> usize {
        self.bytes.capacity() + self.starts.capacity() * size_of::<u32>() + self.codes.allocation_size()
    }
}

fn encoded<'a>(bytes: &'a [u8], starts: &[u32], code: u32) -> &'a [u8] {
    let code = code as usize;
    let to = starts.get(code + 1).map_or(bytes.len(), |&next| next as usize);
    &bytes[starts[code] as usize..to]
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

    /// The names of a list.
    pub(super) fn of_list(&self, code: u32) -> impl Iterator<Item = &Arc<str>> {
        self.list(code).iter().map(|&name| &self.texts[name as usize])
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
        let values = ["a", "", "b", "a"].map(ValueRef::Text);
        let numbers = [0.0, -0.0, f64::NAN, f64::NAN].map(ValueRef::Number);
        let mut words = Words::default();
        let codes: Vec<_> = values.into_iter().chain(numbers).map(|value| words.code(value)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 3, 3, 4, 4]);
        assert_eq!((words.get(2), words.get(3)), (ValueRef::Text("b"), ValueRef::Number(0.0)));
    }
}

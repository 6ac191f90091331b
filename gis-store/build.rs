//! The migrations are embedded: a new one wants a new build of this crate.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}

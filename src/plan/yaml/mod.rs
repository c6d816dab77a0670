//! Reads YAML into a tree with positions, and the fields of its maps.

pub(super) mod field;
pub(super) mod fields;
pub(super) mod file;
pub(super) mod read_context;
pub(super) mod scalar;
pub(super) mod scalar_position;
pub(super) mod syntax;
pub(super) mod tree;

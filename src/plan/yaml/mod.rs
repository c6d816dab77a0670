//! Reads YAML into a tree with positions, and the fields of its maps.

pub(in crate::plan) mod field;
pub(in crate::plan) mod fields;
pub(in crate::plan) mod file;
pub(in crate::plan) mod read_context;
pub(in crate::plan) mod scalar;
pub(in crate::plan) mod scalar_position;
pub(in crate::plan) mod syntax;
pub(in crate::plan) mod tree;

//! What a terminal's stream means, and what keys send into it.

mod term {
    pub mod keys;
    pub mod marks;
}

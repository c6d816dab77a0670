//! What is told of a walk.
/// stub
pub fn markdown(
    _: &crate::plan::Plan,
    _: &crate::progress::Walk,
    _: &str,
    _: chrono::DateTime<chrono::FixedOffset>,
    _: &dyn Fn(&crate::progress::Evidence) -> Option<String>,
) -> String {
    String::new()
}

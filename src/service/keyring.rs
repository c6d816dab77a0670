//! The system's keyring, where there is one.

use crate::port::Fetched;

/// Whether the system's keyring can be asked.
pub const HAS_KEYRING: bool = cfg!(feature = "keyring");

/// Looks a plan's variable up.
#[cfg(feature = "keyring")]
pub(super) fn look_up(plan: &str, variable: &str) -> Fetched {
    use crate::port::Value;

    let entry = keyring::Entry::new(&format!("daymark {plan}"), variable);
    match entry.and_then(|entry| entry.get_password()) {
        Ok(value) => Fetched::Found(Value::secret(value)),
        Err(error) => Fetched::NotFound(format!("the keyring: {error}")),
    }
}

/// Looks a plan's variable up.
#[cfg(not(feature = "keyring"))]
pub(super) fn look_up(_: &str, _: &str) -> Fetched {
    Fetched::NotFound("this daymark was built without a keyring".to_owned())
}

//! Ids: names that stay the same for the life of a plan.

use super::{
    diagnostic::RawDiagnostic,
    plan_index::{IdKind, SpannedName},
    text::excerpt,
    yaml::{field::Field, read_context::ReadContext},
};

/// Reads the id of a step, a check or recurring work, which is unique in the plan.
pub(super) fn read(field: Field, thing: IdKind) -> Option<String> {
    let mention = read_name(field, "an id")?;
    let name = mention.name.clone();
    field.context().index().ids.push((thing, mention));
    Some(name)
}

pub(super) fn read_plan(field: Field) -> Option<String> {
    read_name(field, "the id of a plan").map(|mention| mention.name)
}

fn read_name(field: Field, what: &str) -> Option<SpannedName> {
    let mention = field.spanned_name()?;
    judge(&mention, what, field.context());
    Some(mention)
}

/// Reports a name that is not kebab-case.
pub(super) fn judge(mention: &SpannedName, what: &str, context: ReadContext) {
    if is_kebab(&mention.name) {
        return;
    }
    let message = format!(
        "{what} is written in kebab-case, found `{}`",
        excerpt(&mention.name)
    );
    let kebab = kebab(&mention.name);
    let hint = (!kebab.is_empty()).then(|| format!("write `{}`", excerpt(&kebab)));
    context.report(
        RawDiagnostic::error("bad-id", mention.span.bytes.clone(), message).maybe_hint(hint),
    );
}

/// Returns whether a name is kebab-case: lower-case letters and digits, with single hyphens
/// between.
fn is_kebab(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.split('-').all(word)
}

/// Converts a name to kebab-case. Without letters and digits nothing is left.
pub fn kebab(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kebab_case() {
        let check = |name: &str, expect: bool| assert_eq!(is_kebab(name), expect, "{name:?}");
        check("firewall", true);
        check("p95-under-2s", true);
        check("2fa", true);
        check("", false);
        check("Firewall", false);
        check("open_ports", false);
        check("-open", false);
        check("open--ports", false);
        check("öffnen", false);
    }

    #[test]
    fn a_hint_is_kebab_case_itself() {
        let check = |name: &str, expect: &str| assert_eq!(kebab(name), expect);
        check("Open_Ports now", "open-ports-now");
        check("--a--", "a");
        check("é", "");
    }
}

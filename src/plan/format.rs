//! The records of the plan format: every object, and every key that it may have.
//!
//! Each reader has the record of its object beside it. The reader, the hints of the diagnostics,
//! the JSON Schema and the reference page are all made from these records. A record with an empty
//! meaning or example does not compile.

/// An object of the plan format: a mapping with known keys.
#[derive(Debug)]
pub struct ObjectFormat {
    /// The name, unique in the format, such as `step`.
    pub name: &'static str,
    /// The object in messages, such as `a step`.
    pub what: &'static str,
    /// The meaning, in a sentence.
    pub about: &'static str,
    /// The keys in groups: the object's own, and those that it shares with other objects.
    groups: &'static [&'static [KeyRecord]],
    /// The keys of which exactly one is present. Empty if there is no such rule.
    pub kinds: &'static [&'static str],
    /// Whether the value may be empty instead of a mapping.
    pub may_be_empty: bool,
}

impl ObjectFormat {
    /// Creates an object.
    ///
    /// # Panics
    /// While compiling, if a key lacks its name, its meaning or its example.
    pub(super) const fn new(
        name: &'static str,
        what: &'static str,
        about: &'static str,
        groups: &'static [&'static [KeyRecord]],
    ) -> Self {
        assert!(!name.is_empty() && !what.is_empty() && !about.is_empty());
        let mut group = 0;
        while group < groups.len() {
            let mut key = 0;
            while key < groups[group].len() {
                let record = &groups[group][key];
                assert!(!record.name.is_empty(), "a key has no name");
                assert!(!record.meaning.is_empty(), "a key has no meaning");
                assert!(!record.example.is_empty(), "a key has no example");
                key += 1;
            }
            group += 1;
        }
        Self {
            name,
            what,
            about,
            groups,
            kinds: &[],
            may_be_empty: false,
        }
    }

    /// Requires exactly one of these keys.
    pub(super) const fn one_of(self, kinds: &'static [&'static str]) -> Self {
        Self { kinds, ..self }
    }

    /// Allows an empty value instead of a mapping.
    pub(super) const fn or_empty(self) -> Self {
        Self {
            may_be_empty: true,
            ..self
        }
    }

    /// Returns the records of all keys, in the order of the reference.
    pub fn keys(&self) -> impl Iterator<Item = &'static KeyRecord> {
        self.groups.iter().copied().flatten()
    }

    /// Returns the record of a key.
    pub fn key(&self, name: &str) -> Option<&'static KeyRecord> {
        self.keys().find(|key| key.name == name)
    }
}

/// One key of an object.
#[derive(Debug, Clone, Copy)]
pub struct KeyRecord {
    pub name: &'static str,
    /// The values that it may have.
    pub value: ValueFormat,
    /// Whether it must be present, and its value if it is absent.
    pub presence: Presence,
    /// The meaning, in sentences of Markdown.
    pub meaning: &'static str,
    /// An example of its value, in YAML on one line.
    pub example: &'static str,
    /// The keys of which one must be present as well. Empty if there is no such rule.
    pub only_with: &'static [&'static str],
    /// Keys that must be present as well, each with the reason.
    pub needs: &'static [(&'static str, &'static str)],
    /// Keys that must be absent.
    pub excludes: &'static [&'static str],
}

/// Whether a key must be present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must be present.
    Required,
    /// It may be absent.
    Optional,
    /// It may be absent, and then has this value.
    Default(&'static str),
}

/// The values that a key may have.
#[derive(Debug, Clone, Copy)]
pub enum ValueFormat {
    /// Text with at least one character.
    Text,
    /// Text that may be empty.
    AnyText,
    /// A script for the shell.
    Script,
    /// A script, or a list of them.
    Scripts,
    /// A regular expression.
    Pattern,
    /// A list of texts.
    Texts,
    /// A name, or a list of names.
    Names,
    /// A name in kebab-case.
    Id,
    /// `true` or `false`.
    Boolean,
    True,
    /// An integer from the first number to the second.
    Integer(i64, i64),
    /// Such an integer, or a list of them.
    Integers(i64, i64),
    Number,
    /// A duration such as `10m`.
    Duration,
    /// A duration, or a list of them.
    Durations,
    /// A day or a range of days.
    Days,
    /// A list of days and ranges of days.
    DayList,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or a list of them.
    Words(&'static [&'static str]),
    /// A date, or a list of them.
    Dates,
    /// A web address.
    Link,
    HostPath,
    /// Permissions in octal digits.
    Mode,
    /// A mapping.
    Object(&'static ObjectFormat),
    /// A list of mappings.
    List(&'static ObjectFormat),
    /// A mapping, or a list of them.
    OneOrList(&'static ObjectFormat),
    /// A mapping from names, which match the pattern, to mappings.
    Map(&'static str, &'static ObjectFormat),
    /// A simple value, or a mapping.
    Either(&'static ValueFormat, &'static ObjectFormat),
}

impl ValueFormat {
    /// Returns the object that the value is, has or lists.
    pub fn object(&self) -> Option<&'static ObjectFormat> {
        match self {
            ValueFormat::Object(object)
            | ValueFormat::List(object)
            | ValueFormat::OneOrList(object)
            | ValueFormat::Map(_, object)
            | ValueFormat::Either(_, object) => Some(object),
            _ => None,
        }
    }
}

impl KeyRecord {
    /// Creates an optional key.
    pub(super) const fn new(
        name: &'static str,
        value: ValueFormat,
        example: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self {
            name,
            value,
            presence: Presence::Optional,
            meaning,
            example,
            only_with: &[],
            needs: &[],
            excludes: &[],
        }
    }

    /// Requires the key.
    pub(super) const fn required(self) -> Self {
        Self {
            presence: Presence::Required,
            ..self
        }
    }

    /// Sets the value of an absent key.
    pub(super) const fn default(self, value: &'static str) -> Self {
        Self {
            presence: Presence::Default(value),
            ..self
        }
    }

    /// Allows the key only beside one of `only_with`.
    pub(super) const fn only_with(self, only_with: &'static [&'static str]) -> Self {
        Self { only_with, ..self }
    }

    /// Requires other keys beside this one, each with the reason.
    pub(super) const fn needs(self, needs: &'static [(&'static str, &'static str)]) -> Self {
        Self { needs, ..self }
    }

    /// Forbids other keys beside this one.
    pub(super) const fn excludes(self, excludes: &'static [&'static str]) -> Self {
        Self { excludes, ..self }
    }
}

/// Returns objects and every object below them, each once, in the order of their keys.
pub fn objects(roots: &[&'static ObjectFormat]) -> Vec<&'static ObjectFormat> {
    let mut all: Vec<&ObjectFormat> = Vec::new();
    for root in roots {
        add(root, &mut all);
    }
    all
}

fn add(object: &'static ObjectFormat, all: &mut Vec<&'static ObjectFormat>) {
    if all.iter().any(|known| known.name == object.name) {
        return;
    }
    all.push(object);
    for below in object.keys().filter_map(|key| key.value.object()) {
        add(below, all);
    }
}

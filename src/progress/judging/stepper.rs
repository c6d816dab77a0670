//! Runs a pattern's automaton over an output of any length.

use regex_automata::Anchored;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::{start, syntax};

/// The maximum memory of one automaton, in bytes. A larger one is not built.
const LARGEST: usize = 4 * 1024 * 1024;
/// The maximum memory of its cached states before they are computed again, in bytes.
const STATES: usize = 2 * 1024 * 1024;

/// Runs a pattern's automaton over an output of any length, in memory of fixed size.
pub(super) struct Stepper {
    dfa: DFA,
    cache: Cache,
    state: LazyStateID,
    now: Now,
}

/// The result so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Now {
    /// Nothing matches yet.
    Open,
    /// Something matches. More text may make the match longer.
    Matched,
    /// Something matches. No further text changes the leftmost match.
    Settled,
    /// Nothing matches, and nothing can match any more.
    Never,
    /// The automaton quit at a Unicode word boundary beside characters that are not ASCII.
    Quit,
}

impl Stepper {
    /// Builds the automaton of a pattern; `None` if it would be too large or not exact.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let dfa = DFA::builder()
            .syntax(syntax::Config::new().multi_line(true))
            .thompson(thompson::Config::new().nfa_size_limit(Some(LARGEST)))
            .configure(
                DFA::config()
                    .unicode_word_boundary(true)
                    .cache_capacity(STATES),
            )
            .build(pattern)
            .ok()?;
        // An empty match between the bytes of one character does not count.
        let nfa = dfa.get_nfa();
        if nfa.has_empty() && nfa.look_set_any().contains_word() {
            return None;
        }
        let mut cache = dfa.create_cache();
        let start = start::Config::new().anchored(Anchored::No);
        let state = dfa.start_state(&mut cache, &start).ok()?;
        Some(Self {
            dfa,
            cache,
            state,
            now: Now::Open,
        })
    }

    /// Returns whether the automaton may quit.
    pub(super) fn may_quit(&self) -> bool {
        self.dfa.get_nfa().look_set_any().contains_word_unicode()
    }

    /// Returns the result so far.
    pub(super) fn now(&self) -> Now {
        self.now
    }

    pub(super) fn push(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            if !self.goes_on() {
                return;
            }
            let next = self.dfa.next_state(&mut self.cache, self.state, byte);
            self.enter(next.ok());
        }
    }

    /// Returns the result after the end of the text.
    pub(super) fn finish(mut self) -> Now {
        if self.goes_on() {
            let next = self.dfa.next_eoi_state(&mut self.cache, self.state);
            self.enter(next.ok());
        }
        self.now
    }

    fn goes_on(&self) -> bool {
        matches!(self.now, Now::Open | Now::Matched)
    }

    fn enter(&mut self, state: Option<LazyStateID>) {
        let Some(state) = state else {
            self.now = Now::Quit;
            return;
        };
        self.state = state;
        if !state.is_tagged() {
            return;
        }
        self.now = match self.now {
            _ if state.is_quit() => Now::Quit,
            _ if state.is_match() => Now::Matched,
            Now::Open if state.is_dead() => Now::Never,
            Now::Matched if state.is_dead() => Now::Settled,
            now => now,
        };
    }
}

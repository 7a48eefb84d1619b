//! Knows how a mistake in the configuration is told: which setting, where it was read, what is wrong and what mends it.

use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Where a setting was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Environment(&'static str),
    File(PathBuf),
    /// Said on the command line.
    Argument,
    /// Nowhere: it was looked for in the environment and in the file.
    Missing(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "{name} in the environment"),
            Self::File(file) => write!(f, "in {}", file.display()),
            Self::Argument => write!(f, "on the command line"),
            Self::Missing(name) => write!(f, "neither in docket.toml nor as {name} in the environment"),
        }
    }
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The setting by its dotted name.
    pub setting: String,
    #[serde(serialize_with = "in_words")]
    pub source: Source,
    /// What is wrong, and what to do.
    pub words: String,
    /// It may pass without anyone changing the configuration.
    #[serde(skip)]
    pub passing: bool,
}

fn in_words<S: serde::Serializer>(source: &Source, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(source)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.setting, self.source, self.words)
    }
}

/// Every mistake that was found, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// Whether a later start may go well with the configuration as it is.
    pub fn may_pass(&self) -> bool {
        self.0.iter().all(|mistake| mistake.passing)
    }
}

impl std::error::Error for Mistakes {}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Docket can't start with this configuration:")?;
        self.0.iter().try_for_each(|mistake| writeln!(f, "  - {mistake}"))
    }
}

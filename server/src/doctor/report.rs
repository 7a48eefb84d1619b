//! Knows how findings are told: a line each as they come for people, one JSON object at the end for machines.

use serde::Serialize;
use std::io::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    Json,
    /// Told to nobody, only kept.
    Kept,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Fine,
    /// To be known; nothing is broken by it.
    Note,
    Wrong,
}

impl Verdict {
    fn sign(self) -> char {
        match self {
            Self::Fine => '✓',
            Self::Note => '!',
            Self::Wrong => '✗',
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was checked, a word that stays: `token`, `intents`, `guild`.
    pub check: &'static str,
    pub verdict: Verdict,
    pub what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

#[derive(Serialize)]
struct Whole<'a> {
    well: bool,
    checks: &'a [Line],
    invite: Option<&'a str>,
}

/// All findings so far.
#[derive(Debug)]
pub struct Report {
    form: Form,
    pub lines: Vec<Line>,
    pub invite: Option<String>,
}

impl Report {
    pub fn new(form: Form) -> Self {
        Self { form, lines: Vec::new(), invite: None }
    }

    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.verdict != Verdict::Wrong)
    }

    pub fn tell(&mut self, line: Line) -> anyhow::Result<()> {
        if self.form == Form::Text {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{} {:<14} {}", line.verdict.sign(), line.check, line.what)?;
            if let Some(mend) = &line.mend {
                writeln!(out, "  {:<14} → {mend}", "")?;
            }
        }
        self.lines.push(line);
        Ok(())
    }

    /// Says the last words; whether all is well.
    pub fn end(self) -> anyhow::Result<bool> {
        let well = self.is_well();
        let mut out = std::io::stdout().lock();
        match self.form {
            Form::Kept => {}
            Form::Json => {
                let whole = Whole { well, checks: &self.lines, invite: self.invite.as_deref() };
                writeln!(out, "{}", serde_json::to_string(&whole)?)?;
            }
            Form::Text => {
                if let Some(invite) = &self.invite {
                    writeln!(out, "\n{}\n  {invite}", super::words::INVITE)?;
                }
                writeln!(out, "\n{}", super::words::ended(&self.lines))?;
            }
        }
        Ok(well)
    }
}

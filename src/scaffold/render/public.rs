//! Recordings as they may be published: what gives somebody's network or mailbox away has stand-ins, the same in
//! fixtures, tags, and hosts, so that what the tests assert is still what the fixtures hold.

use super::input::{Input, SamplePage};
use super::local::Local;
use crate::core::capture::Capture;
use crate::core::private::StandIns;
use serde_json::Value;

/// What was recorded, with stand-ins.
pub struct Recordings {
    capture: Option<Capture>,
    pages: Vec<SamplePage>,
    log_samples: Vec<String>,
}

impl Recordings {
    /// `None` where nothing is private. The contributor's own code may look for what was recorded, word by word: what it
    /// read stays, and is the review's concern.
    ///
    /// # Errors
    /// A capture that can't be written as JSON; none in practice.
    pub fn of(input: &Input<'_>, local: &Local) -> serde_json::Result<Option<Self>> {
        let ours = input.generated();
        let mut texts: Vec<String> = input.log_samples.iter().map(|s| local.text(s)).collect();
        if ours {
            texts.extend(input.pages.iter().map(|p| local.text(&p.text)));
            let capture = input.capture;
            texts.extend(capture.exchanges.iter().map(|e| local.text(&e.body)));
            texts.extend(capture.commands.iter().map(|c| c.stdout.clone()));
            texts.extend(capture.commands.iter().map(|c| c.stderr.clone()));
            texts.extend(capture.database.clone());
        }
        let stand_ins = StandIns::of(texts.iter().map(String::as_str));
        if stand_ins.is_empty() {
            return Ok(None);
        }
        let public = |text: &str| stand_ins.text(&local.text(text));
        let page = |page: &SamplePage| SamplePage {
            text: public(&page.text),
            content_type: page.content_type.clone(),
        };
        let capture = if ours {
            let mut value = serde_json::to_value(input.capture)?;
            replace(&mut value, &public);
            // As text, as every capture is read.
            Some(serde_json::from_slice(&serde_json::to_vec(&value)?)?)
        } else {
            None
        };
        Ok(Some(Self {
            capture,
            pages: input.pages.iter().map(page).collect(),
            log_samples: input.log_samples.iter().map(|s| public(s)).collect(),
        }))
    }

    /// The input with them in the place of the recorded ones.
    pub fn within<'a>(&'a self, input: &Input<'a>) -> Input<'a> {
        let mut out = *input;
        out.log_samples = &self.log_samples;
        if let Some(capture) = &self.capture {
            out.capture = capture;
            out.pages = &self.pages;
        }
        out
    }
}

fn replace(value: &mut Value, with: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = with(text),
        Value::Array(items) => items.iter_mut().for_each(|v| replace(v, with)),
        Value::Object(map) => map.values_mut().for_each(|v| replace(v, with)),
        _ => {}
    }
}

//! Output of child processes: colors are kept, every other control sequence has been removed or is
//! removed here, and only the lines on the screen are read.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

/// A line of output as styled text. `color` off keeps bold and underline only.
#[must_use]
pub fn line(text: &str, color: bool) -> Line<'static> {
    let mut spans = Spans {
        out: vec![],
        text: String::new(),
        style: Style::new(),
        color,
    };
    let mut parser = vte::Parser::new();
    parser.advance(&mut spans, text.as_bytes());
    spans.flush();
    Line::from(spans.out)
}

struct Spans {
    out: Vec<Span<'static>>,
    text: String,
    style: Style,
    color: bool,
}

impl Spans {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.out
                .push(Span::styled(std::mem::take(&mut self.text), self.style));
        }
    }

    fn set(&mut self, codes: &[u16]) {
        let mut codes = codes.iter().copied();
        while let Some(code) = codes.next() {
            let style = self.style;
            self.style = match code {
                0 => Style::new(),
                1 => style.add_modifier(Modifier::BOLD),
                2 => style.add_modifier(Modifier::DIM),
                3 => style.add_modifier(Modifier::ITALIC),
                4 => style.add_modifier(Modifier::UNDERLINED),
                7 => style.add_modifier(Modifier::REVERSED),
                22 => style.remove_modifier(Modifier::BOLD | Modifier::DIM),
                30..=37 | 90..=97 if self.color => style.fg(named(code)),
                40..=47 | 100..=107 if self.color => style.bg(named(code - 10)),
                38 | 48 => {
                    let color = extended(&mut codes);
                    match color {
                        Some(c) if self.color && code == 38 => style.fg(c),
                        Some(c) if self.color => style.bg(c),
                        _ => style,
                    }
                }
                39 => Style { fg: None, ..style },
                49 => Style { bg: None, ..style },
                _ => style,
            };
        }
    }
}

fn named(code: u16) -> Color {
    let index = if code >= 90 { code - 90 + 8 } else { code - 30 };
    Color::Indexed(u8::try_from(index).unwrap_or(7))
}

fn extended(codes: &mut impl Iterator<Item = u16>) -> Option<Color> {
    let byte = |n: u16| u8::try_from(n).ok();
    match codes.next()? {
        5 => Some(Color::Indexed(byte(codes.next()?)?)),
        2 => Some(Color::Rgb(
            byte(codes.next()?)?,
            byte(codes.next()?)?,
            byte(codes.next()?)?,
        )),
        _ => None,
    }
}

impl vte::Perform for Spans {
    fn print(&mut self, c: char) {
        self.text.push(c);
    }

    fn execute(&mut self, byte: u8) {
        if byte == b'\t' {
            self.text.push_str("    ");
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, _: &[u8], ignore: bool, action: char) {
        if action == 'm' && !ignore {
            self.flush();
            let codes: Vec<u16> = params.iter().flatten().copied().collect();
            if codes.is_empty() {
                self.set(&[0]);
            } else {
                self.set(&codes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_stay_and_everything_else_goes() {
        let styled = line("\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07plain\x08", true);
        let text: String = styled.spans.iter().map(|s| s.content.as_ref()).collect();
        assert_eq!(text, "red plain");
        assert_eq!(styled.spans[0].style.fg, Some(Color::Indexed(1)));
        assert_eq!(styled.spans[1].style.fg, None);
    }

    #[test]
    fn without_color_the_words_stay() {
        let styled = line("\x1b[1;38;5;200mbold\x1b[m end", false);
        assert_eq!(styled.spans[0].style.fg, None);
        assert!(styled.spans[0].style.add_modifier.contains(Modifier::BOLD));
    }
}

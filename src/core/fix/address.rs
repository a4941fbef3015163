//! Addresses in the shape that is asked for.

/// An address alone: without a scheme, a name before it, or what encloses it.
pub(super) fn email(text: &str) -> String {
    let inner = match (text.find('<'), text.rfind('>')) {
        (Some(from), Some(to)) if from < to => &text[from + 1..to],
        _ => text,
    };
    let inner = inner.trim().trim_end_matches(['.', ',', ';']);
    let scheme = inner.get(..7).filter(|s| s.eq_ignore_ascii_case("mailto:"));
    let bare = scheme.map_or(inner, |s| &inner[s.len()..]);
    let bare = bare.split('?').next().unwrap_or(bare);
    bare.trim_matches(|c: char| c.is_whitespace() || "\"'()".contains(c))
        .to_owned()
}

/// An address of a page with its scheme; a typing error of the scheme is one that is missing.
pub(super) fn page(text: &str) -> String {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>\"'()".contains(c));
    let rest = match bare.split_once(":/") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => {
            let rest = rest.trim_start_matches('/');
            return match scheme.to_lowercase().as_str() {
                "http" | "htp" => format!("http://{rest}"),
                _ => format!("https://{rest}"),
            };
        }
        _ => bare.trim_start_matches('/'),
    };
    // One word is no host that anybody else reaches.
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('.') {
        format!("https://{rest}")
    } else {
        text.to_owned()
    }
}

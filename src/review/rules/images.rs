//! Pictures of the tile.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::extension;
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        name: "image",
        why: "The tile shows pictures of one shape; others are cut or blurred.",
        source: "images and media: the most frequent repair; JPEG or PNG, up to 1 MB, 1440-2880 wide, 16:9",
        check: images,
    },
    Rule {
        name: "image-unused",
        why: "Everyone who clones the repository downloads a picture that nobody sees.",
        source: "images and media: the most frequent repair",
        check: unused,
    },
];

const WIDTH: std::ops::RangeInclusive<u32> = 1440..=2880;
const BYTES: usize = 1 << 20;

fn images(look: &Look<'_>, out: &mut Findings) {
    let media = look.manifest.iter().flat_map(|manifest| {
        let list = manifest.at("/tile/media").as_array();
        list.into_iter()
            .flatten()
            .enumerate()
            .map(move |(i, item)| (manifest, i, item))
    });
    for (manifest, i, item) in media {
        let place = manifest.place(&format!("/tile/media/{i}"));
        let path = item["image_url"].as_str().unwrap_or_default();
        if path.is_empty() {
            out.warn(
                place,
                "The entry of the tile's media has no `image_url`.",
                "Name the picture, for example images/overview.png.",
            );
            continue;
        }
        // A video has a picture too, from elsewhere.
        if path.starts_with("http") {
            continue;
        }
        if item["caption"].as_str().is_none_or(|c| c.trim().is_empty()) {
            out.warn(
                place,
                format!("{path} has no caption."),
                "Say what it shows.",
            );
        }
        match look.tree.bytes(path) {
            Some(bytes) => picture(path, bytes, item, out),
            None if look.expects("images", path) => out.error(
                place,
                format!("The tile shows {path}, which does not exist."),
                "Add the file, or correct the path.",
            ),
            None => {}
        }
    }
}

/// Pictures that the tile does not show, and no text.
fn unused(look: &Look<'_>, out: &mut Findings) {
    // Other capitals are told where the picture is shown.
    let texts = look
        .tree
        .texts()
        .filter(|(path, _)| matches!(extension(path).as_str(), "md" | "json"));
    let texts: Vec<String> = texts.map(|(_, text)| text.to_lowercase()).collect();
    for (path, _) in look.tree.files() {
        let shown = |text: &String| text.contains(&path.to_lowercase());
        if path.starts_with("images/") && !texts.iter().any(shown) {
            out.warn(
                path,
                "Neither the tile nor the README shows the picture.",
                "Add it to `tile.media` of manifest.json, or delete it.",
            );
        }
    }
}

/// Whether a picture has its end.
fn is_whole(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(64)..];
    let ends = |end: &[u8]| tail.windows(end.len()).any(|part| part == end);
    ends(b"IEND") || ends(b"\xff\xd9")
}

fn picture(path: &str, bytes: &[u8], item: &Value, out: &mut Findings) {
    if bytes.len() > BYTES {
        let kilobytes = bytes.len() / 1024;
        out.error(
            path,
            format!("The picture has {kilobytes} KB; 1 MB is the limit."),
            "Make it smaller; about 500 KB is good.",
        );
    }
    let Some((kind, width, height)) = size(bytes) else {
        out.error(
            path,
            "The picture is no JPEG or PNG.",
            "Save it as one of the two.",
        );
        return;
    };
    // A head alone is no picture that somebody saved.
    if bytes.len() > 1024 && !is_whole(bytes) {
        out.error(
            path,
            "The picture is cut off: its end is missing.",
            "Save it again.",
        );
    }
    let named = match extension(path).as_str() {
        "jpg" | "jpeg" => "JPEG",
        "png" => "PNG",
        _ => "",
    };
    if named != kind {
        out.error(
            path,
            format!("The picture is a {kind}, whatever its name says."),
            "Name it by its type.",
        );
    }
    // A video's picture has the video's shape.
    if item["media_type"] == "video" {
        return;
    }
    if !WIDTH.contains(&width) {
        out.error(
            path,
            format!("The picture is {width} pixels wide."),
            format!("Make it {} to {} pixels wide.", WIDTH.start(), WIDTH.end()),
        );
    }
    // Two percent to each side, for a window's last pixels.
    let ratio = f64::from(width) / f64::from(height.max(1));
    if (ratio / (16.0 / 9.0) - 1.0).abs() > 0.02 {
        out.error(
            path,
            format!("The picture is {width} x {height}, which is not 16:9."),
            format!("Cut it to {width} x {}.", width * 9 / 16),
        );
    }
}

/// Type, width, and height, from the head of the file.
fn size(bytes: &[u8]) -> Option<(&'static str, u32, u32)> {
    let number = |at: usize| -> Option<u32> {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(("PNG", number(16)?, number(20)?));
    }
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let mut at = 2;
    loop {
        let two = |at: usize| -> Option<u32> {
            let two = bytes.get(at..at + 2)?;
            Some(u32::from(u16::from_be_bytes(two.try_into().ok()?)))
        };
        let marker = *bytes.get(at + 1)?;
        if bytes.get(at) != Some(&0xff) {
            return None;
        }
        // The frames that hold the size; C4, C8 and CC are tables.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some(("JPEG", two(at + 7)?, two(at + 5)?));
        }
        let fill = marker == 0xff;
        at += if fill {
            1
        } else {
            2 + usize::try_from(two(at + 2)?).ok()?
        };
    }
}

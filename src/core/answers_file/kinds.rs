//! What a key of the answers can hold.

/// What a key holds.
pub enum Shape {
    Text,
    Bool,
    Orientation,
    Number,
    /// A whole number from 1 to 65535.
    Port,
    /// Anything: an example or a default.
    Any,
    Choice(&'static [&'static str]),
    /// A text or a list of texts.
    Texts,
    List(&'static Shape),
    Map(&'static [(&'static str, Shape)]),
    /// Free keys, texts as values.
    TextMap,
    /// Free keys, anything as values.
    AnyMap,
    /// A name, or a mapping of these keys.
    NameOr(&'static [(&'static str, Shape)]),
    /// Free keys; values are texts or `{ env: NAME }`, and credentials must be the latter.
    Secrets,
    /// Texts, numbers, true or false.
    Values,
    /// One of these, or a mapping.
    ChoiceOr(&'static [&'static str], &'static Shape),
}

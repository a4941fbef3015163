//! The container that end-to-end tests run the check against.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The product's container, and what it takes for the check to read it there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct E2e {
    /// With a fixed tag: `acme/queue:1.4.2`. Empty: there are no end-to-end tests.
    pub image: String,
    /// What the container listens on, published under the same number; that of the source unless answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, String>,
    /// Arguments of the container in place of the image's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// A shell command that succeeds inside the container once the product is healthy.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub health: String,
    /// A regular expression that the container logs once it is ready.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ready: String,
    /// Options of the instance that differ in the container: the passwords of the test, above all.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub instance: BTreeMap<String, Value>,
    /// Metrics that a fresh container may not send.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<String>,
    /// Containers that the product needs beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<E2eService>,
}

/// A container that the product needs: a store, a broker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct E2eService {
    /// The name that the product finds it by.
    pub name: String,
    pub image: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub health: String,
}

impl E2e {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

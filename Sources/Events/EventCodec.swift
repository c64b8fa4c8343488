// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

/// Writes and reads canonical events: CloudEvents 1.0 in JSON, as docs/records.md describes them.
///
/// Canonical order of members: `specversion`, `id`, `source`, `type`, `subject`, `time`, `recordedtime`, then
/// `datacontenttype` if there is data, then the members this version does not know, then `data`. Within `data` the
/// members that this version knows come in the order of its description, then the others.
public enum EventCodec {
    /// Limits for reading the journal: wide enough for all that `ingest` lets through under its own limits.
    ///
    /// `ingest` moves data into an envelope and adds members, which makes documents longer and deeper than what
    /// it was sent; what was accepted once must not become unreadable.
    public static let journalLimits = JSONLimits(
        documentBytes: 64 << 20,
        depth: 128,
        stringBytes: 16 << 20,
        numberDigits: 64,
        members: 4096,
        elements: 1_000_000
    )
}

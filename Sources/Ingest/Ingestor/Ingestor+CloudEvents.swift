// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension Ingestor {
    /// Takes a canonical event.
    mutating func processCloudEvent(
        _ record: SourceRecord,
        value: Span<UInt8>?,
        _ session: RecordSession
    ) throws(IngestFault) -> IngestOutcome {
        throw IngestFault(.eventMissing, "")
    }
}

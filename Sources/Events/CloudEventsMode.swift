// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How a Kafka record carries a CloudEvents event (CloudEvents Kafka binding 1.0).
public enum CloudEventsMode: Hashable, Sendable {
    /// The whole event is a JSON document in the record's value.
    case structured
    /// The attributes are headers `ce_…`, and the record's value is the data.
    case binary

    /// The mode that a record's headers announce; nil if they announce no event.
    ///
    /// Structured if `content-type` begins with `application/cloudevents`, in any case; otherwise binary if there are
    /// `ce_id`, `ce_source`, `ce_specversion` and `ce_type`. Names are compared without regard to ASCII case, since
    /// bridges from HTTP differ.
    public init?(headers: [RecordHeader]) {
        var required = 0
        var isStructured = false
        for header in headers {
            guard let value = header.value else { continue }
            if ASCII.equal(header.name, "content-type") {
                isStructured = isStructured || ASCII.hasPrefix(value.span, "application/cloudevents")
            } else if ASCII.equal(header.name, "ce_id") {
                required |= 1
            } else if ASCII.equal(header.name, "ce_source") {
                required |= 2
            } else if ASCII.equal(header.name, "ce_specversion") {
                required |= 4
            } else if ASCII.equal(header.name, "ce_type") {
                required |= 8
            }
        }
        if isStructured {
            self = .structured
        } else if required == 15 {
            self = .binary
        } else {
            return nil
        }
    }
}

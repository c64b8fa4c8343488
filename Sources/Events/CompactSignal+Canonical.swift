// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import JSON

extension CompactSignal {
    /// Reads a signal that is written exactly as `EventCodec.encode` writes it, in place of what is here.
    ///
    /// Most records of a journal are such, and their texts are where they stand: nothing needs to be parsed to find
    /// them. What is read is what `read` reads of the same record, and `receive` too if it says when it was recorded.
    ///
    /// - Parameters:
    ///   - record: the event's bytes.
    ///   - limits: those that `JSONDocument` would hold the record to.
    /// - Returns: whether it is such a record. Of one that is not, there is no signal, and `JSONDocument` and `read` tell
    ///   what it is; among them are all with escapes, with members unknown to this version, and with more than
    ///   sixteen attributes.
    package mutating func readCanonical(_ record: Span<UInt8>, limits: JSONLimits) -> Bool {
        removeAll()
        guard record.count <= min(limits.documentBytes, limits.stringBytes), limits.depth >= 4,
            limits.members >= Self.mostCanonical, limits.elements >= Self.mostCanonical,
            limits.numberDigits >= 15
        else { return false }
        // None of its texts needs an escape: the scanner takes no other.
        unsafe record.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        var scanner = PlainScanner()
        guard readEnvelope(record, &scanner), readData(record, &scanner), scanner.place == record.count
        else { return false }
        return scanner.isASCII || (try? UTF8Span(validating: record)) != nil
    }

    /// How many attributes a canonical signal has at most, and words of one attribute: few enough to compare names
    /// with each other.
    private static let mostCanonical = 16

    @inline(__always)
    private mutating func readEnvelope(_ record: Span<UInt8>, _ scanner: inout PlainScanner) -> Bool {
        guard scanner.skip("{\"specversion\":\"1.0\",\"id\":\"", in: record),
            let id = scanner.text(in: record), !id.isEmpty, id.count <= Event.identityBytes,
            scanner.skip(",\"source\":\"", in: record),
            let source = scanner.text(in: record), !source.isEmpty, source.count <= Event.identityBytes,
            scanner.skip(",\"type\":\"hotlist.signal.v1\",\"subject\":\"", in: record),
            let account = scanner.text(in: record), !account.isEmpty, account.count <= Event.accountBytes,
            Event.isDomain(record.extracting(account)),
            scanner.skip(",\"time\":", in: record), let time = Self.moment(record, &scanner),
            scanner.skip(",\"recordedtime\":", in: record), let recordedTime = Self.moment(record, &scanner)
        else { return false }
        self.id = id
        self.source = source
        self.account = account
        self.time = time
        self.recordedTime = recordedTime
        return true
    }

    @inline(__always)
    private mutating func readData(_ record: Span<UInt8>, _ scanner: inout PlainScanner) -> Bool {
        guard
            scanner.skip(",\"datacontenttype\":\"application/json\",\"data\":{\"kind\":\"", in: record),
            let kind = scanner.text(in: record), !kind.isEmpty, kind.count <= Event.nameBytes
        else { return false }
        self.kind = kind
        if scanner.skip(",\"attributes\":{", in: record) {
            repeat {
                guard readAttribute(record, &scanner) else { return false }
            } while scanner.skip(UInt8(ascii: ","), in: record)
            guard scanner.skip(UInt8(ascii: "}"), in: record) else { return false }
        }
        if scanner.skip(",\"person\":\"", in: record) {
            guard let person = scanner.text(in: record), !person.isEmpty, person.count <= Event.nameBytes
            else { return false }
            self.person = person
        }
        if scanner.skip(",\"vendor\":\"", in: record) {
            guard let vendor = scanner.text(in: record), !vendor.isEmpty, vendor.count <= Event.nameBytes
            else { return false }
            self.vendor = vendor
        }
        return scanner.skip("}}", in: record)
    }

    private mutating func readAttribute(_ record: Span<UInt8>, _ scanner: inout PlainScanner) -> Bool {
        guard attributes.count < Self.mostCanonical, scanner.skip(UInt8(ascii: "\""), in: record),
            let name = scanner.text(in: record), !name.isEmpty, name.count <= Event.nameBytes,
            scanner.skip(UInt8(ascii: ":"), in: record), scanner.place < record.count
        else { return false }
        for place in attributes.indices where holds(attributes[place].name, record.extracting(name)) {
            return false
        }
        switch record[scanner.place] {
        case UInt8(ascii: "\""):
            scanner.skip(count: 1)
            guard let text = scanner.text(in: record) else { return false }
            append(name, .text(text))
        case UInt8(ascii: "["):
            scanner.skip(count: 1)
            guard let texts = readList(record, &scanner) else { return false }
            append(name, .texts(texts))
        case UInt8(ascii: "t"):
            guard scanner.skip("true", in: record) else { return false }
            append(name, .boolean(true))
        case UInt8(ascii: "f"):
            guard scanner.skip("false", in: record) else { return false }
            append(name, .boolean(false))
        default:
            guard let number = scanner.number(in: record) else { return false }
            append(name, .number(number.value))
        }
        return true
    }

    private mutating func readList(_ record: Span<UInt8>, _ scanner: inout PlainScanner) -> Range<Int>? {
        let start = lists.count
        if scanner.skip(UInt8(ascii: "]"), in: record) { return start..<start }
        repeat {
            guard lists.count - start < Self.mostCanonical, scanner.skip(UInt8(ascii: "\""), in: record),
                let text = scanner.text(in: record)
            else { return nil }
            appendListed(text)
        } while scanner.skip(UInt8(ascii: ","), in: record)
        guard scanner.skip(UInt8(ascii: "]"), in: record) else { return nil }
        return start..<lists.count
    }

    /// A moment in quotes, in the form of `Timestamp.description`.
    @inline(__always)
    private static func moment(_ record: Span<UInt8>, _ scanner: inout PlainScanner) -> Timestamp? {
        let start = scanner.place + 1
        let end = start + Timestamp.canonicalBytes
        guard end < record.count, record[start - 1] == UInt8(ascii: "\""), record[end] == UInt8(ascii: "\"")
        else { return nil }
        scanner.skip(count: Timestamp.canonicalBytes + 2)
        return Timestamp(canonical: record.extracting(start..<end))
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@Suite struct EventDecodeErrorTests {
    private func fault(_ text: String) throws -> EventDecodeError? {
        var document = JSONDocument(limits: EventCodec.journalLimits)
        try document.parse(Array(text.utf8))
        do throws(EventDecodeError) {
            _ = try EventCodec.decode(document, document.root)
            return nil
        } catch {
            return error
        }
    }

    /// A valid event of the type, with some members replaced or, given as nil, left out.
    private func text(_ type: String, _ data: String?, _ changes: [String: String?] = [:]) -> String {
        var members: [(String, String?)] = [
            ("specversion", "\"1.0\""), ("id", "\"1\""), ("source", "\"s\""),
            ("type", "\"hotlist.\(type).v1\""),
            ("subject", "\"acme.com\""), ("time", "\"2026-11-20T12:00:00Z\""),
            ("recordedtime", "\"2026-11-20T12:00:00Z\""), ("data", data),
        ]
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            members.removeAll { $0.0 == name }
            members.append((name, value))
        }
        let written = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{" + written.joined(separator: ",") + "}"
    }

    @Test func `the base of these tests is valid`() throws {
        #expect(try fault(text("signal", #"{"kind":"k"}"#)) == nil)
    }

    @Test(arguments: ["[]", "1", "\"x\"", "null", "true"])
    func `a document that is no object is refused`(text: String) throws {
        #expect(try fault(text) == EventDecodeError(.memberType, at: ""))
    }

    @Test(
        arguments: [
            ("specversion", nil, .memberMissing), ("specversion", "1.0", .memberType),
            ("specversion", "\"0.3\"", .specVersionUnsupported),
            ("specversion", "\"1.0.2\"", .specVersionUnsupported),
            ("specversion", "null", .memberMissing), ("id", nil, .memberMissing),
            ("id", "\"\"", .memberEmpty),
            ("id", "7", .memberType), ("id", "\"a\\u0000b\"", .memberInvalid), ("id", "null", .memberMissing),
            ("source", nil, .memberMissing), ("source", "\"\"", .memberEmpty), ("source", "{}", .memberType),
            ("source", "\"a\\u007f\"", .memberInvalid), ("type", nil, .memberMissing),
            ("type", "\"\"", .memberEmpty),
            ("type", "1", .memberType), ("type", "\"a\\nb\"", .memberInvalid),
            ("subject", nil, .memberMissing),
            ("subject", "\"\"", .memberMissing), ("subject", "1", .memberType),
            ("subject", "\"Acme.com\"", .memberInvalid),
            ("subject", "\"acme.com/x\"", .memberInvalid), ("subject", "\"acme|com\"", .memberInvalid),
            ("subject", "\"müller.de\"", .memberInvalid), ("time", nil, .memberMissing),
            ("time", "null", .memberMissing),
            ("time", "1795176000000", .memberType), ("time", "\"yesterday\"", .timeInvalid),
            ("time", "\"2026-11-20\"", .timeInvalid), ("recordedtime", nil, .memberMissing),
            ("recordedtime", "1", .memberType), ("recordedtime", "\"2026-11-20\"", .timeInvalid),
            ("recordedtime", "\"\"", .timeInvalid),
            ("datacontenttype", "\"text/xml\"", .contentTypeUnsupported),
            ("datacontenttype", "\"\"", .contentTypeUnsupported), ("datacontenttype", "7", .memberType),
            ("data_base64", "\"e30=\"", .memberNotAllowed), ("data", nil, .memberMissing),
            ("data", "null", .memberMissing),
            ("data", "[]", .memberType), ("data", "\"x\"", .memberType),
        ] as [(String, String?, EventDecodeError.Reason)]
    )
    func `a fault of the envelope is named`(name: String, value: String?, reason: EventDecodeError.Reason)
        throws
    {
        let text = text("signal", #"{"kind":"k"}"#, [name: value])
        #expect(try fault(text) == EventDecodeError(reason, at: "/" + name))
    }

    @Test(
        arguments: [
            ("signal", "{}", .memberMissing, "/data/kind"),
            ("signal", #"{"kind":null}"#, .memberMissing, "/data/kind"),
            ("signal", #"{"kind":""}"#, .memberEmpty, "/data/kind"),
            ("signal", #"{"kind":1}"#, .memberType, "/data/kind"),
            ("signal", #"{"kind":"a\tb"}"#, .memberInvalid, "/data/kind"),
            ("signal", #"{"kind":"k","person":1}"#, .memberType, "/data/person"),
            ("signal", #"{"kind":"k","vendor":[]}"#, .memberType, "/data/vendor"),
            ("signal", #"{"kind":"k","vendor":"a\u0001"}"#, .memberInvalid, "/data/vendor"),
            ("signal", #"{"kind":"k","attributes":[]}"#, .memberType, "/data/attributes"),
            ("signal", #"{"kind":"k","attributes":{"a":{}}}"#, .attributeNotFlat, "/data/attributes/a"),
            (
                "signal", #"{"kind":"k","attributes":{"a/b~c":{"x":1}}}"#, .attributeNotFlat,
                "/data/attributes/a~1b~0c"
            ),
            ("signal", #"{"kind":"k","attributes":{"a":[1]}}"#, .attributeNotFlat, "/data/attributes/a"),
            (
                "signal", #"{"kind":"k","attributes":{"a":["x",null]}}"#, .attributeNotFlat,
                "/data/attributes/a"
            ),
            ("signal", #"{"kind":"k","attributes":{"a":[["x"]]}}"#, .attributeNotFlat, "/data/attributes/a"),
            ("signal", #"{"kind":"k","attributes":{"":1}}"#, .memberEmpty, "/data/attributes/"),
            ("retract", #"{"id":"1"}"#, .memberMissing, "/data/source"),
            ("retract", #"{"source":"s"}"#, .memberMissing, "/data/id"),
            ("retract", #"{"source":"s","id":1}"#, .memberType, "/data/id"),
            ("retract", #"{"source":"","id":"1"}"#, .memberEmpty, "/data/source"),
            ("account", #"{"a":{"b":1}}"#, .attributeNotFlat, "/data/a"),
            ("account", #"{"a":[1]}"#, .attributeNotFlat, "/data/a"),
            ("account", #"{"add":["x"]}"#, .memberType, "/data/add"),
            ("account", #"{"add":{"flags":"x"}}"#, .memberType, "/data/add/flags"),
            ("account", #"{"remove":{"flags":[1]}}"#, .memberType, "/data/remove/flags"),
            ("account", #"{"remove":{"":["x"]}}"#, .memberEmpty, "/data/remove/"),
            ("account", #"{"":1}"#, .memberEmpty, "/data/"),
            ("disposition", "{}", .memberMissing, "/data/action"),
            ("disposition", #"{"action":"done"}"#, .memberInvalid, "/data/action"),
            ("disposition", #"{"action":"worked","until":"soon"}"#, .timeInvalid, "/data/until"),
            ("disposition", #"{"action":"worked","until":5}"#, .memberType, "/data/until"),
            ("disposition", #"{"action":"worked","queue":5}"#, .memberType, "/data/queue"),
            ("disposition", #"{"action":"worked","by":5}"#, .memberType, "/data/by"),
            ("superseded", "{}", .memberMissing, "/data/by"),
            ("superseded", #"{"by":7}"#, .memberType, "/data/by"),
            ("superseded", #"{"by":"B.com"}"#, .memberInvalid, "/data/by"),
            ("superseded", #"{"by":"acme.com"}"#, .memberInvalid, "/data/by"),
            ("erase", "[]", .memberType, "/data"),
        ] as [(String, String, EventDecodeError.Reason, String)]
    )
    func `a fault of the data is named`(
        type: String,
        data: String,
        reason: EventDecodeError.Reason,
        path: String
    ) throws {
        #expect(try fault(text(type, data)) == EventDecodeError(reason, at: path))
    }

    @Test func `what is too long is refused, what is as long as allowed is not`() throws {
        let long = { (count: Int) in "\"" + String(repeating: "a", count: count) + "\"" }
        #expect(try fault(text("erase", nil, ["id": long(1024), "source": long(1024)])) == nil)
        #expect(
            try fault(text("erase", nil, ["id": long(1025)])) == EventDecodeError(.memberTooLong, at: "/id")
        )
        #expect(try fault(text("erase", nil, ["source": long(1025)]))?.path == "/source")
        #expect(try fault(text("erase", nil, ["subject": long(253)])) == nil)
        #expect(try fault(text("erase", nil, ["subject": long(254)]))?.reason == .memberTooLong)
        #expect(try fault(text("signal", "{\"kind\":\(long(256)),\"person\":\(long(256))}")) == nil)
        #expect(try fault(text("signal", "{\"kind\":\(long(257))}"))?.path == "/data/kind")
        #expect(try fault(text("signal", "{\"kind\":\"k\",\"person\":\(long(257))}"))?.path == "/data/person")
        #expect(try fault(text("account", "{\(long(257)):1}"))?.reason == .memberTooLong)
        #expect(
            try fault(text("disposition", "{\"action\":\"worked\",\"by\":\(long(257))}"))?.path == "/data/by"
        )
        #expect(try fault(text("x", nil, ["type": long(257)]))?.path == "/type")
    }

    @Test func `an error says its code and the member`() {
        #expect(
            EventDecodeError(.attributeNotFlat, at: "/data/a").description == "attribute_not_flat at /data/a"
        )
        #expect(EventDecodeError(.memberType, at: "").description == "event_member_type at the document")
        let codes = EventDecodeError.Reason.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
    }
}

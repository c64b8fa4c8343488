// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

/// What only an event that was made in code, by a mapping, can have.
@Suite struct EventValidationTests {
    private func fault(
        _ payload: Payload,
        time: Int64 = 0,
        extensions: [String] = [],
        dataExtensions: [String] = []
    ) -> EventDecodeError? {
        let event = Event(
            id: "1",
            source: "s",
            account: AccountID(domain: "acme.com"),
            time: Timestamp(milliseconds: time),
            recordedTime: Timestamp(milliseconds: 0),
            payload: payload,
            extensions: extensions.map { UnknownMember(name: $0, json: [0x31]) },
            dataExtensions: dataExtensions.map { UnknownMember(name: $0, json: [0x31]) }
        )
        do throws(EventDecodeError) {
            try event.validate()
            return nil
        } catch {
            return error
        }
    }

    private func signal(_ attributes: Attribute...) -> Payload {
        .signal(Signal(kind: "k", attributes: attributes))
    }

    @Test func `numbers are finite`() {
        #expect(fault(signal(Attribute("a", .number(1)))) == nil)
        #expect(
            fault(signal(Attribute("a", .number(.nan))))
                == EventDecodeError(.attributeNotFlat, at: "/data/attributes/a")
        )
        let change = ProfileChange(set: [.init(field: "f", value: .number(.infinity))])
        #expect(fault(.account(change)) == EventDecodeError(.attributeNotFlat, at: "/data/f"))
    }

    @Test func `names are unique`() {
        let twice = signal(Attribute("a", .number(1)), Attribute("a", .number(2)))
        #expect(fault(twice) == EventDecodeError(.memberRepeated, at: "/data/attributes/a"))
        let set = ProfileChange(set: [.init(field: "f", value: nil), .init(field: "f", value: nil)])
        #expect(fault(.account(set)) == EventDecodeError(.memberRepeated, at: "/data/f"))
        let add = ProfileChange(add: [.init(field: "f", words: []), .init(field: "f", words: [])])
        #expect(fault(.account(add)) == EventDecodeError(.memberRepeated, at: "/data/add/f"))
        let remove = ProfileChange(remove: [.init(field: "f", words: []), .init(field: "f", words: [])])
        #expect(fault(.account(remove)) == EventDecodeError(.memberRepeated, at: "/data/remove/f"))
        #expect(fault(.erase, extensions: ["a", "a"]) == EventDecodeError(.memberRepeated, at: "/a"))
        #expect(
            fault(signal(), dataExtensions: ["vendor"])
                == EventDecodeError(.memberNotAllowed, at: "/data/vendor")
        )
        #expect(fault(signal(), extensions: ["a"], dataExtensions: ["a"]) == nil)
        #expect(fault(signal(Attribute("\u{E9}", .number(1)), Attribute("e\u{301}", .number(2)))) == nil)
    }

    @Test func `reserved names are refused where they would be misread`() {
        #expect(fault(.erase, extensions: ["time"]) == EventDecodeError(.memberNotAllowed, at: "/time"))
        #expect(fault(.erase, extensions: ["data_base64"])?.reason == .memberNotAllowed)
        let change = ProfileChange(set: [.init(field: "add", value: .string("x"))])
        #expect(fault(.account(change)) == EventDecodeError(.memberNotAllowed, at: "/data/add"))
        #expect(fault(.account(ProfileChange()), dataExtensions: ["a"])?.reason == .memberNotAllowed)
        #expect(fault(.unknown(type: "x", data: nil), dataExtensions: ["a"])?.reason == .memberNotAllowed)
        #expect(
            fault(.unknown(type: "hotlist.erase.v1", data: nil))
                == EventDecodeError(.memberInvalid, at: "/type")
        )
    }

    @Test func `empty optional texts and times that cannot be written are refused`() {
        #expect(fault(.signal(Signal(kind: "k", person: "")))?.path == "/data/person")
        #expect(fault(.signal(Signal(kind: "k", vendor: "")))?.path == "/data/vendor")
        #expect(fault(.disposition(Disposition(action: .worked, queue: "")))?.path == "/data/queue")
        let until = Timestamp(milliseconds: .max)
        #expect(fault(.disposition(Disposition(action: .worked, until: until)))?.path == "/data/until")
        #expect(fault(.erase, time: Timestamp.latest.milliseconds) == nil)
        #expect(
            fault(.erase, time: Timestamp.latest.milliseconds + 1)
                == EventDecodeError(.timeInvalid, at: "/time")
        )
        #expect(fault(.erase, time: Timestamp.earliest.milliseconds - 1)?.reason == .timeInvalid)
    }
}

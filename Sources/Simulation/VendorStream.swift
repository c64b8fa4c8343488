// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
package import Pipeline
import SimulatedTransport

/// Makes vendor records, and remembers what must become of each.
package struct VendorStream {
    package enum Fate: Hashable {
        /// An event of the journal, about this account.
        case event(String)
        /// A dead letter.
        case deadLetter
        /// An event about this account if the id had been taught when it came, otherwise a dead letter.
        case eventIfTaught(id: Int, String)
        /// No event, but this alias.
        case alias(id: Int, String)
    }

    package struct Written {
        package var number: Int
        package var topic: String
        package var partition: Int32
        package var value: [UInt8]
        package var fate: Fate
    }

    package private(set) var written: [Written] = []
    package private(set) var taught: Set<Int> = []
    private var random: SimulatedRandom
    private let accounts: Int
    /// How likely a record is about the one account that has most of them.
    private let heat: Double
    /// The accounts that the records were about.
    private var subjects: [Int] = []

    /// A stream about so many accounts; with `isHot`, half of it is about the first.
    package init(seed: UInt64, accounts: Int, isHot: Bool = false) {
        random = SimulatedRandom(seed: seed)
        self.accounts = accounts
        heat = isHot ? 0.5 : 0
    }

    private mutating func pickAccount() -> Int {
        heat > 0 && random.happens(heat) ? 0 : random.pick(0..<accounts)
    }

    /// The account that an id of the customer database means.
    private func domain(ofID id: Int) -> String { "a\(id).com" }

    /// One more record.
    package mutating func next(at wall: Int64, partitions: Int) -> OutgoingRecord {
        let number = written.count
        let roll = random.pick(0..<100)
        let place = Int32(random.pick(0..<partitions))
        if roll < 8 { return write(number, 0, SimulatedModel.companies, teach(number)) }
        if roll < 16 { return write(number, place, SimulatedModel.events, broken(number, at: wall)) }
        return write(number, place, SimulatedModel.events, event(number, at: wall))
    }

    private mutating func write(
        _ number: Int,
        _ partition: Int32,
        _ topic: String,
        _ record: (text: String, fate: Fate)
    ) -> OutgoingRecord {
        let value = Array(record.text.utf8)
        written.append(
            Written(number: number, topic: topic, partition: partition, value: value, fate: record.fate)
        )
        return OutgoingRecord(topic: topic, partition: partition, key: nil, value: value)
    }

    private mutating func teach(_ number: Int) -> (String, Fate) {
        let id = random.pick(0..<accounts)
        if random.happens(0.2) { return (#"{"crm_id":\#(id),"record":\#(number)}"#, .deadLetter) }
        let account = domain(ofID: id)
        taught.insert(id)
        return (
            #"{"crm_id":\#(id),"domain":"www.\#(account)","record":\#(number)}"#,
            .alias(id: id, account)
        )
    }

    private mutating func broken(_ number: Int, at wall: Int64) -> (String, Fate) {
        let (text, _) = event(number, at: wall)
        switch random.pick(0..<4) {
        case 0: return (String(text.dropLast(3)), .deadLetter)
        case 1: return (text.replacing("\"type\"", with: "\"typo\""), .deadLetter)
        case 2: return (#"{"record":\#(number)}"#, .deadLetter)
        default: return ("not JSON \(number)", .deadLetter)
        }
    }

    private mutating func event(_ number: Int, at wall: Int64) -> (String, Fate) {
        var id = pickAccount()
        // Sometimes an event is sent again, in a record of its own.
        let repeated = random.happens(0.1)
        let identity = repeated ? max(0, number - random.pick(1..<20)) : number
        // What was said of an event is mostly about its account.
        let retracted = max(0, number - random.pick(-3..<25))
        let (type, data) = payload(at: wall, number, retracting: retracted)
        let earlier = type == "retract" ? retracted : identity
        if earlier < subjects.count, random.happens(0.8) { id = subjects[earlier] }
        while subjects.count <= number { subjects.append(id) }
        let account = domain(ofID: id)
        let usesID = random.happens(0.15)
        let subject = usesID ? "crm:\(id)" : account
        let fate: Fate = usesID ? .eventIfTaught(id: id, account) : .event(account)
        let text =
            #"{"specversion":"1.0","id":"e\#(identity)","source":"vendor","type":"hotlist.\#(type).v1","#
            + #""subject":"\#(subject)","time":"\#(time(wall - Int64(random.pick(0..<15_000))))","#
            + #""record":\#(number)\#(data)}"#
        return (text, fate)
    }

    private mutating func payload(
        at wall: Int64,
        _ number: Int,
        retracting retracted: Int
    ) -> (type: String, data: String) {
        switch random.pick(0..<100) {
        case 0..<45:
            return (
                "signal",
                #","data":{"kind":"visit","attributes":{"page":"/p\#(random.pick(0..<3))"},"person":"p\#(random.pick(0..<6))"}"#
            )
        case 45..<65:
            return ("signal", #","data":{"kind":"round","attributes":{"round":"r\#(random.pick(0..<3))"}}"#)
        case 65..<70:
            return ("signal", #","data":{"kind":"layoffs"}"#)
        case 70..<78:
            return ("retract", #","data":{"source":"vendor","id":"e\#(retracted)"}"#)
        case 78..<84:
            return ("account", #","data":{"owner":"o\#(random.pick(0..<3))"}"#)
        case 84..<90:
            return (
                "account",
                #","data":{"industry":"\#(random.happens(0.5) ? "software" : "retail")","name":"Name \#(number)"}"#
            )
        case 90..<93:
            return (
                "account", #","data":{"\#(random.happens(0.6) ? "remove" : "add")":{"flags":["competitor"]}}"#
            )
        case 93..<97:
            let until = time(wall + Int64(random.pick(0..<6_000)))
            return ("disposition", #","data":{"action":"snoozed","until":"\#(until)"}"#)
        case 97: return ("erase", "")
        default: return ("signal", #","data":{"kind":"unheard-of"}"#)
        }
    }

    private func time(_ milliseconds: Int64) -> String {
        Timestamp(milliseconds: milliseconds).description
    }
}

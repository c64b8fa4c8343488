// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// One thing that happened, with what its record needs.
struct SampleOccasion: Sendable {
    var company: SampleCompany
    var activity: SampleActivity
    /// When it happened.
    var moment: SampleMoment
    /// When the vendor tells of it.
    var arrival: Timestamp
    /// Its number in the stream; ids are made of it.
    var serial: UInt64
    /// Decides what is left open.
    var random: SplitMix64
    /// Whether the person has an address at a free-mail provider.
    var isFreeMail = false

    /// The e-mail address of a person.
    func email(_ person: SamplePerson) -> String {
        isFreeMail ? "\(person.firstName).\(person.lastName)@gmail.com".lowercased() : person.email
    }

    /// A number that no other record of the stream has.
    var number: Int64 { Int64(truncatingIfNeeded: 10_000_000 + serial) }
}

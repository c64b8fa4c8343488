// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An invented person at a company.
struct SamplePerson: Hashable, Sendable {
    let firstName: String
    let lastName: String
    /// The business address.
    let email: String
    /// The id that the company's visitors have in an analytics tool.
    let userID: String
    let title: String

    /// Person `number` at `domain`.
    init(number: Int, domain: String, seed: UInt64) {
        var random = SplitMix64(seed: seed, 2, UInt64(number))
        firstName = random.pick(Self.firstNames)
        lastName = random.pick(Self.lastNames)
        email = "\(firstName).\(lastName)\(number == 0 ? "" : String(number))@\(domain)".lowercased()
        userID = "u-" + SampleText.hexadecimal(random.next())
        title = random.pick(Self.titles)
    }

    private static let firstNames = [
        "Ada", "Amir", "Anna", "Ben", "Carla", "Chidi", "Dana", "Elif", "Emil", "Fatima", "Greta", "Hugo",
        "Ines", "Ivan",
        "Jana", "Kofi", "Lena", "Liam", "Mei", "Milan", "Nadia", "Noah", "Olga", "Omar", "Paula", "Ravi",
        "Rosa", "Sven",
        "Tara", "Viktor", "Yuki", "Zoe",
    ]
    private static let lastNames = [
        "Abel", "Bauer", "Costa", "Diaz", "Eriksen", "Fischer", "Gomez", "Haas", "Ito", "Jensen", "Khan",
        "Larsen", "Moreau",
        "Nowak", "Okafor", "Patel", "Quist", "Rossi", "Sato", "Tanaka", "Umar", "Vogel", "Weber", "Xu",
        "Yilmaz", "Zimmer",
    ]
    private static let titles = [
        "Data Engineer", "Head of Data", "VP Engineering", "Platform Engineer", "CTO", "Analytics Engineer",
        "Software Architect", "Director of Infrastructure", "Procurement Manager",
    ]
}

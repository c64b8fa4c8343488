// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An invented company name and the domain that goes with it.
///
/// A name is a word of three syllables; when the words are used up, a trade is added. Each index has its own domain.
/// A likeness to a real name is an accident of the syllables.
struct SampleName: Hashable, Sendable {
    /// The word, in lower case.
    let word: String
    /// The trade that is part of the name; nil for the first companies.
    let trade: String?

    private static let beginnings = [
        "bran", "cal", "dor", "el", "fen", "gal", "hal", "ist", "jor", "kel", "lum", "mar", "nor", "or",
        "pel", "quin",
        "ros", "sel", "tav", "ul", "ver", "wes", "xan", "yar", "zel", "brim", "cor", "dun", "est", "fal",
        "gren", "hol",
        "ild", "jun", "kor", "lar", "mel", "nev", "ost", "pra",
    ]
    private static let middles = [
        "a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "al", "el", "il", "ol", "am", "em",
        "im", "om",
        "ad", "ed", "id", "av", "ev", "iv", "ov", "as", "es", "is", "os", "at", "et", "it", "ot", "ag", "eg",
        "ig", "og",
        "un",
    ]
    private static let ends = [
        "dra", "via", "rix", "lon", "tis", "mar", "dene", "vale", "quo", "sta", "bria", "cora", "dex", "fell",
        "gard",
        "holm", "kai", "lund", "mont", "nell", "pont", "rune", "sund", "thal",
    ]
    private static let trades = [
        "Labs", "Systems", "Works", "Group", "Partners", "Digital", "Analytics", "Logistics", "Health",
        "Energy", "Media",
        "Robotics", "Foods", "Mobility", "Security", "Insurance", "Learning", "Materials", "Travel", "Retail",
        "Bank",
        "Cloud", "Data", "Bio", "Networks", "Studios",
    ]

    private static let words = beginnings.count * middles.count * ends.count

    /// How many names there are.
    static let count = words * (trades.count + 1)

    /// The name of the company `index`, in an order that `seed` decides.
    init(index: Int, seed: UInt64) {
        // 17,389 shares no divisor with the number of words, so each is met once.
        let offset = Int(seed % UInt64(Self.words))
        let place = (index % Self.words * 17_389 + offset) % Self.words
        let round = index / Self.words
        word =
            Self.beginnings[place % Self.beginnings.count]
            + Self.middles[place / Self.beginnings.count % Self.middles.count]
            + Self.ends[place / Self.beginnings.count / Self.middles.count]
        trade = round == 0 ? nil : Self.trades[(round - 1) % Self.trades.count]
    }

    /// The name as it is written, with what the company does if its own name does not say it.
    func display(trade usual: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst() + " " + (trade ?? usual)
    }

    /// The registrable domain under the public suffix `suffix`.
    func domain(suffix: String) -> String {
        word + (trade.map { $0.lowercased() } ?? "") + "." + suffix
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// One field of a profile, with the stamps that decide which writes win.
///
/// It is last-writer-wins for the field as a whole, and for each word by itself: a whole write drops the words with
/// an older stamp, so that writes give the same field in whatever order they come.
public struct ProfileField: Hashable, Sendable {
    /// A word of a set field.
    public struct Word: Hashable, Sendable {
        /// The word, in the spelling of its newest write.
        public var text: String
        /// When it was last added or removed.
        public var stamp: Stamp
        /// Whether it is in the set; false keeps the stamp of its removal.
        public var isPresent: Bool

        /// A word of the given parts.
        public init(text: String, stamp: Stamp, isPresent: Bool) {
            self.text = text
            self.stamp = stamp
            self.isPresent = isPresent
        }
    }

    /// What the newest whole write said.
    public enum Whole: Hashable, Sendable {
        /// Nothing was written whole, or the field was removed.
        case absent
        /// A scalar.
        case scalar(AttributeValue)
        /// A list, whose words are among `words`.
        case set
    }

    /// The most words that a field keeps, removed ones included.
    public static let wordLimit = 512
    /// How many bytes a word may have; a longer one is ignored.
    public static let wordBytes = 256
    /// How many bytes of a scalar's text are kept.
    public static let textBytes = 1024

    /// The field's name.
    public var name: String
    /// What the newest whole write said.
    public var whole: Whole
    /// The stamp of the newest whole write or removal; nil without any.
    public var written: Stamp?
    /// The words, in the order of their bytes with ASCII letters folded.
    public var words: [Word]

    /// A field of the given parts; nothing is known of it without them.
    public init(name: String, whole: Whole = .absent, written: Stamp? = nil, words: [Word] = []) {
        self.name = name
        self.whole = whole
        self.written = written
        self.words = words
    }

    /// The value: the words if there are any, else what was written whole; nil if the field is not known.
    public var value: AttributeValue? {
        if !words.isEmpty {
            let present = words.compactMap { $0.isPresent ? $0.text : nil }
            if !present.isEmpty { return .strings(present) }
        }
        switch whole {
        case .absent: return nil
        case .scalar(let value): return value
        case .set: return .strings([])
        }
    }

    /// The newest stamp of the field or of one of its words.
    var newestStamp: Stamp? {
        words.reduce(written) { newest, word in newest.map { max($0, word.stamp) } ?? word.stamp }
    }

    /// What the field takes of the profile's bytes.
    ///
    /// Beside the texts these are the most that a state record has for a field and for a word (docs/records.md).
    var bytes: Int {
        words.reduce(name.utf8.count + 40 + whole.bytes) { $0 + $1.bytes }
    }

    /// Writes the field whole, or removes it (nil); the words of an older stamp go.
    ///
    /// `room` is how many bytes it may grow by; a scalar beyond it is ignored.
    mutating func write(_ value: AttributeValue?, at stamp: Stamp, room: inout Int) -> ProfileChangeResult {
        if let written, stamp < written { return ProfileChangeResult() }
        let new = Whole(value)
        let freed = words.reduce(whole.bytes) { $1.stamp < stamp ? $0 + $1.bytes : $0 }
        guard new.bytes <= max(room, 0) + freed else { return ProfileChangeResult(ignored: 1) }
        room += freed - new.bytes
        written = stamp
        words.removeAll { $0.stamp < stamp }
        whole = new
        var result = ProfileChangeResult(changed: true)
        guard case .strings(let texts) = value else { return result }
        for text in texts { result.merge(put(text, isPresent: true, at: stamp, room: &room)) }
        return result
    }

    /// Adds or removes one word, unless a newer write of the word or of the whole field is known.
    ///
    /// `room` is how many bytes the field may grow by; the oldest removed words go for a new word that needs more.
    mutating func put(
        _ text: String,
        isPresent: Bool,
        at stamp: Stamp,
        room: inout Int
    ) -> ProfileChangeResult {
        if let written, stamp < written { return ProfileChangeResult() }
        guard text.utf8.count <= Self.wordBytes else { return ProfileChangeResult(ignored: 1) }
        let word = Word(text: text, stamp: stamp, isPresent: isPresent)
        var place = words.firstIndex { !FoldedText.precedes($0.text, text) } ?? words.count
        if place < words.count, FoldedText.areEqual(words[place].text, text) {
            guard stamp >= words[place].stamp else { return ProfileChangeResult() }
            words[place] = word
            return ProfileChangeResult(changed: true)
        }
        words.insert(word, at: place)
        room -= word.bytes
        while words.count > Self.wordLimit || room < 0 {
            let shed = oldestRemoval ?? place
            room += words.remove(at: shed).bytes
            if shed == place { return ProfileChangeResult(ignored: 1) }
            if shed < place { place -= 1 }
        }
        return ProfileChangeResult(changed: true)
    }

    /// The removed word with the oldest stamp.
    private var oldestRemoval: Int? {
        words.indices.filter { !words[$0].isPresent }.min { words[$0].stamp < words[$1].stamp }
    }
}

extension ProfileField.Word {
    /// What the word takes of the profile's bytes.
    fileprivate var bytes: Int { text.utf8.count + 24 }
}

extension ProfileField.Whole {
    /// What a whole write of `value` leaves: a text is cut, the words of a list go with the others.
    fileprivate init(_ value: AttributeValue?) {
        switch value {
        case .string(let text): self = .scalar(.string(KeptText.cut(text, to: ProfileField.textBytes)))
        case .number, .boolean: self = value.map { .scalar($0) } ?? .absent
        case .strings: self = .set
        case nil: self = .absent
        }
    }

    /// The bytes of its texts.
    fileprivate var bytes: Int {
        switch self {
        case .scalar(.string(let text)): text.utf8.count
        case .scalar(.strings(let words)): words.reduce(0) { $0 + $1.utf8.count + 3 }
        case .scalar, .absent, .set: 0
        }
    }
}

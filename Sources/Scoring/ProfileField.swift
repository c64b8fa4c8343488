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
        let present = words.filter(\.isPresent).map(\.text)
        if !present.isEmpty { return .strings(present) }
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

    /// Writes the field whole, or removes it (nil); the words of an older stamp go.
    mutating func write(_ value: AttributeValue?, at stamp: Stamp) -> ProfileChangeResult {
        if let written, stamp < written { return ProfileChangeResult() }
        written = stamp
        words.removeAll { $0.stamp < stamp }
        guard case .strings(let texts) = value else {
            whole = value.map { .scalar($0) } ?? .absent
            return ProfileChangeResult(changed: true)
        }
        whole = .set
        var result = ProfileChangeResult(changed: true)
        for text in texts { result.merge(put(text, isPresent: true, at: stamp)) }
        return result
    }

    /// Adds or removes one word, unless a newer write of the word or of the whole field is known.
    mutating func put(_ text: String, isPresent: Bool, at stamp: Stamp) -> ProfileChangeResult {
        if let written, stamp < written { return ProfileChangeResult() }
        let word = Word(text: text, stamp: stamp, isPresent: isPresent)
        let place = words.firstIndex { !FoldedText.precedes($0.text, text) } ?? words.count
        if place < words.count, FoldedText.areEqual(words[place].text, text) {
            guard stamp >= words[place].stamp else { return ProfileChangeResult() }
            words[place] = word
            return ProfileChangeResult(changed: true)
        }
        words.insert(word, at: place)
        return words.count > Self.wordLimit ? shed(word) : ProfileChangeResult(changed: true)
    }

    /// Drops one word of too many: the oldest removal, or else the new `word`.
    private mutating func shed(_ word: Word) -> ProfileChangeResult {
        let removals = words.indices.filter { !words[$0].isPresent }
        if let oldest = removals.min(by: { words[$0].stamp < words[$1].stamp }) {
            let isNew = words[oldest] == word
            words.remove(at: oldest)
            return ProfileChangeResult(changed: !isNew, ignored: isNew ? 1 : 0)
        }
        words.removeAll { $0 == word }
        return ProfileChangeResult(ignored: 1)
    }
}

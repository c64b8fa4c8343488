// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The memory of rows: a head, which tells how they lie, and bytes of theirs behind it, in one piece.
///
/// It is a value, as an array of the bytes would be. Most accounts have few rows, so that what such an array keeps of itself,
/// 32 bytes, would be more than a row takes; here it is 16, and the head counts the bytes, too.
///
/// It may be sent, since whoever writes to memory that another value shares writes to a copy.
struct RowMemory: @unchecked Sendable {
    /// What is told of the rows.
    struct Head: BitwiseCopyable {
        /// How many bytes there are behind the head, and for how many there is room.
        fileprivate(set) var count: UInt32 = 0
        fileprivate(set) var room: UInt32 = 0
        var widths = ColumnWidths()
        /// For how many rows there is room.
        var capacity: UInt16 = 0
        /// The first slot that a row may be in, and the one behind the last.
        var lowest: UInt16 = 0
        var highest: UInt16 = 0
        /// How many slots between them hold no row any more.
        var gaps: UInt16 = 0

        /// For how many more bytes there is room.
        @inline(__always)
        var freeBytes: Int { Int(room) - Int(count) }
    }

    /// How many rows there can be, with room for a quarter more: accounts remember a hundredth of it.
    static let largestCount = Int(UInt16.max) / 2
    /// What an object keeps of itself in front of the head: its type and the references to it.
    static let objectBytes = 16
    /// Where the bytes behind the head begin, from the beginning of the object: `ManagedBuffer` leaves nothing between.
    static let bytesStart = objectBytes + MemoryLayout<Head>.size

    private typealias Piece = ManagedBuffer<Head, UInt8>
    private var piece: Piece?

    /// No memory, for no rows.
    init() {}

    /// Memory for `room` bytes, of which `fill` writes the first `count`, with this head.
    @inline(__always)
    init(_ head: Head, count: Int, room: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let piece = Piece.create(minimumCapacity: room) { piece in
            var head = head
            head.count = UInt32(count)
            head.room = UInt32(clamping: piece.capacity)
            return head
        }
        unsafe piece.withUnsafeMutablePointerToElements { bytes in
            unsafe fill(UnsafeMutableRawBufferPointer(start: bytes, count: count))
        }
        self.piece = piece
    }

    @inline(__always)
    var isEmpty: Bool { piece == nil }

    /// The head; of no memory one that tells of no rows.
    @inline(__always)
    var head: Head {
        defer { _fixLifetime(piece) }
        return unsafe address?.load(fromByteOffset: Self.objectBytes, as: Head.self) ?? Head()
    }

    /// How many bytes there are behind the head.
    @inline(__always)
    var count: Int { Int(head.count) }

    /// For how many bytes there is room behind the head.
    @inline(__always)
    var room: Int { Int(head.room) }

    /// How many bytes the piece of memory takes.
    var byteCount: Int { isEmpty ? 0 : Self.bytesStart + room }

    /// Where the object is.
    ///
    /// To ask it for a property would be to check, each time, that nobody writes to that, and to count a reference to it.
    @inline(__always)
    private var address: UnsafeRawPointer? { unsafe unsafeBitCast(piece, to: UnsafeRawPointer?.self) }

    /// Gives `body` the bytes to read, which it must not keep.
    @inline(__always)
    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        defer { _fixLifetime(piece) }
        guard let address = unsafe address else {
            return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return unsafe body(UnsafeRawBufferPointer(start: address + Self.bytesStart, count: count))
    }

    /// Gives `body` bytes to read, which it must not keep.
    @inline(__always)
    func read<Answer>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Answer) -> Answer {
        unsafe withUnsafeBytes { bytes in
            unsafe body(bytes.bindMemory(to: UInt8.self).span.extracting(range))
        }
    }

    /// Gives `body` the head and the bytes to change, which it must not keep.
    @inline(__always)
    mutating func change<Answer>(
        _ body: (inout Head, UnsafeMutableRawBufferPointer) -> Answer
    ) -> Answer {
        if !isKnownUniquelyReferenced(&piece) { copy() }
        defer { _fixLifetime(piece) }
        guard let address = unsafe UnsafeMutableRawPointer(mutating: address) else {
            var head = Head()
            return unsafe body(&head, UnsafeMutableRawBufferPointer(start: nil, count: 0))
        }
        let head = unsafe (address + Self.objectBytes).assumingMemoryBound(to: Head.self)
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: address + Self.bytesStart, count: count)
        return unsafe body(&head.pointee, bytes)
    }

    /// Gives `body` the head to change.
    @inline(__always)
    mutating func changeHead(_ body: (inout Head) -> Void) {
        unsafe change { head, _ in body(&head) }
    }

    /// Adds bytes, for which there must be room, if `body`, which is given the head and the bytes in front of them to change,
    /// says so; whether it did.
    @inline(__always)
    mutating func append(
        _ added: Span<UInt8>,
        if body: (inout Head, UnsafeMutableRawBufferPointer) -> Bool
    ) -> Bool {
        precondition(added.count <= head.freeBytes, "There is no room for so many bytes")
        return unsafe change { head, bytes in
            guard unsafe body(&head, bytes) else { return false }
            unsafe added.withUnsafeBytes { added in
                guard let start = bytes.baseAddress else { return }
                unsafe UnsafeMutableRawBufferPointer(start: start + bytes.count, count: added.count)
                    .copyMemory(from: added)
            }
            head.count += UInt32(added.count)
            return true
        }
    }

    /// Takes bytes away from the end.
    mutating func removeLast(_ count: Int) {
        changeHead { $0.count -= UInt32(count) }
    }

    @inline(never)
    private mutating func copy() {
        guard !isEmpty else { return }
        let (head, count) = (head, count)
        self = unsafe withUnsafeBytes { old in
            unsafe RowMemory(head, count: count, room: Int(head.room)) { unsafe $0.copyMemory(from: old) }
        }
    }
}

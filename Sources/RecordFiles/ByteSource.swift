// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CZlib
internal import Glibc

/// The bytes of a file or of standard input, inflated when they are gzip.
///
/// Everything of C that reading files needs is in here: the descriptor, the stream of zlib (which points to itself,
/// so it has a fixed place in memory), and the two buffers.
@safe
struct ByteSource: ~Copyable {
    private let name: String
    private let descriptor: CInt
    private let ownsDescriptor: Bool
    /// The size of the file as it lies on disk; nil for what is no regular file.
    let totalBytes: Int64?
    /// Bytes read from the file so far.
    private(set) var bytesRead: Int64 = 0

    private let input: UnsafeMutableRawBufferPointer
    private let output: UnsafeMutableRawBufferPointer
    private let stream: UnsafeMutablePointer<z_stream>
    /// The part of `input` that was read and not yet taken.
    private var waiting = 0..<0
    private var isAtEnd = false
    /// Whether the bytes are gzip; nil until the first bytes were seen.
    private var isGzip: Bool?
    /// Whether a gzip member has begun and not ended.
    private var isInMember = false

    /// Opens a source that reads `chunkBytes` at once.
    init(_ source: RecordFileSource, chunkBytes: Int) throws(RecordFileError) {
        name = source.name
        switch source {
        case .standardInput:
            descriptor = STDIN_FILENO
            ownsDescriptor = false
        case .path(let path):
            descriptor = try Self.open(path)
            ownsDescriptor = true
        }
        var status = stat()
        let known = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        totalBytes = known ? Int64(status.st_size) : nil
        // Two bytes tell gzip from the rest, so the smallest chunk is two.
        unsafe input = .allocate(byteCount: max(2, chunkBytes), alignment: 16)
        unsafe output = .allocate(byteCount: max(2, chunkBytes), alignment: 16)
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
    }

    deinit {
        if isGzip == true { _ = unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
        unsafe input.deallocate()
        unsafe output.deallocate()
        if ownsDescriptor { _ = close(descriptor) }
    }

    /// Hands the next bytes to `body`; false at the end.
    mutating func next(_ body: (Span<UInt8>) -> Void) throws(RecordFileError) -> Bool {
        if isGzip == nil { try detect() }
        guard let bytes = try unsafe isGzip == true ? inflateSome() : takeInput() else { return false }
        unsafe body(Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)))
        return true
    }

    private static func open(_ path: String) throws(RecordFileError) -> CInt {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            throw code == ENOENT || code == ENOTDIR
                ? .notFound(path: path) : .notReadable(path: path, reason: text(of: code))
        }
        var status = stat()
        if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            _ = close(descriptor)
            throw .notReadable(path: path, reason: "it is a directory")
        }
        return descriptor
    }

    private static func text(of code: CInt) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }

    /// Looks at the first two bytes.
    private mutating func detect() throws(RecordFileError) {
        while waiting.count < 2, !isAtEnd { try fill() }
        let magic: [UInt8] = [0x1F, 0x8B]
        guard waiting.count >= 2, unsafe input[0] == magic[0], unsafe input[1] == magic[1] else {
            isGzip = false
            return
        }
        // 16 asks zlib for the gzip wrapper.
        let windowBits = MAX_WBITS + 16
        let result = unsafe inflateInit2_(stream, windowBits, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard result == Z_OK else {
            throw .notReadable(path: name, reason: "zlib cannot start (\(result))")
        }
        isGzip = true
    }

    /// Reads into the free end of `input`.
    private mutating func fill() throws(RecordFileError) {
        if waiting.isEmpty { waiting = 0..<0 }
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: input[waiting.upperBound...])
        while true {
            let count = unsafe read(descriptor, free.baseAddress, free.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .readFailed(path: name, position: bytesRead, reason: Self.text(of: errno))
            }
            bytesRead += Int64(count)
            isAtEnd = count == 0
            waiting = waiting.lowerBound..<waiting.upperBound + count
            return
        }
    }

    /// What was read as it is; nil at the end.
    private mutating func takeInput() throws(RecordFileError) -> UnsafeRawBufferPointer? {
        if waiting.isEmpty, !isAtEnd { try fill() }
        guard !waiting.isEmpty else { return nil }
        defer { waiting = waiting.upperBound..<waiting.upperBound }
        return unsafe UnsafeRawBufferPointer(rebasing: input[waiting])
    }

    /// The next inflated bytes; nil at the end of the last member.
    private mutating func inflateSome() throws(RecordFileError) -> UnsafeRawBufferPointer? {
        while true {
            if waiting.isEmpty, !isAtEnd { try fill() }
            if !isInMember {
                // Tape blocks and downloads are padded with zeros after the last member.
                while unsafe !waiting.isEmpty && input[waiting.lowerBound] == 0 { waiting.removeFirst() }
                if waiting.isEmpty {
                    guard isAtEnd else { continue }
                    return nil
                }
                isInMember = true
            }
            if waiting.isEmpty { throw .truncatedGzip(path: name, position: bytesRead) }
            let count = try inflateOnce()
            if count > 0 { return unsafe UnsafeRawBufferPointer(rebasing: output[..<count]) }
        }
    }

    /// Runs zlib once and returns how many bytes it has put into `output`.
    private mutating func inflateOnce() throws(RecordFileError) -> Int {
        let from = unsafe UnsafeMutableRawBufferPointer(rebasing: input[waiting])
        unsafe stream.pointee.next_in = from.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_in = UInt32(from.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let result = unsafe inflate(stream, Z_NO_FLUSH)
        let taken = unsafe from.count - Int(stream.pointee.avail_in)
        waiting = waiting.lowerBound + taken..<waiting.upperBound
        switch result {
        case Z_OK, Z_BUF_ERROR:
            break
        case Z_STREAM_END:
            isInMember = false
            _ = unsafe inflateReset(stream)
        default:
            let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib says \(result)"
            let position = bytesRead - Int64(waiting.count)
            throw .corruptGzip(path: name, position: position, reason: reason)
        }
        return unsafe output.count - Int(stream.pointee.avail_out)
    }
}

extension Range<Int> {
    /// Moves the lower bound by one.
    fileprivate mutating func removeFirst() {
        self = lowerBound + 1..<upperBound
    }
}

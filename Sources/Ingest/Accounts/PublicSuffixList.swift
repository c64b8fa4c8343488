// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CPublicSuffix

/// The public suffix list that is compiled into libpsl: which names, such as `co.uk`, nobody owns.
///
/// The list is data, not a file read at run time, so that every process with the same library gives the same
/// accounts; `version` tells which one it is.
@safe
public struct PublicSuffixList: @unchecked Sendable {
    // libpsl's built-in list is constant and lives as long as the process: sharing it between threads is safe.
    private let context: OpaquePointer

    /// Which list this is, to be logged at start and compared between machines.
    public struct Version: Hashable, Sendable {
        /// The version of libpsl, such as `0.21.2`.
        public var library: String
        /// The SHA-1 of the list's source file, in hexadecimal.
        public var digest: String
        /// When the list's source file was made, in seconds since the epoch.
        public var fileTime: Int64
    }

    /// The list inside libpsl; nil where the library was built without one.
    public static func builtIn() -> PublicSuffixList? {
        guard let context = unsafe psl_builtin() else { return nil }
        return unsafe PublicSuffixList(context: context)
    }

    private init(context: OpaquePointer) {
        unsafe self.context = context
    }

    /// The version of the library and of its list.
    public var version: Version {
        Version(
            library: unsafe psl_get_version().map { unsafe String(cString: $0) } ?? "",
            digest: unsafe psl_builtin_sha1sum().map { unsafe String(cString: $0) } ?? "",
            fileTime: Int64(psl_builtin_file_time())
        )
    }

    /// The registrable part of a host name; nil where the host is a public suffix itself.
    ///
    /// `host` is labels joined by dots, in lower case ASCII and without NUL.
    func registrableDomain(of host: [UInt8]) -> ArraySlice<UInt8>? {
        var terminated: [CChar] = []
        terminated.reserveCapacity(host.count + 1)
        for byte in host { terminated.append(CChar(bitPattern: byte)) }
        terminated.append(0)
        let start = unsafe terminated.withUnsafeBufferPointer { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let part = unsafe psl_registrable_domain(context, base)
            else { return nil }
            // The answer points into the text that was asked about.
            return unsafe part - base
        }
        guard let start, start >= 0, start < host.count else { return nil }
        return host[start...]
    }

    /// `text` (UTF-8) in lower case and normal form KC; nil where it is not valid.
    func lowercased(_ text: String) -> String? {
        var lower: UnsafeMutablePointer<CChar>?
        let status = unsafe text.withCString { source in
            unsafe psl_str_to_utf8lower(source, "utf-8", nil, &lower)
        }
        guard status == PSL_SUCCESS, let result = unsafe lower else { return nil }
        defer { unsafe psl_free_string(result) }
        return unsafe String(validatingCString: result)
    }
}

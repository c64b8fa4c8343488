// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibcrypto

/// The SHA-256 digest, from libcrypto.
enum SHA256 {
    /// The digest of `bytes` in hexadecimal, or nil if libcrypto refuses (a provider that lacks the algorithm).
    static func hexadecimal(of bytes: [UInt8]) -> String? {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let done = unsafe bytes.withUnsafeBytes { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(
                    input.baseAddress,
                    input.count,
                    output.baseAddress,
                    &length,
                    EVP_sha256(),
                    nil
                )
            }
        }
        guard done == 1, length == 32 else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibcrypto

/// An id made of several fields, for feeds that send none.
enum FieldDigest {
    /// The first 32 hexadecimal digits of the SHA-256 over the parts, each preceded by its length; nil where the
    /// crypto library fails.
    ///
    /// The length is eight bytes, big endian, so that no two lists of parts have the same bytes.
    static func text(of parts: [String]) -> String? {
        var message: [UInt8] = []
        for part in parts {
            let length = UInt64(part.utf8.count)
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                message.append(UInt8(truncatingIfNeeded: length >> shift))
            }
            message.append(contentsOf: part.utf8)
        }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard unsafe EVP_Digest(message, message.count, &digest, &length, EVP_sha256(), nil) == 1 else {
            return nil
        }
        return Hexadecimal.text(digest.prefix(16))
    }
}

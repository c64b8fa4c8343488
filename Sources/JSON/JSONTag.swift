// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The first byte of a word on simdjson's tape.
@usableFromInline
enum JSONTag {
    @usableFromInline static let object = UInt8(ascii: "{")
    @usableFromInline static let endObject = UInt8(ascii: "}")
    @usableFromInline static let array = UInt8(ascii: "[")
    @usableFromInline static let endArray = UInt8(ascii: "]")
    @usableFromInline static let string = UInt8(ascii: "\"")
    @usableFromInline static let integer = UInt8(ascii: "l")
    @usableFromInline static let unsigned = UInt8(ascii: "u")
    @usableFromInline static let double = UInt8(ascii: "d")
    @usableFromInline static let yes = UInt8(ascii: "t")
    @usableFromInline static let no = UInt8(ascii: "f")
    @usableFromInline static let null = UInt8(ascii: "n")
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The first byte of a word on simdjson's tape.
@usableFromInline
enum JSONTag {
    @inlinable static var root: UInt8 { UInt8(ascii: "r") }
    @inlinable static var object: UInt8 { UInt8(ascii: "{") }
    @inlinable static var endObject: UInt8 { UInt8(ascii: "}") }
    @inlinable static var array: UInt8 { UInt8(ascii: "[") }
    @inlinable static var endArray: UInt8 { UInt8(ascii: "]") }
    @inlinable static var string: UInt8 { UInt8(ascii: "\"") }
    @inlinable static var integer: UInt8 { UInt8(ascii: "l") }
    @inlinable static var unsigned: UInt8 { UInt8(ascii: "u") }
    @inlinable static var double: UInt8 { UInt8(ascii: "d") }
    @inlinable static var yes: UInt8 { UInt8(ascii: "t") }
    @inlinable static var no: UInt8 { UInt8(ascii: "f") }
    @inlinable static var null: UInt8 { UInt8(ascii: "n") }
}

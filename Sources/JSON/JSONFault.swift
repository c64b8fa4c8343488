// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import CSimdjson

/// Finds out what is wrong with a document that was refused, and where.
enum JSONFault {
    static func find(in bytes: Span<UInt8>, limits: JSONLimits, status: csimdjson_status) -> JSONError {
        switch status {
        case CSIMDJSON_OUT_OF_MEMORY: JSONError(.outOfMemory)
        case CSIMDJSON_EMPTY: JSONError(.empty)
        case CSIMDJSON_INVALID_UTF8: JSONError(.invalidUTF8)
        case CSIMDJSON_TOO_DEEP: JSONError(.tooDeep)
        case CSIMDJSON_INVALID_NUMBER: JSONError(.numberOutOfRange)
        default: JSONError(.malformed)
        }
    }

    static func find(in bytes: Span<UInt8>, limits: JSONLimits, reason: JSONError.Reason) -> JSONError {
        JSONError(reason)
    }
}

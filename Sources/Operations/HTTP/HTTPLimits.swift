// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What one client may ask of the HTTP server.
struct HTTPLimits {
    /// Bytes of one header field.
    var headerFieldBytes = 8 * 1_024
    /// Bytes of all header fields.
    var headerBytes = 16 * 1_024
    /// Header fields.
    var headerFields = 100
    /// Bytes of a request's body, none of which is used.
    var bodyBytes = 64 * 1_024
    /// Milliseconds from a request's head to the end of its response.
    var exchangeMilliseconds: Int64 = 10_000
    /// Milliseconds a connection may stay without a complete request head.
    var idleMilliseconds: Int64 = 10_000
    /// Connections at one time; further ones wait until one is closed.
    var connections = 64
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Takes back a signal, whether it has been seen already or is still to come.
public struct Retraction: Hashable, Sendable {
    /// The source of the signal to take back.
    public var source: String
    /// The id of the signal to take back.
    public var id: String

    /// Takes back the signal that `source` sent as `id`.
    public init(source: String, id: String) {
        self.source = source
        self.id = id
    }
}

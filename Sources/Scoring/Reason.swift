// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// One of the signals that put an account where it is.
public struct Reason: Hashable, Sendable {
    /// The signal's kind.
    public var kind: String
    /// When it happened.
    public var time: Timestamp
    /// `S_k · x_i / A_k`: its share of the kind's points; below 0 for a kind that dampens.
    public var points: Double
    /// The signal's id, the last tie-break.
    public var id: String
    /// The attributes that its text is made from (see `SignalDetail`).
    public var detail: SignalDetail

    /// A reason of the given parts.
    public init(kind: String, time: Timestamp, points: Double, id: String, detail: SignalDetail) {
        self.kind = kind
        self.time = time
        self.points = points
        self.id = id
        self.detail = detail
    }
}

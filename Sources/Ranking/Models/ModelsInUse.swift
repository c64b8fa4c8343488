// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The active model, and the earlier ones that journal partitions may still rank with.
public struct ModelsInUse: Sendable {
    /// The active one.
    public let active: Model
    private let byDigest: [String: Model]

    /// The `active` model, and any others.
    public init(active: Model, others: [Model] = []) {
        self.active = active
        byDigest = Dictionary((others + [active]).map { ($0.digest, $0) }, uniquingKeysWith: { $1 })
    }

    /// The model of the given digest; nil if it is not known.
    public subscript(digest: String) -> Model? { byDigest[digest] }
}

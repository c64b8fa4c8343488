// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension Condition {
    /// Whether it holds for an account of this profile.
    public func holds(for profile: Profile) -> Bool {
        holds(for: profile[field: field])
    }

    /// Whether it holds for `value` of its field; `unknown` decides for nil and where the test cannot tell.
    public func holds(for value: AttributeValue?) -> Bool {
        value.flatMap(test.isPassed(by:)) ?? unknown
    }
}

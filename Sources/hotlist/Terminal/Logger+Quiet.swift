// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging

extension Logger {
    /// The logger of commands that tell people themselves what is wrong.
    static var quiet: Logger {
        Logger(label: "hotlist") { _ in SwiftLogNoOpLogHandler() }
    }
}

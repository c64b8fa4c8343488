// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser

/// For whom a command writes.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// People at a terminal.
    case text
    /// Programs: JSON, one document a line.
    case json
}

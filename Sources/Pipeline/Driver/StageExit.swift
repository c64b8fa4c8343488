// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a driver ended by itself.
public enum StageExit: Error, Hashable, Sendable {
    /// The process cannot go on as it is: it must end and start again.
    case failed(String)
    /// A person has to decide something before the stage can start.
    case refused(String)

    /// What happened, for people to read.
    public var reason: String {
        switch self {
        case .failed(let reason), .refused(let reason): reason
        }
    }
}

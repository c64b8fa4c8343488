// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is done to a process.
enum ChaosAction: String, CaseIterable {
    /// Ended by SIGKILL, at any instant, and started again.
    case kill
    /// Ended by SIGKILL when its next commit comes by the proxy.
    case killInCommit = "kill in commit"
    /// Stopped by SIGSTOP, and continued.
    case pause
    /// Told to stop by SIGTERM, and started again.
    case restart
    case add
    case remove
    /// All its connections are closed, and new ones for a while.
    case cut
    /// Nothing goes through its connections for a while.
    case blackHole = "black hole"
    case loseReply = "lose commit reply"
    case holdReply = "hold commit reply"
    case delayRequest = "delay commit"

    /// How often it is taken, beside the others.
    private var weight: Int64 {
        switch self {
        case .kill: 22
        case .killInCommit: 22
        case .pause: 10
        case .restart: 8
        case .add, .remove: 4
        case .cut: 8
        case .blackHole: 5
        case .loseReply: 9
        case .holdReply: 6
        case .delayRequest: 5
        }
    }

    /// One by chance.
    static func pick(_ random: inout ChaosRandom) -> ChaosAction {
        let total = allCases.reduce(0) { $0 + $1.weight }
        var draw = random.number(in: 0...(total - 1))
        for action in allCases {
            if draw < action.weight { return action }
            draw -= action.weight
        }
        return .kill
    }
}

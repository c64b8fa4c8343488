// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What ends a round early.
///
/// Not nested in the driver, whose type parameters it would have: optimizing an error that has some crashes
/// Swift 6.3.
enum StageInterruption: Error {
    /// Try again in a later round, for this reason.
    case again(String)
    /// The stage cannot go on.
    case exit(StageExit)

    /// What a failure of the transport means for the round.
    init(_ failure: TransportFailure) {
        switch failure {
        case .retriable(let reason), .abortable(let reason): self = .again(reason)
        case .fatal(let reason): self = .exit(.failed(reason))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc
import NIOCore

/// What the proxy of one process knows; everything happens on its event loop.
final class ProxyState {
    private let loop: any EventLoop
    private let tell: @Sendable (String) -> Void
    private var connections: [ObjectIdentifier: ProxyConnection] = [:]
    private var fault: TransactionFault?
    /// When new connections are taken again, while they are not.
    private var closedUntil: NIODeadline?
    /// Whether bytes go in neither direction although connections stay.
    private(set) var isBlackHole = false
    /// How many requests to end a transaction have come by, and on how many of them something was done.
    private(set) var endedTransactions = (seen: 0, disturbed: 0)
    var rewriter = ResponseRewriter(host: "127.0.0.1", ports: [:])

    init(loop: any EventLoop, report: @escaping @Sendable (String) -> Void) {
        self.loop = loop
        tell = report
    }

    func add(_ connection: ProxyConnection) {
        connections[ObjectIdentifier(connection)] = connection
    }

    func forget(_ connection: ProxyConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    /// Whether a new connection is taken.
    var isOpen: Bool {
        closedUntil.map { $0 <= .now() } ?? true
    }

    /// Cuts all connections, and refuses new ones for that many milliseconds.
    func cut(for duration: Int64) {
        closedUntil = .now() + .milliseconds(duration)
        for connection in Array(connections.values) { connection.cut() }
    }

    /// Lets nothing through for that many milliseconds, and keeps connections.
    func swallow(for duration: Int64) {
        setBlackHole(true)
        after(duration) { [self] in setBlackHole(false) }
    }

    private func setBlackHole(_ isBlackHole: Bool) {
        self.isBlackHole = isBlackHole
        for connection in connections.values { connection.setReading(!isBlackHole) }
    }

    /// Disturbs the next end of a transaction; nil leaves it alone.
    func arm(_ fault: TransactionFault?) {
        self.fault = fault
    }

    /// Leaves commits alone again; whether there was a fault that has hit none.
    func disarm() -> Bool {
        defer { fault = nil }
        return fault != nil
    }

    /// What is to be done to an end of a transaction: aborts are left alone.
    func takeFault(for request: EndTransactionRequest) -> TransactionFault? {
        endedTransactions.seen += 1
        guard request.isCommit, let fault else { return nil }
        self.fault = nil
        endedTransactions.disturbed += 1
        report("\(fault) hit the commit of \(request.transactionalID)")
        return fault
    }

    func kill(_ process: Int32) {
        _ = Glibc.kill(process, SIGKILL)
    }

    func report(_ text: String) {
        tell(text)
    }

    /// Does something later, on the loop.
    func after(_ milliseconds: Int64, _ work: @escaping () -> Void) {
        loop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds), work)
    }
}

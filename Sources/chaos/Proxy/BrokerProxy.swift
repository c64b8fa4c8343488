// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore
import NIOPosix

/// Stands on loopback between one process and the brokers, one port for each broker.
final class BrokerProxy: Sendable {
    private let loop: any EventLoop
    private let state: NIOLoopBound<ProxyState>
    /// The ports, by the brokers' numbers.
    let ports: [Int32: Int]

    /// What to give a client as `bootstrap.servers`.
    var bootstrapServers: String {
        ports.values.sorted().map { "127.0.0.1:\($0)" }.joined(separator: ",")
    }

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - brokers: the brokers behind it.
    ///   - group: whose loop does the work.
    ///   - report: is called with what has been done to a transaction, on the loop.
    /// - Throws: that no port can be had.
    init(
        _ brokers: [BrokerAddress],
        group: MultiThreadedEventLoopGroup,
        report: @escaping @Sendable (String) -> Void
    ) throws {
        let loop = group.next()
        self.loop = loop
        let state = try loop.submit {
            NIOLoopBound(ProxyState(loop: loop, report: report), eventLoop: loop)
        }.wait()
        self.state = state
        var ports: [Int32: Int] = [:]
        for broker in brokers {
            let channel = try ServerBootstrap(group: loop)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { client in
                    client.eventLoop.makeCompletedFuture { Self.connect(client, to: broker, state.value) }
                }
                .bind(host: "127.0.0.1", port: 0).wait()
            ports[broker.id] = channel.localAddress?.port ?? 0
        }
        self.ports = ports
        let numbers = ports.mapValues(Int32.init)
        try loop.submit { state.value.rewriter.ports = numbers }.wait()
    }

    private static func connect(_ client: any Channel, to broker: BrokerAddress, _ state: ProxyState) {
        guard state.isOpen else {
            client.close(promise: nil)
            return
        }
        let connection = ProxyConnection(client: client, proxy: state)
        state.add(connection)
        try? client.pipeline.syncOperations.addHandler(ProxySide(client: connection))
        let bound = NIOLoopBound(connection, eventLoop: client.eventLoop)
        ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { upstream in
                upstream.eventLoop.makeCompletedFuture {
                    try upstream.pipeline.syncOperations.addHandler(ProxySide(broker: bound.value))
                }
            }
            .connect(host: broker.host, port: Int(broker.port))
            .whenComplete { result in
                switch result {
                case .success(let upstream): bound.value.connected(to: upstream)
                case .failure: client.close(promise: nil)
                }
            }
    }

    /// Cuts all connections, and refuses new ones for that many milliseconds.
    func cut(for duration: Int64) {
        loop.execute { [state] in state.value.cut(for: duration) }
    }

    /// Lets nothing through for that many milliseconds, and keeps connections.
    func swallow(for duration: Int64) {
        loop.execute { [state] in state.value.swallow(for: duration) }
    }

    /// Disturbs the next commit; nil leaves it alone.
    func arm(_ fault: TransactionFault?) {
        loop.execute { [state] in state.value.arm(fault) }
    }

    /// Leaves commits alone again; whether there was a fault that has hit none.
    func disarm() throws -> Bool {
        try loop.submit { [state] in state.value.disarm() }.wait()
    }

    /// How many requests to end a transaction have come by, and on how many of them something was done.
    func endedTransactions() throws -> (seen: Int, disturbed: Int) {
        try loop.submit { [state] in state.value.endedTransactions }.wait()
    }
}

/// Where a broker is.
struct BrokerAddress: Hashable, Sendable {
    var id: Int32
    var host: String
    var port: Int32
}

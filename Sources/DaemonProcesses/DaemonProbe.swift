// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation
internal import NIOCore
public import NIOPosix

/// Asks a process by HTTP on loopback.
public struct DaemonProbe: Sendable {
    private let group: MultiThreadedEventLoopGroup

    /// A probe whose connections are served by these threads.
    public init(group: MultiThreadedEventLoopGroup) {
        self.group = group
    }

    /// Whether `/readyz` answers 200, and what it says; nil where nothing answers.
    public func readiness(port: Int) -> (isReady: Bool, text: String)? {
        get("/readyz", port: port).map { ($0.status == 200, $0.body) }
    }

    /// What `/metrics` says; nil where nothing answers.
    public func metrics(port: Int) -> DaemonMetrics? {
        get("/metrics", port: port).flatMap { $0.status == 200 ? DaemonMetrics($0.body) : nil }
    }

    private func get(_ path: String, port: Int) -> (status: Int, body: String)? {
        let loop = group.next()
        let answer = loop.makePromise(of: String.self)
        loop.scheduleTask(in: .seconds(1)) { answer.fail(DaemonProcessFailure("no answer")) }
        ClientBootstrap(group: loop)
            .connectTimeout(.milliseconds(500))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    let request = "GET \(path) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                    channel.writeAndFlush(ByteBuffer(string: request), promise: nil)
                    answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
                case .failure(let error):
                    answer.fail(error)
                }
            }
        guard let text = try? answer.futureResult.wait(), text.hasPrefix("HTTP/1.") else { return nil }
        let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        return Int(text.dropFirst(9).prefix(3)).map { ($0, body) }
    }

    /// A port on loopback that is free now.
    public func freePort() throws -> Int {
        let channel = try ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).wait()
        let port = channel.localAddress?.port ?? 0
        try channel.close().wait()
        return port
    }
}

/// Collects an answer until the other side closes.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let answer: EventLoopPromise<String>
    private var text = ""

    init(_ answer: EventLoopPromise<String>) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed(text)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
        context.close(promise: nil)
    }
}

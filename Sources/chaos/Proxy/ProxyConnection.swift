// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore

/// One connection of a client, and that to the broker which belongs to it.
///
/// Everything happens on the event loop of its proxy.
final class ProxyConnection {
    /// What is held back in one direction, nil while nothing is.
    private typealias Held = [ByteBuffer]?

    private let client: any Channel
    private var broker: (any Channel)?
    private unowned let proxy: ProxyState
    private var requests = FrameSplitter()
    private var replies = FrameSplitter()
    private var pending: [Int32: RequestHeader] = [:]
    /// Requests whose replies get lost, by correlation.
    private var lost: Set<Int32> = []
    /// Replies that are late, with their delay.
    private var late: [Int32: Int64] = [:]
    private var heldRequests: Held = nil
    private var heldReplies: Held = nil
    private var isClientGone = false
    private var isBrokerGone = false

    init(client: any Channel, proxy: ProxyState) {
        self.client = client
        self.proxy = proxy
    }

    /// Is told of the connection to the broker, once it is there.
    func connected(to broker: any Channel) {
        self.broker = broker
        if isClientGone {
            broker.close(promise: nil)
            return
        }
        setReading(!proxy.isBlackHole)
    }

    /// Stops or continues to take bytes from both sides.
    func setReading(_ isReading: Bool) {
        guard let broker else { return }
        client.setOption(.autoRead, value: isReading).whenFailure { _ in }
        broker.setOption(.autoRead, value: isReading).whenFailure { _ in }
    }

    /// Ends it at once.
    func cut() {
        heldRequests = nil
        heldReplies = nil
        client.close(promise: nil)
        broker?.close(promise: nil)
    }

    func clientClosed() {
        guard !isClientGone else { return }
        isClientGone = true
        // What is under way reaches the broker all the same, as it would in a network.
        if heldRequests == nil { broker?.close(promise: nil) }
        finish()
    }

    func brokerClosed() {
        guard !isBrokerGone else { return }
        isBrokerGone = true
        heldRequests = nil
        if heldReplies == nil { client.close(promise: nil) }
        finish()
    }

    private func finish() {
        if isClientGone, isBrokerGone || broker == nil { proxy.forget(self) }
    }

    // MARK: Requests

    func received(request bytes: ByteBuffer) {
        requests.append(bytes)
        do {
            while let frame = try requests.next() { take(request: frame) }
        } catch {
            proxy.report("a request of \(error.length) bytes: only plain connections can be understood")
            cut()
        }
    }

    private func take(request frame: ByteBuffer) {
        guard let header = RequestHeader(frame: frame) else {
            cut()
            return
        }
        pending[header.correlation] = header
        guard header.key == RequestHeader.Key.endTransaction,
            let request = EndTransactionRequest(frame: frame, version: header.version)
        else {
            forward(request: frame)
            return
        }
        switch proxy.takeFault(for: request) {
        case nil:
            forward(request: frame)
        case .loseReply:
            lost.insert(header.correlation)
            forward(request: frame)
        case .holdReply(let delay):
            late[header.correlation] = delay
            forward(request: frame)
        case .delayRequest(let delay):
            heldRequests = (heldRequests ?? []) + [frame]
            proxy.after(delay) { [self] in releaseRequests() }
        case .kill(let process, let afterForwarding):
            if afterForwarding { forward(request: frame) }
            proxy.kill(process)
        }
    }

    private func forward(request frame: ByteBuffer) {
        if heldRequests != nil {
            heldRequests?.append(frame)
        } else {
            broker?.writeAndFlush(frame, promise: nil)
        }
    }

    private func releaseRequests() {
        let frames = heldRequests ?? []
        heldRequests = nil
        for frame in frames { broker?.write(frame, promise: nil) }
        broker?.flush()
        // The broker reads what it has been sent before it sees the end.
        if isClientGone { proxy.after(1000) { [self] in broker?.close(promise: nil) } }
    }

    // MARK: Replies

    func received(reply bytes: ByteBuffer) {
        replies.append(bytes)
        do {
            while let frame = try replies.next() { try take(reply: frame) }
        } catch {
            proxy.report("a reply cannot be understood: \(error)")
            cut()
        }
    }

    private func take(reply frame: ByteBuffer) throws(ResponseRewriter.Malformed) {
        guard let correlation = frame.getInteger(at: frame.readerIndex + 4, as: Int32.self),
            let request = pending.removeValue(forKey: correlation)
        else {
            forward(reply: frame)
            return
        }
        if lost.remove(correlation) != nil {
            cut()
            return
        }
        let reply = try proxy.rewriter.rewritten(frame, of: request)
        if let delay = late.removeValue(forKey: correlation) {
            heldReplies = heldReplies ?? []
            proxy.after(delay) { [self] in releaseReplies() }
        }
        forward(reply: reply)
    }

    private func forward(reply frame: ByteBuffer) {
        if heldReplies != nil {
            heldReplies?.append(frame)
        } else {
            client.writeAndFlush(frame, promise: nil)
        }
    }

    private func releaseReplies() {
        let frames = heldReplies ?? []
        heldReplies = nil
        for frame in frames { client.write(frame, promise: nil) }
        client.flush()
        if isBrokerGone { client.close(promise: nil) }
    }
}

/// Hands what one side sends to the connection.
final class ProxySide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let received: (ByteBuffer) -> Void
    private let closed: () -> Void

    /// The side of a client.
    init(client connection: ProxyConnection) {
        received = { connection.received(request: $0) }
        closed = { connection.clientClosed() }
    }

    /// The side of a broker.
    init(broker connection: ProxyConnection) {
        received = { connection.received(reply: $0) }
        closed = { connection.brokerClosed() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        closed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

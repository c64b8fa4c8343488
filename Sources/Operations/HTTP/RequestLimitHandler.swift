// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request has too long a body, or whose exchange takes too long in either direction.
final class RequestLimitHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bodyBytes: Int
    private let exchangeTime: TimeAmount
    private var receivedBodyBytes = 0
    private var requestsBegun = 0
    private var requestsEnded = 0
    private var responsesEnded = 0
    private var deadline: Scheduled<Void>?

    init(limits: HTTPLimits) {
        bodyBytes = limits.bodyBytes
        exchangeTime = .milliseconds(limits.exchangeMilliseconds)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            receivedBodyBytes = 0
            requestsBegun += 1
            if deadline == nil { startDeadline(context) }
        case .body(let buffer):
            receivedBodyBytes += buffer.readableBytes
            if receivedBodyBytes > bodyBytes {
                context.close(promise: nil)
                return
            }
        case .end:
            requestsEnded += 1
            exchangeMayHaveEnded(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        // The response has ended when the socket has taken it, not when it is queued.
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in
            let (handler, context) = bound.value
            handler.responsesEnded += 1
            handler.exchangeMayHaveEnded(context)
        }
        context.write(data, promise: written)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
    }

    private func exchangeMayHaveEnded(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        if min(requestsEnded, responsesEnded) < requestsBegun, context.channel.isActive {
            startDeadline(context)
        }
    }

    private func startDeadline(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: exchangeTime) { bound.value.close(promise: nil) }
    }
}

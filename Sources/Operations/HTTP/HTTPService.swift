// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization

/// The HTTP server: health, readiness, metrics, queues and accounts, for reading only.
///
/// It answers from what the stages published and never waits for Kafka, so it tells how things are when Kafka does
/// not answer. In a service group it comes first, so that it is the last to stop.
public struct HTTPService: Service {
    private let host: String
    private let port: Int
    private let answers: HTTPAnswers
    private let limits: HTTPLimits
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// A server on `host` and `port`.
    ///
    /// - Parameters:
    ///   - host: The name or address to listen on; anything but loopback shows the queues to others.
    ///   - port: The port from 0 to 65535; 0 takes one that is free.
    ///   - board: What the stages say.
    ///   - registry: The metrics.
    ///   - queries: The answers about queues and accounts.
    ///   - healthBound: Milliseconds a loop may stand still before `/healthz` says 503.
    ///   - logger: Where it logs.
    ///   - onListening: Called once with the port when requests are taken.
    public init(
        host: String = "127.0.0.1",
        port: Int,
        board: StatusBoard,
        registry: PrometheusRegistry,
        queries: HTTPQueries,
        healthBound: Int64 = 60_000,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.init(
            host: host,
            port: port,
            answers: HTTPAnswers(
                board: board,
                registry: registry,
                queries: queries,
                healthBound: healthBound
            ),
            limits: HTTPLimits(),
            logger: logger,
            onListening: onListening
        )
    }

    init(
        host: String,
        port: Int,
        answers: HTTPAnswers,
        limits: HTTPLimits,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.host = host
        self.port = port
        self.answers = answers
        self.limits = limits
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until graceful shutdown.
    ///
    /// - Throws: ``HTTPServiceError`` where the address cannot be listened on.
    public func run() async throws {
        let (answers, limits, onListening) = (answers, limits, onListening)
        let listening = Mutex(false)
        let server = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [RequestLimitHandler(limits: limits)],
                idleTimeout: .milliseconds(limits.idleMilliseconds),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.headerFieldBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields
                )
            )
        )
        // What the server says of itself is for those who look for a fault in it.
        var serverLogger = logger
        serverLogger.logLevel = max(.warning, logger.logLevel)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                await Self.respond(to: request, from: answers)
            },
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    limits.connections,
                    logger: serverLogger
                )
            ),
            onServerRunning: { channel in
                listening.withLock { $0 = true }
                await onListening(channel.localAddress?.port ?? 0)
            },
            logger: serverLogger
        )
        do {
            try await application.run()
        } catch {
            if listening.withLock({ $0 }) { throw error }
            throw HTTPServiceError.cannotListen(host: host, port: port, reason: "\(error)")
        }
    }

    private static func respond(to request: Request, from answers: HTTPAnswers) async -> Response {
        var answer: HTTPAnswer
        if request.method == .get || request.method == .head {
            let path = request.head.path ?? "/"
            let end = path.utf8.firstIndex(of: UInt8(ascii: "?")) ?? path.endIndex
            answer = await answers.answer(to: HTTPRoute(path: String(path[..<end])))
        } else {
            answer = .failure(405, "this server is for reading: use GET or HEAD")
        }
        var headers = HTTPFields()
        headers[.contentType] = answer.content.type
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        if answer.status == 405 { headers[.allow] = "GET, HEAD" }
        if request.method == .head {
            headers[.contentLength] = String(answer.body.count)
            answer.body = []
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Testing

@testable import Operations

@Suite(.serialized, .timeLimit(.minutes(1))) struct HTTPServiceTests {
    private let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
    private let board = StatusBoard(stages: ["ingest", "rank"], at: SystemClock.monotonicMilliseconds())
    private let registry = PrometheusRegistry()

    private func queries(queues: [UInt8] = Array("{\"queues\":[]}".utf8)) -> HTTPQueries {
        HTTPQueries(
            listNames: { ["outbound", "outbound/maria", "outbound/a%20b"] },
            queues: { queues },
            list: {
                ["outbound", "outbound/maria", "outbound/a%20b"].contains($0)
                    ? Array("{\"list\":\"\($0)\"}".utf8) : nil
            },
            account: { $0 == "acme.com" ? Array("{\"account\":\"acme.com\"}".utf8) : nil }
        )
    }

    /// Limits that no exchange comes near, however long a busy machine keeps it waiting.
    private static let patient: HTTPLimits = {
        var limits = HTTPLimits()
        limits.exchangeMilliseconds = 600_000
        limits.idleMilliseconds = 600_000
        return limits
    }()

    /// Runs a server on a free port while `body` asks it.
    private func serving(
        _ limits: HTTPLimits = patient,
        queries: HTTPQueries? = nil,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            host: "127.0.0.1",
            port: 0,
            answers: HTTPAnswers(
                board: board,
                registry: registry,
                queries: queries ?? self.queries(),
                healthBound: 60_000
            ),
            limits: limits,
            logger: quiet,
            onListening: { port.yield($0) }
        )
        let group = ServiceGroup(services: [service], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            do {
                try await body(port)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `the process is healthy while its loops turn, ready or not`() async throws {
        try await serving { [board] port in
            for path in ["/healthz", "/-/healthy", "/healthz?verbose=1"] {
                let answer = try await RawClient.request("GET", path, port: port)
                #expect(answer.status == "HTTP/1.1 200 OK")
                #expect(answer.body == #"{"healthy":true,"reasons":[]}"#)
            }
            board.turned("rank", at: SystemClock.monotonicMilliseconds() - 61_500_000)
            let answer = try await RawClient.request("GET", "/healthz", port: port)
            #expect(answer.status == "HTTP/1.1 503 Service Unavailable")
            // How many seconds over 61,500 depends on how busy the machine is.
            let seconds = answer.body.wholeMatch(
                of: /\{"healthy":false,"reasons":\["rank: its loop has not turned for (6[12][0-9]{3}) s"\]\}/
            )
            #expect(seconds != nil, "\(answer.body)")
        }
    }

    @Test func `readiness gives its reasons until every stage is ready`() async throws {
        try await serving { [board] port in
            board.publish(StageHealth(state: .running, recordsIn: 7), of: "ingest")
            board.publish(
                StageHealth(state: .restoring, restore: RestoreProgress(done: 1, total: 4)),
                of: "rank"
            )
            let restoring = try await RawClient.request("GET", "/readyz", port: port)
            #expect(restoring.status == "HTTP/1.1 503 Service Unavailable")
            #expect(
                restoring.body
                    == #"{"ready":false,"reasons":["rank: restoring its state: 1 of 4 records"],"stages":{"#
                    + #""ingest":{"state":"running","partitions":0,"lag":0,"records_in":7},"#
                    + #""rank":{"state":"restoring","partitions":0,"lag":0,"records_in":0,"restored":1,"to_restore":4}}}"#
            )
            board.publish(StageHealth(state: .running), of: "rank")
            let ready = try await RawClient.request("GET", "/-/ready", port: port)
            #expect(ready.status == "HTTP/1.1 200 OK")
            #expect(ready.body.hasPrefix(#"{"ready":true,"reasons":[],"#))
        }
    }

    @Test func `metrics come as Prometheus reads them`() async throws {
        Counter(label: "hotlist_dead_letters_total", dimensions: [("reason", "not_json")], factory: registry)
            .increment()
        try await serving { port in
            let answer = try await RawClient.request("GET", "/metrics", port: port)
            #expect(answer.fields.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8"))
            #expect(answer.body.contains("\nhotlist_dead_letters_total{reason=\"not_json\"} 1\n"))
            #expect(answer.body.contains("\nhotlist_ready 0\n"))
        }
    }

    @Test(arguments: [
        ("/v1/queues", #"{"queues":[]}"#), ("/v1/queues/outbound", #"{"list":"outbound"}"#),
        ("/v1/queues/outbound/maria", #"{"list":"outbound/maria"}"#),
        ("/v1/queues/outbound/a%20b", #"{"list":"outbound/a%20b"}"#),
        ("/v1/queues/outbound/%6daria", #"{"list":"outbound/maria"}"#),
        ("/v1/accounts/acme.com", #"{"account":"acme.com"}"#),
        ("/v1/accounts/acme%2Ecom", #"{"account":"acme.com"}"#),
    ])
    func `queues and accounts are answered by their names`(path: String, body: String) async throws {
        try await serving { port in
            let answer = try await RawClient.request("GET", path, port: port)
            #expect(answer.status == "HTTP/1.1 200 OK")
            #expect(answer.fields.contains("Content-Type: application/json"))
            #expect(answer.fields.contains("Cache-Control: no-store"))
            #expect(answer.body == body)
        }
    }

    @Test func `what does not exist is answered with what does`() async throws {
        try await serving { port in
            let list = try await RawClient.request("GET", "/v1/queues/outbond/maria", port: port)
            #expect(list.status == "HTTP/1.1 404 Not Found")
            #expect(
                list.body == #"{"error":"there is no list outbond/maria: did you mean "#
                    + #"/v1/queues/outbound/maria?","suggestion":"outbound/maria"}"#
            )
            let far = try await RawClient.request("GET", "/v1/queues/xyz", port: port)
            #expect(far.body == #"{"error":"there is no list xyz: /v1/queues names those there are"}"#)
            let account = try await RawClient.request("GET", "/v1/accounts/a%1B%22b", port: port)
            #expect(account.status == "HTTP/1.1 404 Not Found")
            #expect(account.body.hasPrefix(#"{"error":"nothing is known here of an account a\u001b\"b: "#))
            for path in ["/", "/v1", "/v1/accounts/", "/v1/accounts/%ZZ", "/-/reload"] {
                #expect(
                    try await RawClient.request("GET", path, port: port).status == "HTTP/1.1 404 Not Found"
                )
            }
        }
    }

    @Test func `nothing but reading is allowed`() async throws {
        try await serving { port in
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
                let answer = try await RawClient.request(method, "/healthz", port: port)
                #expect(answer.status == "HTTP/1.1 405 Method Not Allowed")
                #expect(answer.fields.contains("Allow: GET, HEAD"))
            }
            let head = try await RawClient.request("HEAD", "/v1/queues", port: port)
            #expect(head.status == "HTTP/1.1 200 OK")
            #expect(head.fields.contains("Content-Length: 13"))
            #expect(head.body == "")
        }
    }

    /// A head that no client sends that means well.
    enum BadHead: String, CaseIterable {
        case longField, longFields, manyFields, longPath, nonsense

        var text: String {
            let start = "GET /healthz HTTP/1.1\r\nHost: x\r\n"
            return switch self {
            case .longField: start + "Big: \(String(repeating: "x", count: 9_000))\r\n\r\n"
            case .longFields:
                start + String(repeating: "A: \(String(repeating: "x", count: 300))\r\n", count: 60) + "\r\n"
            case .manyFields: start + String(repeating: "A: b\r\n", count: 200) + "\r\n"
            case .longPath: "GET /\(String(repeating: "x", count: 20_000)) HTTP/1.1\r\nHost: x\r\n\r\n"
            case .nonsense: "nonsense\r\n\r\n"
            }
        }
    }

    @Test(arguments: BadHead.allCases) func `a head that is too long or none at all is refused`(
        head: BadHead
    ) async throws {
        try await serving { port in
            let client = try RawClient(port: port)
            await client.send(head.text)
            let response = try #require(await client.receiveUntilClosed())
            #expect(response.hasPrefix("HTTP/1.1 400 Bad Request"))
            #expect(try await RawClient.request("GET", "/healthz", port: port).status == "HTTP/1.1 200 OK")
        }
    }

    @Test func `a body that is too long ends the connection`() async throws {
        try await serving { port in
            let client = try RawClient(port: port)
            await client.send("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
            let chunk = String(repeating: "x", count: 65_536)
            var chunks = 0
            while chunks < 1_000, await client.send(chunk) { chunks += 1 }
            #expect(chunks < 1_000)
        }
    }

    @Test func `a client that sends its head too slowly is cut off`() async throws {
        var limits = Self.patient
        limits.idleMilliseconds = 100
        try await serving(limits) { port in
            let client = try RawClient(port: port)
            await client.send("GET /healthz HTTP/1.1\r\nHost: ")
            #expect(await client.receiveUntilClosed() == "")
        }
    }

    @Test func `a client that sends its body too slowly is cut off`() async throws {
        var limits = Self.patient
        limits.exchangeMilliseconds = 100
        try await serving(limits) { port in
            let client = try RawClient(port: port)
            await client.send("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
            // On a busy machine the time may be over before there is an answer.
            let response = try #require(await client.receiveUntilClosed())
            #expect(response.isEmpty || response.hasPrefix("HTTP/1.1 405"))
        }
    }

    @Test func `a client that does not read its answer is cut off`() async throws {
        var limits = Self.patient
        limits.exchangeMilliseconds = 100
        let size = 64 * 1_024 * 1_024
        try await serving(limits, queries: queries(queues: Array(repeating: UInt8(ascii: "x"), count: size)))
        { port in
            let slow = try RawClient(port: port)
            await slow.send("GET /v1/queues HTTP/1.1\r\nHost: x\r\n\r\n")
            // A second exchange that is cut off after the same time says that the time of the first is over.
            let clock = try RawClient(port: port)
            await clock.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
            _ = await clock.receiveUntilClosed()
            let received = try #require(await slow.receiveUntilClosed())
            #expect(received.utf8.count < size)
        }
    }

    @Test func `a connection serves one request after another`() async throws {
        try await serving { port in
            let client = try RawClient(port: port)
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            await client.send(
                String(repeating: request, count: 50)
                    + request.replacing("x\r\n\r\n", with: "x\r\nConnection: close\r\n\r\n")
            )
            let response = try #require(await client.receiveUntilClosed())
            #expect(response.components(separatedBy: #"{"healthy":true,"reasons":[]}"#).count == 52)
        }
    }

    @Test func `connections beyond the limit wait for one to end`() async throws {
        var limits = Self.patient
        limits.connections = 2
        limits.idleMilliseconds = 300
        try await serving(limits) { port in
            let first = try RawClient(port: port)
            let second = try RawClient(port: port)
            for client in [first, second] {
                await client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await client.receiveLine() == "HTTP/1.1 200 OK\r")
            }
            let start = SystemClock.monotonicMilliseconds()
            let third = try await RawClient.request("GET", "/healthz", port: port)
            #expect(third.status == "HTTP/1.1 200 OK")
            #expect(SystemClock.monotonicMilliseconds() - start >= 100)
        }
    }

    @Test func `an address in use is an error that says so`() async throws {
        try await serving { [board, registry, quiet] port in
            let second = HTTPService(
                port: port,
                board: board,
                registry: registry,
                queries: self.queries(),
                logger: quiet
            )
            let error = await #expect(throws: HTTPServiceError.self) { try await second.run() }
            #expect(
                error?.description.hasPrefix("cannot listen for HTTP on 127.0.0.1 port \(port): ") == true
            )
            #expect(error?.description.contains("Address already in use") == true)
        }
    }

    @Test func `no path brings the server down`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await serving { port in
            var generator = SeededGenerator(seed: seed)
            let parts = [
                "/", "%", "%2", "%2F", "%00", "%FF", "..", "//", "http://", "?", "#", "v1", "queues",
                "accounts",
                ":", "@", "*", "é", "\u{1F600}", "[", "healthz", "\t", "=", "&",
            ]
            for _ in 0..<300 {
                let count = Int.random(in: 0...8, using: &generator)
                let path = (0..<count).map { _ in parts.randomElement(using: &generator) ?? "/" }.joined()
                let prefix =
                    ["/", "", "/v1/queues/", "/v1/accounts/"].randomElement(using: &generator) ?? "/"
                let client = try RawClient(port: port)
                await client.send("GET \(prefix)\(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                let response = try #require(
                    await client.receiveUntilClosed(),
                    "seed \(seed), path \(prefix)\(path)"
                )
                #expect(response.hasPrefix("HTTP/1.1 "), "seed \(seed), path \(prefix)\(path)")
            }
        }
    }
}

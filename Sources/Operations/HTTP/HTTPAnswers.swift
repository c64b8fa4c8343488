// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Answers requests from what the stages published.
struct HTTPAnswers: Sendable {
    let board: StatusBoard
    let registry: PrometheusRegistry
    let queries: HTTPQueries
    /// Milliseconds a loop may stand still before the process counts as unhealthy.
    let healthBound: Int64

    /// The answer to a GET of `route`.
    func answer(to route: HTTPRoute) async -> HTTPAnswer {
        switch route {
        case .health: health()
        case .readiness: readiness()
        case .metrics: metrics()
        case .queues: HTTPAnswer(status: 200, body: await queries.queues())
        case .list(let name): await list(name)
        case .account(let id): await account(id)
        case .unknown:
            .failure(
                404,
                "there is nothing at this path; there is /healthz, /readyz, /metrics, /v1/queues, "
                    + "/v1/queues/NAME and /v1/accounts/ID"
            )
        }
    }

    /// Whether the loops turn; a broker out of reach does not make the process unhealthy.
    private func health() -> HTTPAnswer {
        let now = SystemClock.monotonicMilliseconds()
        let stuck = board.snapshot.stuckStages(at: now, bound: healthBound)
        var json = JSONText()
        json.openObject()
        json.name("healthy")
        json.literal(stuck.isEmpty ? "true" : "false")
        json.name("reasons")
        json.strings(stuck.map { "\($0.name): its loop has not turned for \((now - $0.lastTurn) / 1_000) s" })
        json.closeObject()
        return HTTPAnswer(status: stuck.isEmpty ? 200 : 503, body: json.bytes)
    }

    /// Whether every stage is assigned, restored and able to commit.
    private func readiness() -> HTTPAnswer {
        let snapshot = board.snapshot
        var json = JSONText()
        json.openObject()
        json.name("ready")
        json.literal(snapshot.isReady ? "true" : "false")
        json.name("reasons")
        json.strings(snapshot.reasonsNotReady)
        json.name("stages")
        json.openObject()
        for stage in snapshot.stages {
            json.name(stage.name)
            append(stage.status, to: &json)
        }
        json.closeObject()
        json.closeObject()
        return HTTPAnswer(status: snapshot.isReady ? 200 : 503, body: json.bytes)
    }

    private func append(_ status: StageHealth, to json: inout JSONText) {
        json.openObject()
        json.name("state")
        json.string(status.state.rawValue)
        json.name("partitions")
        json.literal(String(status.partitions.count))
        json.name("lag")
        json.literal(String(status.lag))
        json.name("records_in")
        json.literal(String(status.recordsIn))
        if let restore = status.restore {
            json.name("restored")
            json.literal(String(restore.done))
            json.name("to_restore")
            json.literal(String(restore.total))
        }
        json.closeObject()
    }

    private func metrics() -> HTTPAnswer {
        let text = registry.exposition(
            status: board.snapshot,
            monotonic: SystemClock.monotonicMilliseconds(),
            wall: SystemClock.wallMilliseconds()
        )
        return HTTPAnswer(status: 200, content: .prometheus, body: Array(text.utf8))
    }

    private func list(_ name: String) async -> HTTPAnswer {
        if let body = await queries.list(name) { return HTTPAnswer(status: 200, body: body) }
        // A client may have escaped more or less than the name has escaped.
        let parts = name.split(separator: "/", maxSplits: 1)
        if parts.count == 2, let value = PercentEncoding.decoded(String(parts[1])) {
            let spelled = "\(parts[0])/\(PercentEncoding.encoded(value))"
            if spelled != name, let body = await queries.list(spelled) {
                return HTTPAnswer(status: 200, body: body)
            }
        }
        let nearest = NameSuggestion.nearest(to: name, among: await queries.listNames())
        let hint = nearest.map { "did you mean /v1/queues/\($0)?" } ?? "/v1/queues names those there are"
        return .failure(404, "there is no list \(name): \(hint)", suggestion: nearest)
    }

    private func account(_ id: String) async -> HTTPAnswer {
        if let body = await queries.account(id) { return HTTPAnswer(status: 200, body: body) }
        return .failure(
            404,
            "nothing is known here of an account \(id): an id is a registrable domain in lower case such as "
                + "acme.com, and this process answers for the journal partitions it is assigned"
        )
    }
}

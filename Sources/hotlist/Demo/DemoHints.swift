// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What to try while the demo runs, one after the other.
struct DemoHints {
    /// How the program is called from here.
    var program: String
    /// `bootstrap.servers`.
    var brokers: String
    /// Where HTTP listens; nil before it does.
    var port: Int?
    /// The path of the configuration.
    var configuration: String

    /// For how long one is shown, in milliseconds.
    static let pace: Int64 = 12_000

    /// The hint for a time after the beginning, about the account that is first.
    func hint(at time: Int64, about account: String?) -> String {
        let hints = hints(about: account ?? "ACCOUNT")
        return hints[Int(max(0, time) / Self.pace) % hints.count]
    }

    private func hints(about account: String) -> [String] {
        var hints: [String] = []
        if let port {
            hints += [
                "curl http://127.0.0.1:\(port)/v1/queues/call-today   what a program gets",
                "curl http://127.0.0.1:\(port)/v1/accounts/\(account)   why it stands where it stands",
                "curl http://127.0.0.1:\(port)/metrics   what Prometheus gets",
            ]
        }
        hints += [
            "\(program) explain \(account) --config \(configuration)   every term of its number",
            "\(program) top call-today --config \(configuration)   another queue, in another terminal",
            "kcat -b \(brokers) -C -t demo.dead-letters -f '%h %s\\n'   what could not be used, and why",
            "kcat -b \(brokers) -C -t demo.changes   what an ABM workflow reads: any Kafka client will do",
            "\(program) simulate --brokers \(brokers) --rate 50 --broken 0.2   more signals, some of them broken",
        ]
        return hints
    }

    /// What comes after the demo.
    var next: [String] {
        [
            "What next:",
            "  \(program) simulate --count 20           what the vendors' payloads looked like",
            "  config/hotlist.yaml, config/model.yaml   name your brokers and topics; say what makes an account urgent",
            "  \(program) check --config config/hotlist.yaml --online",
            "  \(program) topics --config config/hotlist.yaml --create",
            "  \(program) run --config config/hotlist.yaml",
        ]
    }
}

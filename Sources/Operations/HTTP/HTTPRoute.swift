// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a request's path asks for.
enum HTTPRoute: Equatable {
    case health
    case readiness
    case metrics
    case queues
    case list(String)
    case account(String)
    case unknown

    /// The route of a path without its query.
    init(path: String) {
        switch path {
        case "/healthz", "/-/healthy": self = .health
        case "/readyz", "/-/ready": self = .readiness
        case "/metrics": self = .metrics
        case "/v1/queues", "/v1/queues/": self = .queues
        default:
            if let name = Self.rest(of: path, after: "/v1/queues/") {
                // A list's name holds its value percent-encoded, so the path is the name as it stands.
                self = .list(name)
            } else if let id = Self.rest(of: path, after: "/v1/accounts/"),
                let decoded = PercentEncoding.decoded(id)
            {
                self = .account(decoded)
            } else {
                self = .unknown
            }
        }
    }

    private static func rest(of path: String, after prefix: String) -> String? {
        path.hasPrefix(prefix) && path.utf8.count > prefix.utf8.count
            ? String(path.dropFirst(prefix.count)) : nil
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A response before it is sent.
struct HTTPAnswer {
    enum Content {
        case json
        case prometheus

        var type: String {
            switch self {
            case .json: "application/json"
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            }
        }
    }

    var status: Int
    var content = Content.json
    var body: [UInt8]

    /// An answer whose body is an object with one sentence under `error` and, if any, a `suggestion`.
    static func failure(_ status: Int, _ sentence: String, suggestion: String? = nil) -> HTTPAnswer {
        var json = JSONText()
        json.openObject()
        json.name("error")
        json.string(sentence, limit: 512)
        if let suggestion {
            json.name("suggestion")
            json.string(suggestion)
        }
        json.closeObject()
        return HTTPAnswer(status: status, body: json.bytes)
    }
}

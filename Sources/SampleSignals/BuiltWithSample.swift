// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// BuiltWith's changes of technologies.
enum BuiltWithSample {
    /// A change at one company.
    static func change(
        _ occasion: SampleOccasion,
        technology: String,
        isAdded: Bool,
        into writer: inout JSONWriter
    ) {
        let moment = occasion.moment
        let checked = SampleMoment(time: occasion.arrival, isWrong: moment.isWrong)
        let verb = isAdded ? "added" : "removed"
        writer.object { writer in
            writer.key("Results")
            writer.array { writer in
                writer.object { writer in
                    writer.member("Lookup", occasion.company.domain)
                    writer.member("Changes") { writer in
                        writer.member("since_utc", moment.time.date.start.description)
                        checked.write("last_checked_utc", .text, into: &writer)
                        writer.member("summary", "\(technology) was \(verb)")
                        writer.key("events")
                        writer.array { writer in
                            writer.object { writer in
                                writer.member("type", "technology_\(verb)")
                                writer.member("technology", technology)
                                writer.member("category", ["Infrastructure"])
                                writer.member("tag", "infrastructure")
                                moment.write(
                                    isAdded ? "first_seen_utc" : "last_seen_utc",
                                    .text,
                                    into: &writer
                                )
                                writer.member("importance", "medium")
                                writer.member("why_this_matters", "A change of the stack.")
                            }
                        }
                    }
                }
            }
        }
    }
}

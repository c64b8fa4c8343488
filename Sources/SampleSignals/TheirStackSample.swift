// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// TheirStack's webhooks.
enum TheirStackSample {
    /// A new job post.
    static func job(_ occasion: SampleOccasion, title: String, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", occasion.number * 10 + 7)
            writer.member("type", "job.new")
            writer.member("payload") { writer in
                writer.member("id", occasion.number)
                writer.member("job_title", title)
                writer.member("url", "https://jobs.example.org/view/\(occasion.number)")
                writer.member(
                    "final_url",
                    "https://www.\(occasion.company.domain)/careers/\(occasion.number)"
                )
                occasion.moment.write("date_posted", .date, into: &writer)
                writer.member("has_blurred_data", false)
                writer.member("company", occasion.company.name)
            }
        }
    }
}

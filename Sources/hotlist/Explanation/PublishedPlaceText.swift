// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline

/// Where an account stood on the published lists, in words.
enum PublishedPlaceText {
    /// A line for each list.
    static func text(_ places: [PublishedPlaces.Place], at instant: Timestamp) -> String {
        var text = "Published lists at \(instant)\n"
        if places.isEmpty { text += "it was in none\n" }
        for place in places {
            if let rank = place.rank, let sequence = place.sequence, let asOf = place.asOf {
                text +=
                    "\(place.list): rank \(rank) of \(place.count), in sequence \(sequence) as of \(asOf)\n"
            } else {
                text += "\(place.list): not known, the publication of then is not in the log any more\n"
            }
        }
        return text
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser

@main
struct Hotlist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hotlist",
        abstract: "Turns buying signals on Kafka into ranked account queues on Kafka."
    )
}

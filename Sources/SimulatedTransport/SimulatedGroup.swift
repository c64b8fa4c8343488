// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline

/// A consumer group: who is in it, which generation, who owns what (eager, range).
struct SimulatedGroup {
    struct Member {
        var topics: [String]
        /// Whether the member has given its partitions back and waits for the next generation.
        var rejoined = true
        var generation = -1
        var owned: [TopicPartition] = []
        /// Whether the assignment has been told to the member.
        var told = false
        var lastSeen: Int64
    }

    private(set) var generation = 0
    private(set) var members: [Int: Member] = [:]
    private(set) var rebalancing = false
    /// Who goes by which `group.instance.id`.
    private(set) var instances: [String: Int] = [:]
    /// Committed offsets.
    var offsets: [TopicPartition: Int64] = [:]

    /// Takes a member in; one that comes again under its instance's name takes over what it had, as it was.
    mutating func join(_ id: Int, instance: String?, topics: [String], at time: Int64) {
        var earlier: Member?
        if let instance {
            earlier = instances[instance].flatMap { members.removeValue(forKey: $0) }
            instances[instance] = id
        }
        if var earlier, !rebalancing {
            earlier.told = false
            earlier.lastSeen = time
            members[id] = earlier
        } else {
            members[id] = Member(topics: topics, lastSeen: time)
            rebalancing = true
        }
    }

    mutating func leave(_ id: Int) {
        if members.removeValue(forKey: id) != nil { rebalancing = true }
        instances = instances.filter { $0.value != id }
    }

    /// Begins a rebalance since `topic` has more partitions.
    mutating func rebalance(for topic: String) {
        if members.values.contains(where: { $0.topics.contains(topic) }) { rebalancing = true }
    }

    mutating func heartbeat(_ id: Int, at time: Int64) {
        members[id]?.lastSeen = time
    }

    /// Drops members that have not been heard of since `time`.
    mutating func expire(before time: Int64) {
        for (id, member) in members.sorted(by: { $0.key < $1.key }) where member.lastSeen < time {
            leave(id)
        }
    }

    mutating func giveBack(_ id: Int) {
        members[id]?.rejoined = true
        members[id]?.owned = []
        members[id]?.told = true
    }

    mutating func tell(_ id: Int) {
        members[id]?.told = true
    }

    /// Assigns the partitions anew once every member has given its own back.
    mutating func balance(_ partitions: (String) -> Int) {
        guard rebalancing, members.values.allSatisfy(\.rejoined) else { return }
        rebalancing = false
        generation += 1
        let ids = members.keys.sorted()
        for id in ids {
            members[id]?.owned = []
            members[id]?.generation = generation
            members[id]?.told = false
            members[id]?.rejoined = false
        }
        let topics = Set(members.values.flatMap(\.topics)).sorted()
        for topic in topics {
            let takers = ids.filter { members[$0]?.topics.contains(topic) == true }
            let count = partitions(topic)
            for (index, id) in takers.enumerated() {
                let share = count / takers.count
                let extra = count % takers.count
                let first = share * index + min(index, extra)
                let last = first + share + (index < extra ? 1 : 0)
                for partition in first..<last {
                    members[id]?.owned.append(TopicPartition(topic, Int32(partition)))
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Foundation
import Glibc
import NIOPosix

/// The processes of a run: starts what is down, continues what is paused, and says why processes have ended.
final class ProcessFleet {
    private let deployment: ChaosDeployment
    private let program: HotlistProgram
    private let brokers: [BrokerAddress]
    private let group: MultiThreadedEventLoopGroup
    private let probe: DaemonProbe
    private let chronicle: Chronicle
    private(set) var slots: [DaemonSlot] = []
    /// Processes that were killed.
    private(set) var kills = 0
    private(set) var exits: [String: Int] = [:]
    private(set) var findings: [String] = []
    /// Whether restarts wait for nothing.
    var isCalm = false

    /// How long a process may take to stop when it is told to, in milliseconds.
    private static let stopLimit: Int64 = 30_000

    init(
        _ deployment: ChaosDeployment,
        _ program: HotlistProgram,
        brokers: [BrokerAddress],
        group: MultiThreadedEventLoopGroup,
        chronicle: Chronicle
    ) {
        self.deployment = deployment
        self.program = program
        self.brokers = brokers
        self.group = group
        self.chronicle = chronicle
        probe = DaemonProbe(group: group)
    }

    /// The slots whose process is there and not told to end.
    var running: [DaemonSlot] { slots.filter { $0.condition == .running && $0.isAlive } }
    /// How many slots are to have a process.
    var count: Int {
        slots.count { $0.condition != .retired && !($0.condition == .running && $0.isRetiring) }
    }

    /// Starts a process, in a slot that was retired or a new one.
    func add() throws {
        if let slot = slots.first(where: { $0.condition == .retired }) {
            slot.isRetiring = false
            try start(slot)
            chronicle.tell("add", slot.name, "process \(slot.processID)")
            return
        }
        let name = "process-\(slots.count + 1)"
        let chronicle = chronicle
        let proxy = try BrokerProxy(brokers, group: group) { chronicle.tell("proxy", name, $0) }
        let slot = try DaemonSlot(
            name: name,
            deployment: deployment,
            program: program,
            proxy: proxy,
            options: ChaosDeployment.Options(
                isStatic: slots.count.isMultiple(of: 2),
                hasCache: slots.count % 3 != 1,
                port: try probe.freePort()
            )
        )
        slots.append(slot)
        try start(slot)
        chronicle.tell("start", name, "process \(slot.processID)")
    }

    private func start(_ slot: DaemonSlot) throws {
        slot.proxy?.arm(nil)
        try slot.start()
        slot.startedAt = chronicle.elapsed
    }

    /// Looks after all processes once.
    func turn() throws {
        let now = chronicle.elapsed
        for slot in slots {
            if slot.condition != .retired, !slot.isGone, !slot.isAlive { ended(slot, now) }
            switch slot.condition {
            case .paused(let until) where until <= now:
                slot.signal(SIGCONT)
                slot.condition = .running
            case .stopping(let since) where now - since > Self.stopLimit:
                overstayed(slot, now)
            case .down(let until) where until <= now || isCalm:
                try start(slot)
            default:
                break
            }
        }
    }

    /// Kills a process that does not stop, as systemd would; without trouble that must not happen.
    private func overstayed(_ slot: DaemonSlot, _ now: Int64) {
        let text = "did not stop within \(Self.stopLimit / 1000) s"
        if isCalm {
            fail("\(slot.name) \(text)", slot)
        } else {
            exits["\(text), in trouble: killed", default: 0] += 1
            chronicle.tell("late", slot.name, text)
        }
        slot.signal(SIGKILL)
        slot.condition = .stopping(since: now)
    }

    /// Tells a process to stop.
    func stop(_ slot: DaemonSlot, retiring: Bool = false) {
        slot.isRetiring = retiring
        slot.isEndExpected = true
        slot.signal(SIGTERM)
        slot.signal(SIGCONT)
        slot.condition = .stopping(since: chronicle.elapsed)
    }

    /// Undoes everything that was done to processes and connections.
    func release() throws {
        isCalm = true
        for slot in slots {
            // A kill that has hit a commit shows only in the end of the process, which may not have been seen yet.
            if try slot.proxy?.disarm() == true { slot.isKillArmed = false }
            if case .paused = slot.condition {
                slot.signal(SIGCONT)
                slot.condition = .running
            }
        }
    }

    /// The slots that are not ready, with their reasons.
    func unready() -> [String] {
        slots.filter { $0.condition != .retired }.compactMap { slot in
            guard let answer = probe.readiness(port: slot.port) else { return "\(slot.name): no answer" }
            return answer.isReady ? nil : "\(slot.name): \(answer.text)"
        }
    }

    /// Ends everything that is still there, without looking.
    func killAll() {
        for slot in slots {
            slot.isEndExpected = true
            slot.signal(SIGKILL)
        }
    }

    func fail(_ text: String, _ slot: DaemonSlot) {
        chronicle.tell("FAILED", slot.name, text)
        findings.append(([text] + slot.lastLines(12)).joined(separator: "\n    "))
    }

    // MARK: Ends

    private func ended(_ slot: DaemonSlot, _ now: Int64) {
        guard let ending = slot.ending else { return }
        var delay: Int64 = 1000
        if ending.isSignal, ending.number == SIGKILL, slot.isEndExpected || slot.isKillArmed {
            kills += 1
            chronicle.tell("killed", slot.name)
            delay = slot.restartDelay
        } else if ending.isSignal, ending.number == SIGTERM, slot.isEndExpected {
            // Before it had begun to listen to signals.
            chronicle.tell("ended", slot.name, "by SIGTERM, while it started")
        } else if ending.isSignal || ending.number != 1 && !(ending.number == 0 && slot.isEndExpected) {
            let what = ending.isSignal ? "signal" : "exit code"
            fail("\(slot.name) ended by \(what) \(ending.number), which must not happen", slot)
        } else if ending.number == 1 {
            let reason = Self.reason(slot.lastLines(1).last ?? "")
            exits[reason, default: 0] += 1
            chronicle.tell("exit", slot.name, slot.lastLines(1).last ?? "")
        } else {
            chronicle.tell("stopped", slot.name)
        }
        slot.isKillArmed = false
        slot.isEndExpected = false
        slot.condition = slot.isRetiring ? .retired : .down(until: now + delay)
    }

    /// A reason without what differs each time.
    private static func reason(_ line: String) -> String {
        var text = ""
        for character in line.drop(while: { $0.isNumber || "-:.TZ ".contains($0) }).prefix(200) {
            if character.isNumber {
                if text.last != "#" { text.append("#") }
            } else {
                text.append(character)
            }
        }
        return text
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Every metric hotlist has: the one place where names, labels and help texts are kept.
///
/// Code that counts names a metric by its text, as it may not import this target; ArchitectureTests see to it that
/// no name is used that is not listed here, and docs/operations.md shows the same table.
public enum MetricCatalogue {
    /// Seconds of work: from a millisecond to a minute.
    static let workSeconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// All metrics, in the order of the table in docs/operations.md.
    public static let all: [MetricDescription] = process + input + fold + kafka + output

    private static let process: [MetricDescription] = [
        counter(
            "hotlist_log_lines_suppressed_total",
            "Repeating warnings and errors that were not written to the log."
        ),
        gauge(
            "hotlist_build_info",
            labels: ["version", "librdkafka"],
            "Always 1; its labels say what runs."
        ),
        gauge("hotlist_ready", "1 when every stage is assigned, restored and able to commit, else 0."),
        gauge(
            "hotlist_stage_ready",
            labels: ["stage"],
            "1 when the stage is assigned, restored and able to commit, else 0."
        ),
        gauge("hotlist_loop_age_seconds", labels: ["stage"], "Time since the stage's loop last turned."),
        gauge("hotlist_last_tick_age_seconds", labels: ["stage"], "Time since the stage last ticked."),
        gauge(
            "hotlist_last_commit_age_seconds",
            labels: ["stage"],
            "Time since the stage last committed a transaction."
        ),
        gauge(
            "hotlist_restore_progress_ratio",
            labels: ["stage"],
            "Share of its state that a restoring stage has read back."
        ),
        gauge(
            "hotlist_stage_paused",
            labels: ["stage"],
            "1 while the stage reads no further since the process uses as much memory as it may, else 0."
        ),
    ]

    private static let input: [MetricDescription] = [
        counter("hotlist_records_consumed_total", labels: ["stage", "topic"], "Records taken from a topic."),
        counter(
            "hotlist_events_appended_total",
            labels: ["type"],
            "Canonical events appended to the journal, by their type."
        ),
        counter(
            "hotlist_dead_letters_total",
            labels: ["stage", "reason"],
            "Records that could not be used and went to dead letters."
        ),
        gauge(
            "hotlist_consumer_lag_records",
            labels: ["stage", "topic", "partition"],
            "Offsets still to be read."
        ),
        counter(
            "hotlist_records_ignored_total",
            "Records, or elements of records, that a mapping ignores by its rules."
        ),
        counter(
            "hotlist_records_unreadable_total",
            labels: ["stage"],
            "Records of hotlist's own topics that were not written by hotlist, and were skipped."
        ),
        gauge("hotlist_aliases", "Names, ids and domains that stand for accounts."),
        gauge("hotlist_assigned_partitions", labels: ["stage"], "Partitions assigned to the stage."),
    ]

    private static let fold: [MetricDescription] = [
        counter(
            "hotlist_events_folded_total",
            labels: ["effect"],
            "Events of the journal, by what they did: counted, duplicate, unknown_kind and so on."
        ),
        counter("hotlist_signals_evicted_total", "Signals that accounts over their memory forgot."),
        counter("hotlist_signals_hidden_total", "Signals of accounts that are aliases of others."),
        gauge("hotlist_accounts", labels: ["partition"], "Accounts held in memory."),
        counter(
            "hotlist_checkpoints_total",
            labels: ["partition"],
            "Checkpoints of accounts that were finished."
        ),
        counter(
            "hotlist_accounts_stored_total",
            labels: ["partition"],
            "Accounts that checkpoints wrote to the state topic."
        ),
        gauge(
            "hotlist_model_activation",
            "The number of the active model's activation, as the process knows it."
        ),
        gauge(
            "hotlist_model_rebuild_lag_records",
            labels: ["partition"],
            "Offsets that the fold under a new model has still to read; 0 when none is being built."
        ),
        counter(
            "hotlist_state_cache_failures_total",
            "Times that the local cache of state could not be read or written, and was dropped."
        ),
        histogram(
            "hotlist_tick_duration_seconds",
            workSeconds,
            labels: ["stage"],
            "Time a tick took, from scoring to sending."
        ),
        gauge(
            "hotlist_newest_event_timestamp_seconds",
            "When the newest folded event was recorded, in seconds since 1970."
        ),
        counter(
            "hotlist_clock_steps_total",
            labels: ["direction"],
            "Steps of the wall clock beyond the permitted skew."
        ),
        gauge(
            "hotlist_clock_offset_seconds",
            "The local clock minus the brokers', when the newest journal record was read."
        ),
    ]

    private static let kafka: [MetricDescription] = [
        counter(
            "hotlist_transactions_total",
            labels: ["stage", "outcome"],
            "Transactions by outcome: committed, aborted or unknown."
        ),
        histogram(
            "hotlist_transaction_duration_seconds",
            workSeconds,
            labels: ["stage"],
            "Time from when a transaction is due until it is known to be committed."
        ),
        counter(
            "hotlist_rebalances_total",
            labels: ["stage", "kind"],
            "Changes of assignment: assigned, revoked or lost."
        ),
    ]

    private static let output: [MetricDescription] = [
        counter("hotlist_lists_published_total", labels: ["queue"], "Lists published, by their queue."),
        counter(
            "hotlist_entries_published_total",
            labels: ["queue"],
            "Entries written or tombstoned, by their queue."
        ),
        counter(
            "hotlist_changes_published_total",
            labels: ["queue", "change"],
            "Changes published, by queue and kind."
        ),
        gauge("hotlist_queue_entries", labels: ["queue"], "Entries the lists of a queue hold together."),
        gauge("hotlist_queue_lists", labels: ["queue"], "Lists of a queue that are not empty."),
        gauge(
            "hotlist_queue_freshness_seconds",
            labels: ["queue"],
            "Time since the as_of of the oldest list of a queue."
        ),
    ]

    private static func counter(_ name: String, labels: [String] = [], _ help: String) -> MetricDescription {
        MetricDescription(name: name, kind: .counter, labels: labels, help: help)
    }

    private static func gauge(_ name: String, labels: [String] = [], _ help: String) -> MetricDescription {
        MetricDescription(name: name, kind: .gauge, labels: labels, help: help)
    }

    private static func histogram(
        _ name: String,
        _ bounds: [Double],
        labels: [String] = [],
        _ help: String
    ) -> MetricDescription {
        MetricDescription(
            name: name,
            kind: .histogram(bounds: bounds),
            labels: labels,
            help: help
        )
    }
}

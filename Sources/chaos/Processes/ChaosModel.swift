// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The model by which a run ranks.
enum ChaosModel {
    /// Queues that depend on what was published before, and queues that do not: these equal a replay.
    static let yaml = """
        kinds:
          funding:
            weight: 40
            half_life: 45d
            cap: 60
            curve: {field: amount_usd, scale: log, low: 100000, high: 100000000, floor: 0.3}
            collapse: {window: 21d, by: [round]}
          job_post:
            weight: 6
            half_life: 21d
            cap: 40
            boosts: [{field: title, matches_any: [data, platform, kafka, streaming], times: 2.0}]
          tech_change: {weight: 15, half_life: 30d, cap: 45}
          engagement: {weight: 4, half_life: 7d, cap: 25, per_person_per_day: 3}
          news: {weight: 5, half_life: 21d, cap: 20}
          layoffs: {weight: -30, half_life: 60d, cap: 50}
        account_memory: 64
        icp:
          criteria:
            - {field: industry, in: [software, fintech, saas, internet], weight: 3}
            - {field: employees, range: [200, 5000], soft: [50, 20000], weight: 2}
            - {field: technologies, has_any: [kafka, snowflake, databricks], weight: 2, unknown: 0.3}
        queues:
          - {name: everybody, size: 60, min_urgency: 1, hysteresis: 0}
          - {name: by-industry, size: 15, min_urgency: 1, partition_by: industry, hysteresis: 0}
          - name: outbound
            where: [{field: stage, in: [prospect]}]
            size: 20
            min_urgency: 5
            partition_by: owner
            hysteresis: 0.05

        """
    /// The queues whose lists depend on nothing published before.
    static let replayable: Set<String> = ["everybody", "by-industry"]
}

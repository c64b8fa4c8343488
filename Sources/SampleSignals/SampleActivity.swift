// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What happens at a company.
enum SampleActivity: Hashable, Sendable {
    /// It raises money.
    case round(stage: String, amountUSD: Int)
    /// It looks for somebody.
    case jobPost(title: String)
    /// It begins or ends to use a technology.
    case technology(name: String, isAdded: Bool)
    /// News of a category, with an amount of money or of people where the category has one.
    case news(category: String, amount: Int?)
    /// Somebody looks at a page.
    case pageView(person: Int, path: String)
    /// Somebody does something.
    case track(person: Int, event: String)
    /// Somebody says who they are.
    case identify(person: Int)
    /// The company's traits are sent.
    case group(person: Int)
    /// Somebody fills in a form.
    case form(person: Int, name: String)
    /// An opportunity comes to another stage.
    case opportunity(stage: String)
    /// A vendor tells of the company for the first time.
    case introduction
    /// A part of the profile changes.
    case profile
    /// Somebody of our own did something with the account.
    case disposition(action: String, days: Int)

    /// One by the shares of a usual day.
    static func pick(_ random: inout SplitMix64) -> SampleActivity {
        let person = random.rank(below: 12)
        switch random.below(1000) {
        case ..<340: return .pageView(person: person, path: random.pick(pages))
        case ..<500: return .track(person: person, event: random.pick(events))
        case ..<540: return .identify(person: person)
        case ..<560: return .group(person: person)
        case ..<640: return .form(person: person, name: random.pick(forms))
        case ..<790: return .jobPost(title: random.pick(titles))
        case ..<870: return .technology(name: random.pick(technologies), isAdded: random.chance(0.75))
        case ..<910: return news(&random)
        case ..<935: return round(&random)
        case ..<978: return .opportunity(stage: random.pick(stages))
        case ..<998: return .profile
        default:
            let action = random.pick(["worked", "worked", "snoozed", "dismissed"])
            return .disposition(action: action, days: random.number(in: 1...14))
        }
    }

    /// The preset that tells of it; some are told of by several.
    func preset(_ random: inout SplitMix64) -> SamplePreset {
        switch self {
        case .round: .crunchbase
        case .jobPost: random.chance(0.6) ? .theirStack : .predictLeadsJobs
        case .technology(_, let isAdded):
            isAdded && random.chance(0.5) ? .predictLeadsTechnologies : .builtWith
        case .news: .predictLeadsNews
        case .pageView, .track, .identify, .group: .segment
        case .form: .hubSpot
        case .opportunity: .salesforce
        case .profile: random.chance(0.5) ? .hubSpot : .cloudEvents
        case .introduction, .disposition: .cloudEvents
        }
    }

    private static func round(_ random: inout SplitMix64) -> SampleActivity {
        let rounds: [(String, ClosedRange<Int>)] = [
            ("pre_seed", 2...10), ("seed", 5...40), ("seed", 5...40), ("series_a", 40...180),
            ("series_a", 40...180),
            ("series_b", 150...600), ("series_c", 400...1500), ("debt_financing", 20...400),
            ("grant", 1...10),
        ]
        let (stage, amount) = random.pick(rounds, or: ("seed", 5...40))
        return .round(stage: stage, amountUSD: random.number(in: amount) * 100_000)
    }

    private static func news(_ random: inout SplitMix64) -> SampleActivity {
        switch random.below(10) {
        case 0: .news(category: "decreases_headcount_by", amount: random.number(in: 10...200))
        case 1: .news(category: "increases_headcount_by", amount: random.number(in: 10...200))
        case 2: .news(category: "receives_financing", amount: random.number(in: 1...80) * 1_000_000)
        default: .news(category: random.pick(categories), amount: nil)
        }
    }

    private static let pages = [
        "/", "/", "/product", "/docs/quickstart", "/docs/connectors", "/blog/exactly-once",
        "/blog/cost-of-lag", "/pricing",
        "/customers", "/security", "/careers",
    ]
    private static let events = [
        "Docs Searched", "Trial Started", "Video Played", "Webinar Registered", "Invite Sent",
        "Pricing Viewed",
        "Report Downloaded",
    ]
    private static let forms = ["Contact sales", "Newsletter", "Whitepaper", "Webinar"]
    private static let titles = [
        "Account Executive", "Accountant", "Customer Success Manager", "Data Analyst", "Data Engineer",
        "Frontend Developer", "Head of Data Platform", "Office Manager", "Product Designer",
        "Product Manager",
        "Recruiter", "Senior Backend Engineer", "Site Reliability Engineer", "Staff Engineer, Streaming",
        "Warehouse Associate",
    ]
    private static let technologies = [
        "Kafka", "Snowflake", "Databricks", "PostgreSQL", "MongoDB", "Redis", "Elasticsearch", "Airflow",
        "Kubernetes",
        "Terraform", "React", "Salesforce", "HubSpot", "Segment", "Stripe",
    ]
    private static let stages = [
        "Prospecting", "Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review",
        "Closed Won",
        "Closed Lost",
    ]
    private static let categories = [
        "acquires", "attends_event", "expands_offices_to", "hires", "integrates_with", "launches",
        "opens_new_location",
        "partners_with", "promotes", "receives_award", "signs_new_client", "spins_off_business",
    ]
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An invented company; its index and the seed decide everything about it.
struct SampleCompany: Hashable, Sendable {
    /// Its number in the universe, from 0.
    let index: Int
    let name: String
    /// Its registrable domain.
    let domain: String
    let industry: String
    let employees: Int
    /// ISO 3166-1 alpha-2.
    let country: String
    let city: String
    let technologies: [String]
    /// Whose account it is.
    let owner: String
    /// `prospect`, `open_opportunity`, `customer` or `churned`.
    let stage: String
    /// Ids of other systems are made of this.
    private let identity: UInt64

    /// The company `index` of the universe of `seed`; `isFitting` makes it one that everybody wants.
    init(index: Int, seed: UInt64, isFitting: Bool) {
        var random = SplitMix64(seed: seed, 1, UInt64(index))
        let place = random.pick(Self.places, or: Self.places[0])
        let industry = isFitting ? SampleIndustry.all[random.below(2)] : .pick(&random)
        let label = SampleName(index: index, seed: seed)
        self.index = index
        self.industry = industry.name
        name = label.display(trade: industry.trade)
        domain = label.domain(suffix: random.pick(place.suffixes))
        country = place.country
        city = place.city
        let octave = isFitting ? 256 << random.below(3) : 8 << random.below(11)
        employees = octave + random.below(octave)
        var technologies = isFitting ? ["kafka"] : []
        for _ in 0..<random.number(in: 1...4) {
            let technology = random.pick(Self.technologies)
            if !technologies.contains(technology) { technologies.append(technology) }
        }
        self.technologies = technologies
        owner = random.pick(Self.owners)
        let draw = random.below(100)
        stage =
            isFitting || draw < 78
            ? "prospect" : draw < 86 ? "open_opportunity" : draw < 97 ? "customer" : "churned"
        identity = random.next()
    }

    /// Its UUID at a vendor.
    func uuid(at vendor: SampleVendor) -> String {
        var random = SplitMix64(seed: identity, 3, vendor.rawValue)
        return SampleText.uuid(&random)
    }

    /// Its number in HubSpot.
    var hubSpotID: Int { 100_000_000 + index }

    /// Its id in Salesforce.
    var salesforceID: String {
        var random = SplitMix64(seed: identity, 4)
        return "001" + SampleText.base62(&random, count: 12) + "AAA"
    }

    /// The word that URLs of other sites have for it.
    var permalink: String {
        String(
            decoding: name.lowercased().utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "-") : $0 },
            as: UTF8.self
        )
    }

    /// One of its people.
    func person(_ number: Int) -> SamplePerson {
        SamplePerson(number: number, domain: domain, seed: identity)
    }

    private static let places: [(country: String, city: String, suffixes: [String])] = [
        ("US", "San Francisco", ["com", "com", "io", "ai"]), ("US", "New York", ["com"]),
        ("US", "Austin", ["com", "io"]),
        ("US", "Boston", ["com", "com", "net"]), ("US", "Denver", ["com"]),
        ("GB", "London", ["co.uk", "com"]),
        ("GB", "Manchester", ["co.uk"]), ("DE", "Berlin", ["de", "io"]), ("DE", "Munich", ["de"]),
        ("FR", "Paris", ["fr", "com"]), ("NL", "Amsterdam", ["nl", "com"]),
        ("SE", "Stockholm", ["se", "com"]),
        ("CA", "Toronto", ["ca", "com"]), ("IN", "Bengaluru", ["in", "com"]), ("AU", "Sydney", ["com.au"]),
    ]
    private static let technologies = [
        "kafka", "snowflake", "databricks", "postgresql", "mysql", "mongodb", "redis", "elasticsearch",
        "spark", "airflow",
        "kubernetes", "terraform", "aws", "gcp", "azure", "react", "salesforce", "hubspot", "segment",
        "stripe",
    ]
    private static let owners = ["maria", "jonas", "aisha", "chen", "priya", "tomas"]
}

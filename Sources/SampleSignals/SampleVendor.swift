// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Vendors that give companies UUIDs of their own.
enum SampleVendor: UInt64 {
    case crunchbase, predictLeads
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct PresetTests {
    @Test(arguments: Preset.allCases) func `each preset is a mapping that can be read`(_ preset: Preset)
        throws
    {
        do {
            let mapping = try preset.mapping()
            #expect(mapping.name == preset.rawValue)
        } catch {
            Issue.record("\(error)")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A record is not for the quick way: `Ingestor.process` must look at it, and can tell what is wrong if anything is.
struct NotPlain: Error {}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc

/// How many cores this machine has online; at least 1.
func coreCount() -> Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

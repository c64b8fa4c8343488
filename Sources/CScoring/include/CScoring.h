// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

// What scoring needs of the processor: urgencies of many accounts at once, with the bits that scoring them one by one
// gives.

#ifndef HOTLIST_CSCORING_H
#define HOTLIST_CSCORING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How wide the vectors are: all give the same bits.
typedef enum cscoring_width {
    /// What every processor of the architecture has.
    CSCORING_BASELINE = 0,
    /// Four lanes by AVX2.
    CSCORING_AVX2 = 1,
    /// Eight lanes by AVX-512.
    CSCORING_AVX512 = 2,
} cscoring_width;

/// Whether this processor and this system can.
bool cscoring_supports(cscoring_width width);

/// What an account has of one kind.
typedef struct cscoring_accumulator {
    double sum;
    /// The landmark in the upper 40 bits, how many contributions count in the lower 24.
    int64_t word;
} cscoring_accumulator;

/// A kind as it is read at the instant.
typedef struct cscoring_kind {
    double weight;
    double cap;
    /// How far below the threshold of convergence points may lie that could still, by a rounding error, reach it.
    double slack;
    /// What has decayed of the half-life that the instant falls into, and its number.
    double decay;
    /// weight · decay / cap: what of the cap a level of 1 would come to without saturation.
    double share;
    int64_t number;
} cscoring_kind;

/// The rest of the formula.
typedef struct cscoring_formula {
    double threshold;
    double bonus;
    double saturation;
    double fit_floor;
    /// What each person beyond the first adds to the factor for persons, and how many of these count at most.
    double committee_bonus;
    double committee_most;
} cscoring_formula;

/// A bound that is none: the account must be scored again at the next instant.
#define CSCORING_UNBOUNDED 20000

/// Scores accounts.
///
/// The accounts are given by their numbers; `count` is a multiple of 16. The accumulators (`cscoring_accumulator`) of
/// account a start at a · kind_count, its fit lies a · fit_stride bytes on. `committees` are the factors for the persons
/// of each account in turn, and `committee_bounds` the largest that they will be without an event.
///
/// Of each account in turn: `urgencies` are in hundredths, `bounds` what they will not exceed at a later instant without
/// an event; `points` are those of the first kind, then those of the second, and so on.
void cscoring_score(cscoring_width width, const cscoring_formula *formula, const cscoring_kind *kinds,
                    size_t kind_count, const void *accumulators, const void *fits, size_t fit_stride,
                    const int32_t *numbers, size_t count, const double *committees, const double *committee_bounds,
                    uint16_t *urgencies, uint16_t *bounds, double *heats, double *points);

/// Only bounds accounts, not as tightly, which takes a fraction of the time.
///
/// How many persons an account remembers (`uint16_t`; of more than it can hold as many as it can) lies `persons_offset`
/// bytes behind its fit.
void cscoring_bound(cscoring_width width, const cscoring_formula *formula, const cscoring_kind *kinds,
                    size_t kind_count, const void *accumulators, const void *fits, size_t fit_stride,
                    size_t persons_offset, const int32_t *numbers, size_t count, uint16_t *bounds);

/// The least room that `cscoring_find` needs.
#define CSCORING_FIND_ROOM 32

/// Writes down in `found` which of `count` numbers, from `start` on, are above the level of their group, as long as there
/// is room for CSCORING_FIND_ROOM more; answers how many, and in `end` where to go on.
///
/// `groups` has the group of each number, `lowest` is the lowest of `levels`.
size_t cscoring_find(const uint16_t *numbers, size_t start, size_t count, const int32_t *groups, const uint16_t *levels,
                     uint16_t lowest, int32_t *found, size_t room, size_t *end);

/// Sets the ceiling of each of `count` accounts to one more than its bound, and writes down in `reaching`, which has room
/// for all, whose bounds are the level of their group or above it; answers how many.
///
/// `ceilings` and `groups` are of all accounts, in which these are found by their numbers; `bounds` are of these in turn.
size_t cscoring_lower(const int32_t *numbers, const uint16_t *bounds, size_t count, const int32_t *groups,
                      const uint16_t *levels, uint16_t *ceilings, int32_t *reaching);

#endif

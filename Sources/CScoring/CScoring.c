// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

#include "CScoring.h"

#include <string.h>

// No multiplication is fused with an addition: Swift's scoring of a single account fuses none either.
#pragma STDC FP_CONTRACT OFF

// Each lane waits for its own results most of the time: two registers of lanes at once keep the processor busy. The
// functions that pass them are all inlined, so that nobody depends on how they are passed.
#pragma clang diagnostic ignored "-Wpsabi"

// Without it a vector that is filled lane by lane is written to the stack and read again for each of them.
#define EACH_LANE _Pragma("clang loop unroll(full)")

/// How many accounts are scored kind by kind; few enough that what is known of them stays close.
#define BLOCK 128

/// How many accounts ahead what is read of them is asked for: by itself the processor looks ahead up to the end of a page.
#define AHEAD 64

/// The parameters of both functions, but for the width and the results.
typedef struct {
    const cscoring_formula *formula;
    const cscoring_kind *kinds;
    size_t kind_count;
    const cscoring_accumulator *accumulators;
    const char *fits;
    size_t fit_stride;
    size_t persons_offset;
    const int32_t *numbers;
    size_t count;
    const double *committees, *committee_bounds;
} inputs;

typedef struct {
    uint16_t *urgencies, *bounds;
    double *heats, *points;
} results;

#define LANES 4
#define NAMED(name) name##_baseline
#include "kernel.h"
#undef LANES
#undef NAMED

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define LANES 8
#define NAMED(name) name##_avx2
#include "kernel.h"
#undef LANES
#undef NAMED
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl"))), apply_to = function)
#define LANES 16
#define NAMED(name) name##_avx512
#include "kernel.h"
#undef LANES
#undef NAMED
#pragma clang attribute pop

#endif

bool cscoring_supports(cscoring_width width) {
    switch (width) {
#if defined(__x86_64__)
    case CSCORING_AVX2: return __builtin_cpu_supports("avx2");
    case CSCORING_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vl");
#endif
    default: return width == CSCORING_BASELINE;
    }
}

void cscoring_score(cscoring_width width, const cscoring_formula *formula, const cscoring_kind *kinds,
                    size_t kind_count, const void *accumulators, const void *fits, size_t fit_stride,
                    const int32_t *numbers, size_t count, const double *committees, const double *committee_bounds,
                    uint16_t *urgencies, uint16_t *bounds, double *heats, double *points) {
    const inputs inputs = {
        formula, kinds, kind_count, accumulators, fits, fit_stride, 0, numbers, count, committees, committee_bounds,
    };
    const results results = {urgencies, bounds, heats, points};
    switch (width) {
#if defined(__x86_64__)
    case CSCORING_AVX2: return score_avx2(&inputs, &results);
    case CSCORING_AVX512: return score_avx512(&inputs, &results);
#endif
    default: return score_baseline(&inputs, &results);
    }
}

void cscoring_bound(cscoring_width width, const cscoring_formula *formula, const cscoring_kind *kinds,
                    size_t kind_count, const void *accumulators, const void *fits, size_t fit_stride,
                    size_t persons_offset, const int32_t *numbers, size_t count, uint16_t *bounds) {
    const inputs inputs = {
        formula, kinds, kind_count, accumulators, fits, fit_stride, persons_offset, numbers, count, NULL, NULL,
    };
    switch (width) {
#if defined(__x86_64__)
    case CSCORING_AVX2: return bound_avx2(&inputs, bounds);
    case CSCORING_AVX512: return bound_avx512(&inputs, bounds);
#endif
    default: return bound_baseline(&inputs, bounds);
    }
}

// In both searches each candidate is written down, and the next one over it unless it counts: whether it does cannot be
// foreseen, and a branch would be taken wrongly.

/// The first place from `start` on, in steps, from which on so many of the `count` numbers need not all be at most
/// `level`: some are above, or there are no more so many.
static size_t skip(const uint16_t *numbers, size_t start, size_t count, uint16_t level) {
    typedef uint16_t step __attribute__((vector_size(CSCORING_FIND_ROOM * sizeof(uint16_t))));
    for (; start + CSCORING_FIND_ROOM <= count; start += CSCORING_FIND_ROOM) {
        step looked_at;
        memcpy(&looked_at, numbers + start, sizeof looked_at);
        if (__builtin_reduce_or(looked_at > level)) break;
    }
    return start;
}

size_t cscoring_find(const uint16_t *numbers, size_t start, size_t count, const int32_t *groups, const uint16_t *levels,
                     uint16_t lowest, int32_t *found, size_t room, size_t *end) {
    size_t place = start, length = 0;
    while (place < count && length + CSCORING_FIND_ROOM <= room) {
        place = skip(numbers, place, count, lowest);
        const size_t last = count - place < CSCORING_FIND_ROOM ? count : place + CSCORING_FIND_ROOM;
        for (; place < last; place++) {
            found[length] = (int32_t)place;
            length += numbers[place] > levels[groups[place]];
        }
    }
    *end = place;
    return length;
}

size_t cscoring_lower(const int32_t *numbers, const uint16_t *bounds, size_t count, const int32_t *groups,
                      const uint16_t *levels, uint16_t *ceilings, int32_t *reaching) {
    size_t length = 0;
    for (size_t place = 0; place < count; place++) {
        const int32_t number = numbers[place];
        ceilings[number] = bounds[place] + 1;
        reaching[length] = number;
        length += bounds[place] >= levels[groups[number]];
    }
    return length;
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

// The formula over LANES accounts at a time; included once for each width, with names made by NAMED.
//
// Every operation on a double is the one that Swift's scoring of a single account does, in the same order (see
// docs/scoring.md), so that every lane has its bits.

typedef double NAMED(reals) __attribute__((vector_size(LANES * 8)));
typedef int64_t NAMED(integers) __attribute__((vector_size(LANES * 8)));
typedef uint64_t NAMED(words) __attribute__((vector_size(LANES * 8)));
typedef int32_t NAMED(halves) __attribute__((vector_size(LANES * 4)));
typedef uint16_t NAMED(quarters) __attribute__((vector_size(LANES * 2)));

/// What `exp` is made of, a whole vector each: an operand from memory is cheaper than one that is spread every time.
typedef struct {
    NAMED(reals) low, binary_logarithm_of_e, shift, logarithm_of_2_high, logarithm_of_2_low, p[10], one;
} NAMED(constants);

static inline void NAMED(fill)(NAMED(constants) *constants) {
    static const double p[10] = {
        0x1.ad7f6df4be97dp-26, 0x1.28ad7289d501cp-22, 0x1.71df255298c5bp-19, 0x1.a0199a0cb904fp-16,
        0x1.a01a012a57b8cp-13, 0x1.6c16c18429eebp-10, 0x1.1111111127be4p-7, 0x1.555555555087dp-5,
        0x1.55555555554fap-3, 0x1.000000000000ap-1,
    };
    const NAMED(reals) zero = {0};
    constants->low = zero - 100;
    constants->binary_logarithm_of_e = zero + 0x1.71547652b82fep+0;
    constants->shift = zero + 0x1.8p52;
    constants->logarithm_of_2_high = zero + 0x1.62e42fefa4000p-1;
    constants->logarithm_of_2_low = zero - 0x1.8432a1b0e2634p-43;
    for (int i = 0; i < 10; i++) constants->p[i] = zero + p[i];
    constants->one = zero + 1;
}

/// `chosen` where the mask is set, else `other`.
static inline NAMED(reals) NAMED(choose)(NAMED(integers) mask, NAMED(reals) chosen, NAMED(reals) other) {
    return (NAMED(reals))((mask & (NAMED(integers))chosen) | (~mask & (NAMED(integers))other));
}

/// 1 − e^x for x ≤ 0.
///
/// Below −100 it is 1, as it is there: so e^x need not be scaled in two steps.
static inline NAMED(reals) NAMED(complement)(NAMED(reals) x, const NAMED(constants) *constants) {
    NAMED(reals) bounded = NAMED(choose)(x < constants->low, constants->low, x);
    NAMED(reals) shifted = bounded * constants->binary_logarithm_of_e + constants->shift;
    NAMED(reals) n = shifted - constants->shift;
    NAMED(reals) a = bounded - n * constants->logarithm_of_2_high;
    NAMED(reals) b = n * constants->logarithm_of_2_low;
    NAMED(reals) r = a - b;
    NAMED(reals) c = (a - r) - b;
    NAMED(reals) q = r * constants->p[0] + constants->p[1];
    for (int i = 2; i < 10; i++) q = q * r + constants->p[i];
    NAMED(reals) sum = constants->one + r;
    NAMED(reals) lost = r - (sum - constants->one);
    NAMED(reals) value = sum + (lost + (c + (r * r) * q));
    // n stands in the low bits of `shifted`.
    return constants->one - (NAMED(reals))((NAMED(integers))value + ((NAMED(integers))shifted << 52));
}

/// landmark − number, where the landmarks are the upper 40 bits of `words`.
static inline NAMED(integers) NAMED(exponents)(NAMED(integers) words, int64_t number) {
    // The landmark's sign is spread by hand, as not every width can shift it in.
    const int64_t sign = INT64_C(1) << 39;
    return ((NAMED(integers))((NAMED(words))words >> 24) ^ sign) - (sign + number);
}

/// 2^(landmark − number), where the landmarks are the upper 40 bits of `words`; +0 where the difference is below −1000,
/// and 2^1000 where it is above 1000, which `far` says.
static inline NAMED(reals) NAMED(power)(NAMED(integers) words, int64_t number, NAMED(integers) *far) {
    const NAMED(integers) zero = {0};
    NAMED(integers) n = NAMED(exponents)(words, number);
    *far = n > zero + 1000;
    NAMED(integers) bounded = (*far & (zero + 1000)) | (~*far & n);
    return (NAMED(reals))(((bounded + 1023) << 52) & (n >= zero - 1000));
}

/// (1 − x)^exponent, and 0 where x is above 1: at most e^(−exponent · x). The exponent is a power of two.
static inline NAMED(reals) NAMED(rough_exponential)(NAMED(reals) x, int exponent) {
    const NAMED(reals) zero = {0};
    NAMED(reals) value = 1 - x;
    value = NAMED(choose)(value > zero, value, zero);
    for (int power = 1; power < exponent; power *= 2) value *= value;
    return value;
}

/// The heat, from the intent.
static inline NAMED(reals) NAMED(heat)(const cscoring_formula *formula, NAMED(reals) intent,
                                       const NAMED(constants) *constants) {
    return 100 * NAMED(complement)(-intent / formula->saturation, constants);
}

/// The urgency in hundredths before it is rounded, from the heat.
static inline NAMED(reals) NAMED(urgency)(const cscoring_formula *formula, NAMED(reals) heat, NAMED(reals) fit) {
    NAMED(reals) urgency = heat * (formula->fit_floor + (1 - formula->fit_floor) * fit);
    return 100 * urgency;
}

/// The factor for kinds of at least the threshold, of their number.
static inline NAMED(reals) NAMED(convergence)(const cscoring_formula *formula, NAMED(reals) converging) {
    const NAMED(reals) zero = {0};
    NAMED(reals) further = converging - 1;
    return 1 + formula->bonus * NAMED(choose)(further > zero, further, zero);
}

/// Writes numbers of 0 to 65,535 without what is behind their point.
static inline void NAMED(store)(NAMED(reals) numbers, uint16_t *target) {
    NAMED(halves) whole = __builtin_convertvector(numbers, NAMED(halves));
    NAMED(quarters) short_ones = __builtin_convertvector(whole, NAMED(quarters));
    memcpy(target, &short_ones, sizeof short_ones);
}

/// The fits of the accounts whose numbers begin at `numbers`.
static inline NAMED(reals) NAMED(fits)(const inputs *inputs, const int32_t *numbers) {
    NAMED(reals) fit;
    EACH_LANE for (int lane = 0; lane < LANES; lane++) {
        fit[lane] = *(const double *)(inputs->fits + (size_t)numbers[lane] * inputs->fit_stride);
    }
    return fit;
}

/// The factors for as many persons as the accounts whose numbers begin at `numbers` remember.
static inline NAMED(reals) NAMED(largest_committees)(const inputs *inputs, const int32_t *numbers) {
    const NAMED(reals) zero = {0};
    const double bonus = inputs->formula->committee_bonus, most = inputs->formula->committee_most;
    NAMED(quarters) few;
    EACH_LANE for (int lane = 0; lane < LANES; lane++) {
        const char *fit = inputs->fits + (size_t)numbers[lane] * inputs->fit_stride;
        few[lane] = *(const uint16_t *)(fit + inputs->persons_offset);
    }
    NAMED(reals) persons = __builtin_convertvector(few, NAMED(reals));
    NAMED(reals) further = NAMED(choose)(persons == zero + UINT16_MAX, zero + most, persons - 1);
    further = NAMED(choose)(further < zero + most, further, zero + most);
    return 1 + bonus * NAMED(choose)(further > zero, further, zero);
}

/// The sums and the words of one kind of the accounts whose accumulators begin at `rows`.
///
/// Of each both are loaded at once; four of these are put together, and only then sums and words are parted.
static inline void NAMED(gather)(size_t kind, const cscoring_accumulator *const *rows, NAMED(reals) *sums,
                                 NAMED(integers) *words) {
    typedef double pair __attribute__((vector_size(16)));
    typedef double pairs __attribute__((vector_size(32)));
    typedef double quartet __attribute__((vector_size(64)));
    EACH_LANE for (int lane = 0; lane < LANES; lane += 4) {
        pair first, second, third, fourth;
        memcpy(&first, rows[lane] + kind, sizeof first);
        memcpy(&second, rows[lane + 1] + kind, sizeof second);
        memcpy(&third, rows[lane + 2] + kind, sizeof third);
        memcpy(&fourth, rows[lane + 3] + kind, sizeof fourth);
        pairs low = __builtin_shufflevector(first, second, 0, 1, 2, 3);
        pairs high = __builtin_shufflevector(third, fourth, 0, 1, 2, 3);
        quartet all = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
        pairs four_sums = __builtin_shufflevector(all, all, 0, 2, 4, 6);
        pairs four_words = __builtin_shufflevector(all, all, 1, 3, 5, 7);
        memcpy((char *)sums + lane * 8, &four_sums, sizeof four_sums);
        memcpy((char *)words + lane * 8, &four_words, sizeof four_words);
    }
}

/// The levels of a kind, whose accumulators lie at `kind` of those that begin at `rows`; `present` says where there is
/// any, and `far` where a signal is so far in the future that the level does not yet fall with time.
static inline NAMED(reals) NAMED(levels)(const cscoring_kind *read, size_t kind, const cscoring_accumulator *const *rows,
                                         NAMED(integers) *present, NAMED(integers) *far) {
    const NAMED(reals) zero = {0};
    NAMED(reals) sums;
    NAMED(integers) words;
    NAMED(gather)(kind, rows, &sums, &words);
    NAMED(reals) power = NAMED(power)(words, read->number, far);
    *present = sums != zero;
    *far &= *present;
    return sums * read->decay * power;
}

/// At least the points of a kind, whose accumulators lie at `kind` of those that begin at `rows`; at most its cap.
static inline NAMED(reals) NAMED(rough_points)(const cscoring_kind *read, size_t kind,
                                               const cscoring_accumulator *const *rows) {
    const NAMED(reals) zero = {0}, cap = zero + read->cap;
    const NAMED(integers) least = {0}, most = least + (1000 + 1023);
    NAMED(reals) sums;
    NAMED(integers) words;
    NAMED(gather)(kind, rows, &sums, &words);
    // As in `power`; 1023 more is what stands in a double for an exponent.
    NAMED(integers) n = NAMED(exponents)(words, read->number - 1023);
    NAMED(integers) bounded = __builtin_elementwise_max(__builtin_elementwise_min(n, most), least);
    // With 1 − x for e^(−x), seven times as many accounts would look hopeful.
    NAMED(reals) eighth = sums * (NAMED(reals))(bounded << 52) * (read->share / 8);
    NAMED(reals) points = cap - cap * NAMED(rough_exponential)(eighth, 8);
    // Few are so far in the future that the level does not yet fall with time.
    if (__builtin_expect(__builtin_reduce_or(n > most) != 0, 0)) {
        points = NAMED(choose)((n > most) & (sums != zero), cap, points);
    }
    return points;
}

/// What is known of the accounts of a block, kind by kind.
typedef struct {
    NAMED(reals) sum[BLOCK / LANES], converging[BLOCK / LANES], nearly[BLOCK / LANES];
    /// The sum of what does not dampen, once that is another.
    NAMED(reals) rising[BLOCK / LANES];
    NAMED(integers) dampened[BLOCK / LANES], far[BLOCK / LANES];
    bool is_dampened;
} NAMED(block);

/// Adds the points of one kind to the accounts whose accumulators begin at `rows`, and puts them into
/// `results`.
static inline void NAMED(add)(const inputs *inputs, size_t kind, const cscoring_accumulator *const *rows,
                              NAMED(block) *block, size_t vectors, double *results,
                              const NAMED(constants) *constants) {
    const cscoring_formula *formula = inputs->formula;
    const cscoring_kind *read = inputs->kinds + kind;
    const NAMED(reals) zero = {0};
    const NAMED(reals) weight = zero + read->weight, cap = zero + read->cap;
    const bool dampens = read->weight < 0;
    NAMED(reals) points[BLOCK / LANES];
    NAMED(integers) any = {0};
    for (size_t vector = 0; vector < vectors; vector++) {
        NAMED(integers) present, far;
        NAMED(reals) level = NAMED(levels)(read, kind, rows + vector * LANES, &present, &far);
        any |= present;
        if (dampens) {
            block->dampened[vector] |= present;
        } else {
            block->far[vector] |= far;
        }
        points[vector] = (dampens ? weight * level : -(weight * level)) / cap;
    }
    // Without contributions the points are 0, and the threshold is above that.
    if (!__builtin_reduce_or(any)) {
        memset(results, 0, vectors * LANES * sizeof *results);
        return;
    }
    for (size_t vector = 0; vector < vectors; vector++) {
        points[vector] = cap * NAMED(complement)(points[vector], constants);
        if (dampens) points[vector] = -points[vector];
    }
    memcpy(results, points, vectors * LANES * sizeof *results);
    if (dampens) {
        if (!block->is_dampened) memcpy(block->rising, block->sum, sizeof block->sum);
        block->is_dampened = true;
        for (size_t vector = 0; vector < vectors; vector++) block->sum[vector] += points[vector];
        return;
    }
    const NAMED(reals) threshold = zero + formula->threshold, near = zero + (formula->threshold - read->slack);
    const NAMED(integers) one = (NAMED(integers))(zero + 1);
    for (size_t vector = 0; vector < vectors; vector++) {
        block->sum[vector] += points[vector];
        block->converging[vector] += (NAMED(reals))((points[vector] >= threshold) & one);
        block->nearly[vector] += (NAMED(reals))((points[vector] >= near) & one);
    }
    if (!block->is_dampened) return;
    for (size_t vector = 0; vector < vectors; vector++) block->rising[vector] += points[vector];
}

static void NAMED(score)(const inputs *inputs, const results *results) {
    const cscoring_formula *formula = inputs->formula;
    NAMED(constants) values;
    NAMED(fill)(&values);
    const NAMED(constants) *constants = &values;
    // The compiler is not to know what they are: it would spread them from single numbers again.
    __asm__("" : "+r"(constants));
    const NAMED(reals) zero = {0};
    for (size_t start = 0; start < inputs->count; start += BLOCK) {
        const size_t left = inputs->count - start;
        const size_t vectors = (left < BLOCK ? left : BLOCK) / LANES;
        const int32_t *numbers = inputs->numbers + start;
        const cscoring_accumulator *rows[BLOCK];
        for (size_t place = 0; place < vectors * LANES; place++) {
            rows[place] = inputs->accumulators + (size_t)numbers[place] * inputs->kind_count;
        }
        // What dampens is left out of the bound, as it decays too. There is no bound where points are just below the
        // threshold of convergence, since a rounding error could lift them over it, and where a signal is far.
        NAMED(block) block;
        memset(&block, 0, sizeof block);
        for (size_t kind = 0; kind < inputs->kind_count; kind++) {
            double *points = results->points + kind * inputs->count + start;
            NAMED(add)(inputs, kind, rows, &block, vectors, points, constants);
        }
        for (size_t vector = 0; vector < vectors; vector++) {
            const size_t place = vector * LANES;
            NAMED(reals) fit = NAMED(fits)(inputs, numbers + place), committee, committee_bound;
            memcpy(&committee, inputs->committees + start + place, sizeof committee);
            memcpy(&committee_bound, inputs->committee_bounds + start + place, sizeof committee_bound);
            NAMED(reals) convergence = NAMED(convergence)(formula, block.converging[vector]);
            NAMED(reals) sum = block.sum[vector];
            NAMED(reals) intent = NAMED(choose)(sum > zero, sum, zero) * convergence * committee;
            NAMED(reals) heat = NAMED(heat)(formula, intent, constants);
            memcpy(results->heats + start + place, &heat, sizeof heat);
            NAMED(reals) urgency = NAMED(urgency)(formula, heat, fit);
            NAMED(reals) bound = urgency;
            if (__builtin_reduce_or(block.dampened[vector] | (committee != committee_bound))) {
                sum = (block.is_dampened ? block.rising : block.sum)[vector];
                intent = NAMED(choose)(sum > zero, sum, zero) * convergence * committee_bound;
                bound = NAMED(urgency)(formula, NAMED(heat)(formula, intent, constants), fit);
            }
            // The bound has room for rounding errors, which are far smaller, as a hundredth is far larger.
            NAMED(integers) unbounded = block.far[vector] | (block.nearly[vector] != block.converging[vector]);
            bound = NAMED(choose)(unbounded, zero + CSCORING_UNBOUNDED, bound + (0.5 + 0x1p-20));
            NAMED(store)(urgency + 0.5, results->urgencies + start + place);
            NAMED(store)(bound, results->bounds + start + place);
        }
    }
}

/// Only bounds, which are found without most of the work, as they need no more of e^(−x) than what it is not less than.
///
/// They need not have the bits of `score`: what rounding may take from them is far below the slack, and below what is
/// added at last.
static void NAMED(bound)(const inputs *inputs, uint16_t *bounds) {
    const cscoring_formula *formula = inputs->formula;
    const NAMED(reals) zero = {0};
    const NAMED(integers) one = (NAMED(integers))(zero + 1);
    for (size_t start = 0; start < inputs->count; start += LANES) {
        const int32_t *numbers = inputs->numbers + start;
        if (start + AHEAD + LANES <= inputs->count) {
            for (int lane = 0; lane < LANES; lane++) {
                const size_t number = (size_t)numbers[AHEAD + lane];
                const cscoring_accumulator *row = inputs->accumulators + number * inputs->kind_count;
                __builtin_prefetch(row);
                __builtin_prefetch(row + inputs->kind_count - 1);
                __builtin_prefetch(inputs->fits + number * inputs->fit_stride);
            }
        }
        const cscoring_accumulator *rows[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            rows[lane] = inputs->accumulators + (size_t)numbers[lane] * inputs->kind_count;
        }
        NAMED(reals) sum = zero, converging = zero;
        for (size_t kind = 0; kind < inputs->kind_count; kind++) {
            const cscoring_kind *read = inputs->kinds + kind;
            if (read->weight < 0) continue;
            NAMED(reals) points = NAMED(rough_points)(read, kind, rows);
            sum += points;
            const double near = formula->threshold - read->slack;
            converging += (NAMED(reals))((points >= zero + near) & one);
        }
        NAMED(reals) committee = NAMED(largest_committees)(inputs, numbers);
        NAMED(reals) intent = sum * NAMED(convergence)(formula, converging) * committee;
        NAMED(reals) rest = NAMED(rough_exponential)(intent * (1 / (64 * formula->saturation)), 64);
        NAMED(reals) bound = NAMED(urgency)(formula, 100 * (1 - rest), NAMED(fits)(inputs, numbers));
        NAMED(store)(bound + (0.5 + 0x1p-19), bounds + start);
    }
}

#include <stdint.h>

// Questions about sixteen bytes at once, which Swift's vectors would answer byte by byte. The answer is a bit for each byte,
// that of the first in memory lowest.

/// Sixteen bytes as they are in memory.
typedef unsigned long long sixteen_bytes __attribute__((__ext_vector_type__(2)));

typedef uint8_t sixteen_bytes_apart __attribute__((__ext_vector_type__(16)));
typedef _Bool sixteen_bits __attribute__((__ext_vector_type__(16)));

/// Which of them are the same in both.
static inline uint16_t sixteen_bytes_equal(sixteen_bytes left, sixteen_bytes right) {
    sixteen_bits equal = __builtin_convertvector(
        (sixteen_bytes_apart)left == (sixteen_bytes_apart)right, sixteen_bits);
    return __builtin_bit_cast(uint16_t, equal);
}

/// Which of them a JSON text without escapes cannot hold: quotes, backslashes, control characters, DEL included.
static inline uint16_t sixteen_bytes_not_plain(sixteen_bytes bytes) {
    sixteen_bytes_apart apart = (sixteen_bytes_apart)bytes;
    sixteen_bits found = __builtin_convertvector(
        (apart == '"') | (apart == '\\') | (apart < 0x20) | (apart == 0x7F), sixteen_bits);
    return __builtin_bit_cast(uint16_t, found);
}

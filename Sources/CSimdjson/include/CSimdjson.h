// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

// A C interface to simdjson's DOM parser: bytes in, tape out. Nothing here throws.

#ifndef HOTLIST_CSIMDJSON_H
#define HOTLIST_CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser and the document it parsed last. One thread at a time.
typedef struct csimdjson_parser csimdjson_parser;

/// Why a document was refused. The numbers are ours: simdjson's own differ between its versions.
typedef enum csimdjson_status {
    CSIMDJSON_OK = 0,
    CSIMDJSON_OUT_OF_MEMORY = 1,
    CSIMDJSON_EMPTY = 2,
    CSIMDJSON_INVALID_UTF8 = 3,
    CSIMDJSON_TOO_DEEP = 4,
    CSIMDJSON_INVALID_STRING = 5,
    CSIMDJSON_INVALID_NUMBER = 6,
    CSIMDJSON_MALFORMED = 7,
} csimdjson_status;

/// The parsed document; the pointers hold until the next parse or the end of the parser.
typedef struct csimdjson_view {
    /// The tape as simdjson's doc/tape.md describes it, from the opening to the closing root word.
    const uint64_t *tape;
    size_t tape_count;
    /// The unescaped strings, each a 32-bit length in native byte order, the bytes and a NUL.
    const uint8_t *strings;
    /// At most this many bytes of `strings` may be read.
    size_t strings_count;
    /// Where each token starts in the source, in ascending order.
    const uint32_t *tokens;
    size_t tokens_count;
    /// Whether the source has neither a backslash nor DEL: then no string holds a control character, a quote or a
    /// backslash.
    bool has_plain_strings;
} csimdjson_view;

/// A parser that refuses deeper nesting than `max_depth`; NULL when out of memory.
csimdjson_parser *csimdjson_create(size_t max_depth);

/// Frees the parser and everything it handed out. NULL does nothing.
void csimdjson_destroy(csimdjson_parser *parser);

/// Parses `length` bytes (a copy is made, so no padding is needed) and fills in `view` on success.
csimdjson_status csimdjson_parse(
    csimdjson_parser *parser, const uint8_t *bytes, size_t length, csimdjson_view *view);

#ifdef __cplusplus
}
#endif

#endif

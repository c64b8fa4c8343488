// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

#include "CSimdjson.h"

#include <cstring>
#include <new>

#include <simdjson.h>

struct csimdjson_parser {
    simdjson::dom::parser parser;
    size_t max_depth;
    size_t capacity = 0;
};

namespace {

// Small enough for a start, large enough that ordinary events never grow it.
constexpr size_t initial_capacity = 4096;

csimdjson_status status(simdjson::error_code code) noexcept {
    switch (code) {
    case simdjson::SUCCESS:
        return CSIMDJSON_OK;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY:
        return CSIMDJSON_OUT_OF_MEMORY;
    case simdjson::EMPTY:
        return CSIMDJSON_EMPTY;
    case simdjson::UTF8_ERROR:
        return CSIMDJSON_INVALID_UTF8;
    case simdjson::DEPTH_ERROR:
        return CSIMDJSON_TOO_DEEP;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
        return CSIMDJSON_INVALID_STRING;
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
        return CSIMDJSON_INVALID_NUMBER;
    default:
        return CSIMDJSON_MALFORMED;
    }
}

// Grows by doubling, so that a stream of slowly growing documents does not reallocate for each.
simdjson::error_code reserve(csimdjson_parser &state, size_t length) noexcept {
    if (state.capacity >= length && state.capacity != 0) {
        return simdjson::SUCCESS;
    }
    size_t capacity = state.capacity == 0 ? initial_capacity : state.capacity;
    while (capacity < length) {
        capacity *= 2;
    }
    auto error = state.parser.allocate(capacity, state.max_depth);
    state.capacity = error ? 0 : capacity;
    return error;
}

} // namespace

csimdjson_parser *csimdjson_create(size_t max_depth) {
    auto *state = new (std::nothrow) csimdjson_parser;
    if (state != nullptr) {
        state->max_depth = max_depth;
    }
    return state;
}

void csimdjson_destroy(csimdjson_parser *parser) {
    delete parser;
}

csimdjson_status csimdjson_parse(
    csimdjson_parser *state, const uint8_t *bytes, size_t length, csimdjson_view *view) {
    *view = csimdjson_view{};
    if (length == 0) {
        return CSIMDJSON_EMPTY;
    }
    if (auto error = reserve(*state, length)) {
        return status(error);
    }
    auto error = state->parser.parse(bytes, length).error();
    if (error) {
        return status(error);
    }
    const auto &document = state->parser.doc;
    const auto &implementation = state->parser.implementation;
    view->tape = document.tape.get();
    // The opening root word points to the closing one, which is the last.
    view->tape_count = static_cast<size_t>(document.tape[0] & 0x00FFFFFFFFFFFFFF) + 1;
    view->strings = document.string_buf.get();
    // What simdjson allocates for this capacity, its padding left out.
    view->strings_count = document.capacity() / 3 * 5;
    view->tokens = implementation->structural_indexes.get();
    view->tokens_count = implementation->n_structural_indexes;
    view->has_plain_strings =
        std::memchr(bytes, '\\', length) == nullptr && std::memchr(bytes, 0x7f, length) == nullptr;
    return CSIMDJSON_OK;
}

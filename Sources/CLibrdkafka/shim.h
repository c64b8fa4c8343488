// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/// Names the calling thread (15 bytes on Linux), which Swift cannot: prctl is variadic.
static inline void kafka_client_name_thread(const char *name) {
#ifdef __linux__
    prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
#else
    (void)name;
#endif
}

/// One error and one delay for the next request of a kind to a broker; librdkafka's own function is variadic.
static inline rd_kafka_resp_err_t kafka_client_mock_push_error_rtt(
    rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t request, rd_kafka_resp_err_t error, int milliseconds
) {
    return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker, request, (size_t)1, error, milliseconds);
}

# SPDX-License-Identifier: Apache-2.0
# Copyright the hotlist authors
#
# Two commands do everything on a fresh machine with a Swift toolchain: `make demo` and `make test`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=

# The Swift runtime is linked in, so that a machine that runs hotlist needs no toolchain. A start reads the program's
# relocations and symbols, which then stay resident (6 MB): so the former are packed, which needs glibc 2.36 or newer where
# it runs, and the latter are not exported. What is done often lies apart from what is not, by the counts below, so that less
# of the code is (2 MB). The compiler would leave objects as they are while only such flags are others: it must not.
RELEASE_FLAGS ?= -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
  -Xlinker --no-export-dynamic -Xlinker -z -Xlinker keep-text-section-prefix \
  -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
# How often hotlist takes which branch, counted while it works, so that the compiler lays it out for that (a row is read in a
# sixth less time). Release builds use the counts where there are any; `release`, `install` and `bench` have them made first,
# if the toolchain can. `make … PROFILE=` does without; `make clean` has them counted again.
PROFILE ?= .build/hotlist.profdata
PROFILE_FLAGS = $(shell if [ -s "$(PROFILE)" ]; then \
  echo '-Xswiftc -Xfrontend -Xswiftc "-ir-profile-use=$(abspath $(PROFILE))"'; fi)
BUILD_RELEASE = swift build $(RELEASE_FLAGS) $(PROFILE_FLAGS)
DEMO_FLAGS ?=
SAMPLE_FLAGS ?= --seed 1 --count 20
# How many seeds `make simulate` runs; SEED=k runs that one and says what happened in it.
SEEDS ?= 500
SEED ?=
# `make chaos`, `make bench`: brokers. `make chaos`: how many kills, or how many seconds of trouble.
BROKERS ?=
CYCLES ?=
SECONDS ?=
CHAOS_FLAGS ?=
# `make bench`: what else it is told, such as "--only flow" or "--json figures.json".
BENCH_FLAGS ?=
FORMATTED := Sources Tests Benchmarks/Benchmarks Benchmarks/Package.swift Package.swift

.PHONY: help setup demo test build program release sample simulate chaos bench lint format clean install

help: ## Show what there is
	@printf 'hotlist: signals in, ranked account queues out.\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@printf '\nNothing needs to be installed first but a Swift toolchain, 6.2 or newer.\n'

setup: ## Check the toolchain and install the system packages that are missing
	@scripts/setup

demo: program ## Build, then stream a day of vendor signals through an embedded broker
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" demo $(DEMO_FLAGS)

# Among thousands of lines a failure is easily overlooked, so that those are said once more at the end.
test: setup lint ## Build, check the format, run all tests, build the benchmarks (CI=1: warnings are errors)
	@mkdir -p .build
	@swift test 2>&1 | tee .build/tests.log || { \
	  printf '\nWhat failed (all of the output: .build/tests.log):\n'; \
	  grep -E -A 3 '^✘|error: ' .build/tests.log | tail -n 60; exit 1; }
	swift build --package-path Benchmarks

build: setup ## Build for debugging
	swift build

program: setup
	$(BUILD_RELEASE) --product hotlist

release: setup $(PROFILE) ## Build the daemon for production, by counts of what it does (takes twice as long, once)
	$(BUILD_RELEASE) --product hotlist

$(PROFILE): | setup
	scripts/profile "$@" $(RELEASE_FLAGS)

sample: program ## Print a few made-up vendor payloads
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" simulate $(SAMPLE_FLAGS)

simulate: setup ## Run SEEDS simulated deployments with everything that can go wrong, or SEED alone
	$(BUILD_RELEASE) --product simulator
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/simulator" \
	  $(if $(SEED),--seed $(SEED),--seeds $(SEEDS))

chaos: program ## Kill and cut off real processes on a real broker (BROKERS=host:port), then prove the result
	$(BUILD_RELEASE) --product chaos
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/chaos" \
	  $(if $(BROKERS),--brokers $(BROKERS)) $(if $(SEED),--seed $(SEED)) $(if $(CYCLES),--cycles $(CYCLES)) \
	  $(if $(SECONDS),--seconds $(SECONDS)) $(CHAOS_FLAGS)

bench: release ## Measure throughput, latency, memory beside librdkafka and memory (BROKERS=host:port, BENCH_FLAGS=…)
	$(BUILD_RELEASE) --product bench
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/bench" $(if $(BROKERS),--brokers $(BROKERS)) $(BENCH_FLAGS)

lint: setup ## Check the format
	swift format lint --strict --recursive --parallel $(FORMATTED)

format: setup ## Rewrite the sources in the project's format
	swift format --in-place --recursive --parallel $(FORMATTED)

clean: ## Delete what was built
	rm -rf .build Benchmarks/.build

install: release ## Install binary, configuration and unit under DESTDIR, PREFIX
	scripts/install "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" "$(DESTDIR)" "$(PREFIX)" "$(SYSCONFDIR)"

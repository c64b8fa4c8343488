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

# The Swift runtime is linked in, so that a machine that runs hotlist needs no toolchain.
RELEASE_FLAGS ?= -c release --static-swift-stdlib
DEMO_FLAGS ?=
SIMULATE_FLAGS ?= --seed 1 --count 20
# chaos: brokers, and kills or seconds; without BROKERS, what a mock cluster allows.
BROKERS ?=
CYCLES ?=
SECONDS_OF_TROUBLE := $(if $(filter command% environment%,$(origin SECONDS)),$(SECONDS))
SEED ?=
CHAOS_FLAGS ?=
FORMATTED := Sources Tests Package.swift

.PHONY: help setup demo test build release simulate chaos lint format clean install

help: ## Show what there is
	@printf 'hotlist: signals in, ranked account queues out.\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@printf '\nNothing needs to be installed first but a Swift toolchain, 6.2 or newer.\n'

setup: ## Check the toolchain and install the system packages that are missing
	@scripts/setup

demo: release ## Build, then stream a day of vendor signals through an embedded broker
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" demo $(DEMO_FLAGS)

test: setup lint ## Build, check the format, run all tests (CI=1: warnings are errors)
	swift test

build: setup ## Build for debugging
	swift build

release: setup ## Build the daemon for production
	swift build $(RELEASE_FLAGS) --product hotlist

simulate: release ## Print a few made-up vendor payloads
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" simulate $(SIMULATE_FLAGS)

chaos: release ## Kill and cut off real processes on a real broker (BROKERS=host:port), then prove the result
	swift build $(RELEASE_FLAGS) --product chaos
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/chaos" $(if $(BROKERS),--brokers $(BROKERS)) \
	    $(if $(CYCLES),--cycles $(CYCLES)) $(if $(SECONDS_OF_TROUBLE),--seconds $(SECONDS_OF_TROUBLE)) $(if $(SEED),--seed $(SEED)) $(CHAOS_FLAGS)

lint: setup ## Check the format
	swift format lint --strict --recursive --parallel $(FORMATTED)

format: setup ## Rewrite the sources in the project's format
	swift format --in-place --recursive --parallel $(FORMATTED)

clean: ## Delete what was built
	rm -rf .build

install: release ## Install binary, configuration and unit under DESTDIR, PREFIX
	scripts/install "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/hotlist" "$(DESTDIR)" "$(PREFIX)" "$(SYSCONFDIR)"

# make run     install what is needed, build, and pipe the sample feedback through attune
# make test    everything that CI checks
# make bench   attune stage by stage and beside its peers, on one machine in one run: writes Benchmarks/RESULTS.md
# make scaling what a gigabyte costs from 10 MB to 10 GB: writes Benchmarks/SCALING.md
# make fuzz    whatever libFuzzer comes up with, TIME=60 seconds for each target
# make model   train the shipped model (DATA: the folder with sentiment/ and lexicons/)
# make format  bring the sources into the house style
# make install the binary, which carries its model, to PREFIX/bin

PREFIX ?= /usr/local
TIME ?= 60
DATA ?= ../shared/data
BUILD = .build/release
PACKAGES = libblas-dev libsimdjson-dev

.PHONY: run test bench scaling fuzz model format install dependencies build lint guard

run: build
	$(BUILD)/attune classify Samples/feedback.txt

build: dependencies
	swift build -c release --product attune

test: PACKAGES += valgrind binutils
test: dependencies lint
	ATTUNE_STRICT=1 swift build --build-tests
	ATTUNE_STRICT=1 swift test
	ATTUNE_STRICT=1 swift build -c release --product attune
	Benchmarks/guard.sh $(BUILD)/attune

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Corpus Benchmarks/Stages

guard: PACKAGES += valgrind binutils
guard: build
	Benchmarks/guard.sh $(BUILD)/attune

bench: PACKAGES += fasttext gcc python3
bench: build
	Benchmarks/compare.sh "$(abspath $(BUILD)/attune)"

scaling: PACKAGES += python3
scaling: build
	Benchmarks/scale.sh "$(abspath $(BUILD)/attune)"

fuzz: dependencies
	TIME=$(TIME) Tests/fuzz.sh

model: build
	@test -d "$(DATA)/sentiment" || { echo "make model: no training data in $(DATA); set DATA=folder (see Models/README.md)"; exit 66; }
	Models/train.sh "$(abspath $(BUILD)/attune)" "$(abspath $(DATA))"
	swift build -c release --product attune

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Corpus Benchmarks/Stages

# The Swift runtime goes into the installed binary, so that it runs on machines without Swift.
install: dependencies
	swift build -c release --product attune --static-swift-stdlib --scratch-path .build/install
	install -D -m 755 .build/install/release/attune "$(DESTDIR)$(PREFIX)/bin/attune"

# Installs Debian packages that are missing; does nothing when all are there.
dependencies:
	@missing=$$(for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then run=""; else run=sudo; fi; \
	  $$run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$run apt-get install -y -qq $$missing; \
	fi

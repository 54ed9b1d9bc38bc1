# make run     install what is needed, build, and pipe the sample feedback through attune
# make test    everything that CI checks
# make bench   attune stage by stage and beside its peers, on one machine in one run: writes Benchmarks/RESULTS.md
# make scaling what a gigabyte costs from 10 MB to 10 GB: writes Benchmarks/SCALING.md
# make fuzz    whatever libFuzzer comes up with, TIME=60 seconds for each target
# make model   train the shipped model (DATA: the folder with sentiment/, tone/, lexicons/ …; see Models/README.md)
# make format  bring the sources into the house style
# make serve   the server: Server/.build/release/attune-serve
# make install the binary, which carries its model, and the server to PREFIX/bin; the C library to PREFIX/lib and PREFIX/include
# make documentation the reference of the Swift libraries as web pages: .build/documentation
# make library the C library: .build/library/libattune.so.1
# make wheel   the Python package: .build/wheel/attune-….whl
# make test-c, test-sanitized, test-python  what make test does for C, under sanitizers, and for Python
# make test-server the server over real sockets
# make test-pages  pages and terminals as people see them, in Chromium (RECORD_PICTURES=1 writes the pictures of the documentation)

PREFIX ?= /usr/local
TIME ?= 60
DATA ?= ../shared/data
BUILD = .build/release
# Swift's runtime goes into the binary, on Linux: it then starts in half of the time and runs on machines without Swift.
# What nobody calls stays out, symbols are not exported, and relocations are packed (glibc 2.36): 2 MB less.
# Each function has its section, and public symbols are not kept for their own sake, so that the linker drops what is unused
# and merges what is equal: 1 MB. Foundation stays out: 5 MB (see Sources/FoundationEssentials). So do the names of Unicode's
# characters: 0.5 MB (see Sources/CPlatform/names.c).
ESSENTIALS = .build/essentials
# Without debug information, which `strip` would take out again, it compiles in less time.
ifeq ($(shell uname),Linux)
COMPILE = --static-swift-stdlib -debug-info-format none -Xswiftc -static-stdlib -Xswiftc -use-ld=lld \
  -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -internalize-at-link \
  -Xswiftc -DATTUNE_WITHOUT_FOUNDATION -Xswiftc -I$(CURDIR)/$(ESSENTIALS) -Xlinker --wrap=_swift_stdlib_getScalarName
LINK = -Xlinker --gc-sections -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --icf=all -Xlinker -O2 -Xlinker -z -Xlinker noseparate-code \
  -Xlinker $(CURDIR)/$(ESSENTIALS)/libFoundationEssentials.a
FOUNDATION = $(ESSENTIALS)/libFoundationEssentials.a
endif
RELEASE = swift build -c release --product attune $(COMPILE) $(LINK)
PACKAGES = libblas-dev libexpat1-dev libsimdjson-dev libuchardet-dev libyaml-dev libzip-dev libzstd-dev zlib1g-dev
TEST_PACKAGES = chromium curl fonts-dejavu-core fonts-noto-color-emoji valgrind binutils gcc g++ libsqlite3-dev pkg-config python3 python3-venv redis-server $(if $(shell command -v java),,default-jre-headless)

SERVE = Server/.build/release/attune-serve

LIBRARY = .build/library/libattune.so.1
VENV = .build/venv

# The library's reference as web pages: .build/documentation/Attune and AttuneCare.
documentation:
	@mkdir -p .build/documentation
	for module in Attune AttuneCare; do \
	  swift package --allow-writing-to-directory .build/documentation generate-documentation --target $$module \
	    --warnings-as-errors --output-path .build/documentation/$$module || exit 1; done

.PHONY: documentation tests library wheel install-library test-c test-sanitized test-python test-pages test-server serve run test bench scaling fuzz model format install dependencies build lint guard

run: build
	$(BUILD)/attune classify Samples/feedback.txt

build: dependencies $(FOUNDATION)
	$(RELEASE)

$(ESSENTIALS)/libFoundationEssentials.a: $(wildcard Sources/FoundationEssentials/*.swift) \
  Sources/AttuneReports/JSON/JSONValue.swift Sources/AttuneReports/JSON/JSONValue+Encoding.swift
	@mkdir -p $(ESSENTIALS)
	swiftc -O -wmo -parse-as-library -static -swift-version 6 -package-name attune -module-name FoundationEssentials \
	  -emit-library -emit-module -emit-module-path $(ESSENTIALS)/FoundationEssentials.swiftmodule -o $@ $^

test: PACKAGES += $(TEST_PACKAGES)
test: dependencies lint
	ATTUNE_STRICT=1 $(MAKE) -j2 tests serve
	ATTUNE_STRICT=1 $(MAKE) guard
	ATTUNE_STRICT=1 ATTUNE_BINARY="$(CURDIR)/$(BUILD)/attune" swift test --skip-build
	ATTUNE_STRICT=1 $(MAKE) test-c test-sanitized test-python test-server

# Beside the server, which is compiled in a folder of its own.
tests: build
	swift build --build-tests -debug-info-format none

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Server/Package.swift Server/Sources Benchmarks/Package.swift Benchmarks/Corpus Benchmarks/Stages

# In one configuration, which its tests use as well: its dependencies take minutes.
serve: PACKAGES += libsqlite3-dev
serve: dependencies
	swift build -c release --package-path Server --product attune-serve --static-swift-stdlib -debug-info-format none $(if $(filter Linux,$(shell uname)),\
	  -Xswiftc -use-ld=lld -Xlinker --gc-sections)

test-server: PACKAGES += chromium curl fonts-dejavu-core fonts-noto-color-emoji python3 python3-venv
test-server: build serve
	Tests/server.sh "$(CURDIR)" "$(abspath $(BUILD)/attune)" "$(abspath $(SERVE))"

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
	$(RELEASE)

format:
	swift format --in-place --recursive Package.swift Sources Tests Server/Package.swift Server/Sources Benchmarks/Package.swift Benchmarks/Corpus Benchmarks/Stages

install: PACKAGES += binutils
install: build serve
	install -D -s -m 755 $(BUILD)/attune "$(DESTDIR)$(PREFIX)/bin/attune"
	install -D -s -m 755 $(SERVE) "$(DESTDIR)$(PREFIX)/bin/attune-serve"
	$(MAKE) install-library

install-library: library
	install -D -m 755 $(LIBRARY) "$(DESTDIR)$(PREFIX)/lib/libattune.so.1"
	ln -sf libattune.so.1 "$(DESTDIR)$(PREFIX)/lib/libattune.so"
	install -D -m 644 Sources/CAttune/include/attune.h "$(DESTDIR)$(PREFIX)/include/attune.h"
	install -d "$(DESTDIR)$(PREFIX)/lib/pkgconfig"
	sed 's|@PREFIX@|$(PREFIX)|' Sources/CAttune/attune.pc.in > "$(DESTDIR)$(PREFIX)/lib/pkgconfig/attune.pc"
	case "$(DESTDIR)$(PREFIX)" in /usr*) [ "$$(id -u)" != 0 ] || ldconfig;; esac

# Swift's runtime and BLAS go into the library, and only what attune.h names comes out of it, so that it lives with
# whatever else is in a process. A folder with nothing but static BLAS and YAML has the linker take those. What the command
# has compiled is linked once more.
library: dependencies $(FOUNDATION)
	@mkdir -p .build/library/archives
	@ln -sf "$$(realpath "$$(dpkg -L libblas-dev | grep '/libblas\.a$$' | head -1)")" .build/library/archives/libblas.a
	@ln -sf "$$(realpath "$$(dpkg -L libyaml-dev | grep '/libyaml\.a$$' | head -1)")" .build/library/archives/libyaml.a
	@rm -f $(BUILD)/libCAttune.so
	swift build -c release --product CAttune $(COMPILE) -Xlinker -L$(CURDIR)/.build/library/archives -Xlinker --gc-sections \
	  -Xlinker --version-script=$(CURDIR)/Sources/CAttune/exports.map -Xlinker -soname=libattune.so.1 \
	  -Xlinker -z -Xlinker nodelete -Xlinker -Bsymbolic -Xlinker -s
	install -m 755 $(BUILD)/libCAttune.so $(LIBRARY)

test-c: PACKAGES += gcc g++ pkg-config
test-c: build library
	Tests/c.sh "$(CURDIR)"

test-sanitized: PACKAGES += gcc
test-sanitized: library
	Tests/sanitize.sh "$(CURDIR)"

$(VENV)/bin/python: PACKAGES += python3 python3-venv
$(VENV)/bin/python: | dependencies
	python3 -m venv $(VENV)

wheel: library $(VENV)/bin/python
	install -m 755 $(LIBRARY) Python/src/attune/libattune.so.1
	rm -rf .build/wheel Python/build
	$(VENV)/bin/pip wheel -q --no-deps --wheel-dir .build/wheel ./Python
	ls -l .build/wheel

test-python: PACKAGES += $(TEST_PACKAGES)
test-python: build wheel
	Tests/python.sh "$(CURDIR)" "$(abspath $(BUILD)/attune)"

test-pages: PACKAGES += chromium fonts-dejavu-core fonts-noto-color-emoji python3 python3-venv
test-pages: build
	Tests/pages.sh "$(CURDIR)" "$(abspath $(BUILD)/attune)"

# Installs Debian packages that are missing; does nothing when all are there.
dependencies:
	@missing=$$(for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then run=""; else run=sudo; fi; \
	  $$run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$run apt-get install -y -qq $$missing; \
	fi

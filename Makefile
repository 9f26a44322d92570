# superbill: make, make demo, make check - all output lands under build/.
# GNU make, not recursive but for a change of flavour; a new source file needs no edit here.
MAKEFLAGS += -rR
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
SHELL := /bin/sh

# The packager's variables.
ifneq ($(filter default undefined,$(origin CC)),)
CC := gcc
endif
ifneq ($(filter default undefined,$(origin CXX)),)
CXX := g++
endif
AR := $(if $(filter default undefined,$(origin AR)),ar,$(AR))
PREFIX ?= /usr/local
PYTHON ?= /usr/bin/python3
PKG_CONFIG ?= pkg-config
CLANG ?= clang
FLAVOR ?= release
V ?= 0
Q := $(if $(filter 1,$(V)),,@)

# Flavours: what one variable changes.
OPT_release := -O2 -g
OPT_san := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
OPT_valgrind := -O1 -g
OPT_cover := -O0 -g --coverage
OPT_fuzz := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
            -fno-sanitize-recover=all
ifndef OPT_$(FLAVOR)
$(error FLAVOR=$(FLAVOR) is none of release san valgrind cover fuzz)
endif
ifeq ($(FLAVOR),fuzz)
CC := $(CLANG)
endif

PKGS := libcjson inih libutf8proc libdeflate zlib libsodium nettle libpng sqlite3
HPDF_LIBS ?= -lhpdf
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
LIBS := $(HPDF_LIBS) $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)

B := build/$(FLAVOR)
GEN := build/gen
CFLAGS ?= $(OPT_$(FLAVOR))
SAN := $(filter -fsanitize=% -fno-sanitize-recover=% --coverage,$(OPT_$(FLAVOR)))
STRICT := -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wconversion -Wshadow \
    -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla
SB_CFLAGS := $(STRICT) -I include -I src -I $(GEN) $(PKG_CFLAGS) \
    -fvisibility=hidden -fPIC -fstack-protector-strong \
    "-ffile-prefix-map=$(CURDIR)=." $(SAN) $(if $(filter 1,$(WERROR)),-Werror) \
    $(if $(filter release,$(FLAVOR)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SB_LDFLAGS := -Wl,--as-needed -Wl,-O1 -Wl,-z,relro -Wl,-z,now $(SAN)

# Sources by wildcard, a layer a folder.
LAYERS := base model codes rules out out/pdf out/xlsx store app
SRC := $(foreach l,$(LAYERS),$(sort $(wildcard src/$(l)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
OBJ := $(SRC:%.c=$(B)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(B)/%.o)
VERSION := $(or $(shell sed -n 's/^.define SB_VERSION "\(.*\)"$$/\1/p' include/superbill.h \
    2>/dev/null),0.0.0)
SOVERSION := $(or $(shell sed -n 's/^.define SB_SOVERSION \([0-9]*\)$$/\1/p' include/superbill.h \
    2>/dev/null),0)
LIB_A := $(B)/libsuperbill.a
LIB_SO := $(B)/libsuperbill.so.$(SOVERSION)
CLI_A := $(B)/libcli.a
PROGRAM := $(if $(CLI_SRC),$(B)/superbill)

# Tests: each C file of unit/ and prop/ is a program; each fuzz target replays its corpus.
UNIT := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
PROP := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/prop/*.c)))
FUZZ_SRC := $(sort $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
REPLAY := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/replay_%,$(FUZZ_SRC))
NAMED := $(UNIT) $(if $(wildcard tests/cli/*.t),tests/cli/run.sh) $(wildcard tests/golden/run.sh)
# The fault suite replaces malloc, as sanitizers and valgrind do: release alone runs it.
FAULT := $(if $(filter release,$(FLAVOR)),$(and $(CLI_SRC),$(wildcard tests/fault/cases.ini)))
SCRIPTS := $(sort $(filter-out tests/cli/run.sh tests/golden/run.sh $(if $(FAULT),,tests/fault/run.sh tests/durable/run.sh), \
    $(wildcard tests/*/run.sh) $(and $(wildcard README.md),tests/readme.sh)))

.PHONY: all tests regold symbols demo check check-run fuzz-run bench-run check-san check-valgrind lint \
    bench fuzz kills month-big install uninstall \
    dist distcheck deps clean
all: $(B)/all
	$(Q)$(if $(filter release,$(FLAVOR)),cp -au $(if $(OBJ),$(B)/libsuperbill.*) $(PROGRAM) \
	    $(B)/superbill.pc build/)

.PHONY: $(B)/all
$(B)/all: $(if $(OBJ),$(LIB_A) $(LIB_SO)) $(PROGRAM) $(B)/superbill.pc

# A changed compiler or flag rebuilds: the stamp is rewritten only when it differs.
FLAGS := $(CC) $(shell $(CC) -dumpversion 2>/dev/null) $(filter-out -Werror,$(SB_CFLAGS)) $(CFLAGS) $(SB_LDFLAGS) \
    $(LDFLAGS) $(LIBS)
$(shell mkdir -p $(B) $(GEN); echo '$(FLAGS)' | cmp -s - $(B)/flags || echo '$(FLAGS)' >$(B)/flags)

# Generated tables: TSV rows, font subsets, templates.
GENERATED := $(if $(wildcard src/gen/mkgen.py),$(GEN)/tables.stamp) \
    $(if $(wildcard src/gen/mkfonts.py),$(GEN)/fonts.stamp) $(GEN)/templates.inc \
    $(GEN)/schema.inc $(GEN)/drawing.inc $(GEN)/zip_library.inc $(GEN)/qpdf_library.inc \
    $(GEN)/qr_library.inc \
    $(GEN)/xlsx_library.inc
TSV := $(sort $(wildcard src/codes/tables/*.tsv))
TEMPLATES := $(sort $(shell find templates -type f 2>/dev/null))
$(GEN)/tables.stamp: src/gen/mkgen.py $(TSV)
	$(Q)$(PYTHON) -B src/gen/mkgen.py $(GEN) $(TSV)
	$(Q)touch $@
$(GEN)/fonts.stamp: src/gen/mkfonts.py
	$(Q)$(PYTHON) -B src/gen/mkfonts.py $(GEN)
	$(Q)touch $@
$(GEN)/templates.inc: src/gen/mkembed.py $(TEMPLATES)
	$(Q)$(PYTHON) -B src/gen/mkembed.py $@ templates
$(GEN)/schema.inc: src/gen/mkembed.py $(sort $(wildcard src/store/schema/*.sql))
	$(Q)$(PYTHON) -B src/gen/mkembed.py $@ src/store/schema
# What draws, by its source: the archive keeps with each document by which it was drawn.
DRAWS := $(sort $(wildcard include/superbill/*.h src/base/*.[ch] src/model/*.[ch] src/model/*.def \
    src/out/*.[ch] src/out/*.def src/out/pdf/*.[ch] src/gen/mkfonts.py))
$(GEN)/drawing.inc: $(DRAWS)
	$(Q)cat $(DRAWS) | sha256sum | \
	    sed -n 's/^\([0-9a-f]*\) .*/static const char drawing_source[] = "\1";/p' >$@
	$(Q)test -s $@
# Libraries that few commands need are loaded on first use, by the name that a linker would note.
$(GEN)/zip_library.inc:
	$(Q)printf '%s\n' 'char zip_open(void);' 'int main(void) { return zip_open(); }' | \
	    $(CC) -x c - -o $(GEN)/probe_zip $$($(PKG_CONFIG) --libs libzip)
	$(Q)readelf -d $(GEN)/probe_zip | sed -n \
	    's/.*(NEEDED).*\[\(libzip\.[^]]*\)\].*/static const char soname[] = "\1";/p' >$@
	$(Q)test -s $@
$(GEN)/xlsx_library.inc:
	$(Q)printf '%s\n' 'char workbook_new(void);' 'int main(void) { return workbook_new(); }' | \
	    $(CC) -x c - -o $(GEN)/probe_xlsx $$($(PKG_CONFIG) --libs xlsxwriter)
	$(Q)readelf -d $(GEN)/probe_xlsx | sed -n \
	    's/.*(NEEDED).*\[\(libxlsxwriter\.[^]]*\)\].*/static const char soname[] = "\1";/p' >$@
	$(Q)test -s $@
$(GEN)/qpdf_library.inc:
	$(Q)printf '%s\n' 'char qpdf_init(void);' 'int main(void) { return qpdf_init(); }' | \
	    $(CC) -x c - -o $(GEN)/probe_qpdf $$($(PKG_CONFIG) --libs libqpdf)
	$(Q)readelf -d $(GEN)/probe_qpdf | sed -n \
	    's/.*(NEEDED).*\[\(libqpdf\.[^]]*\)\].*/static const char soname[] = "\1";/p' >$@
	$(Q)test -s $@
$(GEN)/qr_library.inc:
	$(Q)printf '%s\n' 'char QRcode_free(void);' 'int main(void) { return QRcode_free(); }' | \
	    $(CC) -x c - -o $(GEN)/probe_qr $$($(PKG_CONFIG) --libs libqrencode)
	$(Q)readelf -d $(GEN)/probe_qr | sed -n \
	    's/.*(NEEDED).*\[\(libqrencode\.[^]]*\)\].*/static const char soname[] = "\1";/p' >$@
	$(Q)test -s $@
$(GEN)/%.inc: $(GENERATED) ;

$(B)/%.o: %.c $(B)/flags | $(GENERATED)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(SB_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB_A): $(OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $(OBJ)
$(CLI_A): $(CLI_OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $(CLI_OBJ)
$(LIB_SO): $(OBJ)
	$(Q)$(CC) -shared -Wl,-soname,$(@F) -Wl,-z,defs $(SB_LDFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)
	$(Q)ln -sf $(@F) $(B)/libsuperbill.so
$(B)/superbill: $(CLI_OBJ) $(LIB_A)
	$(Q)$(CC) $(SB_LDFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) $(LIB_A) $(LIBS)
$(B)/superbill.pc: Makefile $(B)/flags
	$(Q)printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	    'Name: superbill' 'Description: physical-therapy visit records to superbills' \
	    'Version: $(VERSION)' 'Requires.private: $(PKGS)' 'Libs: -L$${libdir} -lsuperbill' \
	    'Libs.private: $(HPDF_LIBS)' 'Cflags: -I$${includedir}' >$@

# Test programs; a file beside the source named like it and ending in .ldflags adds options.
CMOCKA_LIBS = $(shell $(PKG_CONFIG) --libs cmocka)
$(B)/tests/%: $(B)/tests/%.o $(LIB_A) $(if $(CLI_SRC),$(CLI_A))
	$(Q)$(CC) $(SB_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIB_A) $(LIBS) \
	    $(CMOCKA_LIBS) $(shell cat tests/$*.ldflags 2>/dev/null)
$(B)/tests/fuzz/replay_%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(LIB_A)
	$(Q)$(CC) $(SB_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB_A) $(LIBS)

# What a bare machine lacks is installed before the real work starts in a make of its own.
AGAIN = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
deps:
	$(Q)CC='$(CC)' PYTHON='$(PYTHON)' .ci/deps all
demo:
	$(Q)CC='$(CC)' PYTHON='$(PYTHON)' .ci/deps build
	+$(Q)$(AGAIN) all
	$(Q)tests/demo.sh
check:
	$(Q)CC='$(CC)' PYTHON='$(PYTHON)' .ci/deps build check
	+$(Q)$(AGAIN) check-run
MEMCHECK := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
    --show-leak-kinds=definite,indirect
check-san:
	$(Q)$(MAKE) --no-print-directory FLAVOR=san check
check-valgrind:
	$(Q).ci/deps memory
	$(Q)$(MAKE) --no-print-directory FLAVOR=valgrind VALGRIND='$(MEMCHECK)' check

# NAMED suites run once more in each locale, far from UTC, without HOME, with umask 0.
LOCALES := de_DE.UTF-8 tr_TR.UTF-8
# Behind valgrind every start takes a second: what runs there is what walks new code; the same
# suites again under other locales, and those of build, manuals and tables, are left to check.
ifneq ($(VALGRIND),)
LOCALES :=
SCRIPTS := tests/findings/run.sh
endif
tests: $(UNIT) $(PROP) $(REPLAY)
check-run: all $(UNIT) $(PROP) $(REPLAY) $(LOCALES:%=build/locale/%) $(B)/locale.so \
    $(if $(FAULT),$(B)/fault.so)
	$(Q)$(PYTHON) -B tests/run.py --build $(B) --valgrind '$(VALGRIND)' \
	    $(if $(VALGRIND),--timeout 7200) \
	    $(if $(filter 1,$(NO_SKIP)),--no-skip) --plain $(NAMED) $(PROP) $(REPLAY) $(SCRIPTS) \
	    $(foreach l,$(LOCALES),--locale $(l) $(NAMED))
build/locale/%:
	$(Q)mkdir -p $(@D)
	$(Q)localedef -i $(basename $*) -f UTF-8 $@
$(B)/%.so: tests/%/preload.c $(B)/flags
	$(Q)$(CC) $(STRICT) -O2 -fPIC -shared -o $@ $<

# Golden documents: shows each difference and asks whether the new one is to be kept.
regold: all
	$(Q)SUPERBILL=$(PROGRAM) $(PYTHON) -B tests/golden/golden.py --write

# The list of exports, written anew: a change to include/ shows in its difference.
symbols: all
	$(Q)tests/api/exports.sh $(B)/libsuperbill.so >tests/api/symbols.txt

# Ten thousand visits in one month: minutes.
month-big: all
	$(Q)SB_MONTH=10000 SUPERBILL='$(CURDIR)/build/superbill' PYTHON=$(PYTHON) sh tests/month/run.sh

# A thousand kills, and every place that fails: minutes.
kills: all $(B)/fault.so
	$(Q)SB_KILLS=$${SB_KILLS:-1000} SB_FAULT_ALL=1 $(PYTHON) -B tests/run.py --build $(B) \
	    --timeout 7200 --plain tests/durable/run.sh

# Two hundred generated documents, where "make check" draws 24, and 16 scanned ones: minutes.
documents: all
	$(Q)SB_DOCUMENTS=$${SB_DOCUMENTS:-200} SB_SCANS=$${SB_SCANS:-16} $(PYTHON) -B tests/run.py \
	    --build $(B) --timeout 7200 --plain tests/documents/run.sh tests/scan/run.sh

# Fuzzing proper: each target for SECONDS; what it finds joins the corpus by hand.
SECONDS ?= 60
fuzz:
	$(Q).ci/deps build lint
	+$(Q)$(AGAIN) FLAVOR=fuzz fuzz-run
fuzz-run: $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/find_%,$(FUZZ_SRC))
	$(Q)for target in $^; do name=$${target##*find_}; name=$${name#fuzz_}; \
	    mkdir -p build/fuzz/found/$$name; echo "fuzzing $$name"; \
	    $$target -max_total_time=$(SECONDS) -rss_limit_mb=512 -timeout=10 -print_final_stats=0 \
	        -verbosity=0 -artifact_prefix=build/fuzz/found/$$name- build/fuzz/found/$$name \
	        tests/fuzz/corpus/$$name || exit 1; done
$(B)/tests/fuzz/find_%: $(B)/tests/fuzz/%.o $(LIB_A)
	$(Q)$(CC) $(SB_LDFLAGS:fuzzer-no-link,%=fuzzer,%) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LIB_A) $(LIBS)

# Ratios and instruction counts against the goals, into build/bench.json.
bench:
	$(Q)CC='$(CC)' PYTHON='$(PYTHON)' .ci/deps build check bench
	+$(Q)$(AGAIN) bench-run
bench-run: all $(B)/tests/bench/bench $(B)/fault.so
	$(Q)$(PYTHON) -B tests/bench/run.py $(B)/tests/bench/bench $(PROGRAM) build
$(B)/tests/bench/bench: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tests/bench/*.c))) $(LIB_A)
	$(Q)$(CC) $(SB_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(shell $(PKG_CONFIG) --libs gnutls 2>/dev/null)

# Gates; tests/lint/bad proves that each can fail.  clang-tidy is slow: each file
# has a stamp, as old as its object.
HEADERS := $(sort $(wildcard include/*.h include/superbill/*.h src/*/*.h src/*/*/*.h))
OUR_C := $(SRC) $(CLI_SRC)
TEST_C := $(sort $(wildcard tests/*/*.c))
MANUALS := $(sort $(wildcard src/cli/superbill.[15]))
GATE = status=0; tests/lint/gate.sh $(1) || status=$$?; \
    case $$status in 0) ;; 77) test '$(NO_SKIP)' != 1 ;; *) exit 1 ;; esac
lint: all $(OUR_C:%=build/lint/%.tidy)
	$(Q)$(call GATE,format $(OUR_C) $(HEADERS) $(TEST_C))
	$(Q)$(call GATE,layers $(OUR_C) $(HEADERS))
	$(Q)$(call GATE,words $(OUR_C) $(HEADERS))
	$(Q)$(call GATE,length $(OUR_C) $(HEADERS) $(TEST_C))
	$(Q)$(call GATE,symbols $(OBJ))
	$(Q)$(call GATE,data $(OBJ))
	$(Q)$(call GATE,cppcheck $(OUR_C))
	$(Q)$(if $(MANUALS),$(call GATE,manual $(MANUALS)))
	$(Q)$(if $(MANUALS),$(call GATE,options $(PROGRAM) $(MANUALS)))
	$(Q)echo "lint: all gates passed"
build/lint/%.c.tidy: %.c $(B)/%.o .clang-tidy tests/lint/analyzer.h
	$(Q)mkdir -p $(@D)
	$(Q)TIDY_FLAGS='-std=c11 -D_GNU_SOURCE -I include -I src -I $(GEN) $(PKG_CFLAGS) \
	    $(if $(filter %/base/error.c,$<),,-include tests/lint/analyzer.h)'; \
	    export TIDY_FLAGS; $(call GATE,tidy $<)
	$(Q)touch $@

# Installing.  The list of what was put where is made by one function, so that uninstall is true.
FONT_LICENCE ?= /usr/share/doc/fonts-liberation2/copyright
ROOT = $(DESTDIR)$(PREFIX)
PUT = install -d '$(ROOT)/$(3)' && install -m $(1) $(2) '$(ROOT)/$(3)/'
INSTALLED = $(PROGRAM:%=bin/superbill) lib/libsuperbill.a lib/$(notdir $(LIB_SO)) \
    lib/libsuperbill.so lib/pkgconfig/superbill.pc include/superbill.h include/superbill \
    $(foreach m,$(MANUALS),share/man/man$(patsubst .%,%,$(suffix $(m)))/$(notdir $(m))) \
    share/superbill share/doc/superbill
install: $(B)/all
	$(Q)$(if $(PROGRAM),$(call PUT,755,$(PROGRAM),bin))
	$(Q)$(call PUT,644,$(LIB_A),lib)
	$(Q)$(call PUT,755,$(LIB_SO),lib)
	$(Q)ln -sf $(notdir $(LIB_SO)) '$(ROOT)/lib/libsuperbill.so'
	$(Q)$(call PUT,644,$(B)/superbill.pc,lib/pkgconfig)
	$(Q)sed -i 's|^prefix=.*|prefix=$(PREFIX)|' '$(ROOT)/lib/pkgconfig/superbill.pc'
	$(Q)$(call PUT,644,$(wildcard include/superbill/*.h),include/superbill)
	$(Q)$(if $(wildcard include/superbill.h),$(call PUT,644,include/superbill.h,include))
	$(Q)$(foreach m,$(MANUALS),$(call PUT,644,$(m),share/man/man$(patsubst .%,%,$(suffix $(m)))) &&) :
	$(Q)$(foreach d,$(sort $(dir $(TEMPLATES))), \
	    $(call PUT,644,$(wildcard $(d)*.*),share/superbill/$(d:%/=%)) &&) :
	$(Q)$(call PUT,644,$(wildcard LICENSE README.md config.example.ini),share/doc/superbill)
	$(Q)install -m 644 '$(FONT_LICENCE)' '$(ROOT)/share/doc/superbill/fonts-liberation2.copyright'
uninstall:
	$(Q)cd '$(ROOT)' && rm -rf $(INSTALLED)

# The tarball of what is committed; the same commit gives the same bytes.
DIST := superbill-$(VERSION)
dist:
	$(Q)git rev-parse -q --verify HEAD >/dev/null || \
	    { echo "a tarball is made from the git repository" >&2; exit 1; }
	$(Q)mkdir -p build
	$(Q)git archive --format=tar --prefix=$(DIST)/ HEAD | gzip -9n >build/$(DIST).tar.gz
	$(Q)echo build/$(DIST).tar.gz
distcheck: dist
	$(Q)MAKE='$(MAKE)' tests/distcheck.sh $(DIST)

clean:
	$(Q)rm -rf build

-include $(wildcard $(B)/src/*/*.d $(B)/src/*/*/*.d $(B)/tests/*/*.d)

# voucherdesk: the console (tui, backend_client) and its clearinghouse, in one small Makefile.
#
#   BUILD=DIR        where everything made goes                     (build)
#   SANITIZE=LIST    address,undefined | thread: own folder BUILD/LIST
#   CC=clang         another compiler;  WERROR=1 warnings are errors;  V=1 show the commands
#   ROLE, CASES, LANG, ARGS    for `make demo`
#   PREFIX, DESTDIR  for `make install`

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

BUILD ?= build
SANITIZE ?=
PREFIX ?= /usr/local
ROLE ?= officer
CASES ?= 2000
ARGS ?=
VERSION := 0.1.0

comma := ,
ifneq ($(filter-out address undefined thread,$(subst $(comma), ,$(SANITIZE))),)
$(error SANITIZE=$(SANITIZE): use address,undefined or thread)
endif
O := $(BUILD)$(if $(SANITIZE),/$(shell echo '$(SANITIZE)' | tr , -))
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)')

PKG_CONFIG ?= pkg-config
PACKAGES_COMMON := jansson libsodium
PACKAGES_BC     := libcurl sqlite3
PACKAGES_TUI    := ncursesw inih
PACKAGES_CH     := libmicrohttpd sqlite3 libpq inih
PACKAGES_TEST   := cmocka
PACKAGES := $(PACKAGES_COMMON) $(PACKAGES_BC) $(PACKAGES_TUI) $(PACKAGES_CH) yaml-0.1

pc = $(shell $(PKG_CONFIG) $(1) $(2) 2>/dev/null)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes \
  -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wconversion -Wsign-conversion \
  -Wnull-dereference -Wimplicit-fallthrough -Wundef -Wcast-qual
HARDEN := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
  -fno-strict-aliasing -fno-delete-null-pointer-checks -fPIE
ifeq ($(SANITIZE),)
HARDEN += -D_FORTIFY_SOURCE=2
OPT ?= -O2
else
SAN := -fsanitize=$(SANITIZE)$(if $(FUZZER),$(comma)fuzzer-no-link) -fno-omit-frame-pointer -fno-sanitize-recover=all
OPT ?= -O1
endif
ifneq ($(shell uname -m),x86_64)
HARDEN := $(filter-out -fcf-protection=full,$(HARDEN))
endif

CFLAGS ?= -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -I. $(OPT) $(CFLAGS) $(WARNINGS) $(if $(WERROR),-Werror) \
  $(HARDEN) $(SAN) -MMD -MP -DVD_VERSION='"$(VERSION)"' -DVD_PREFIX='"$(PREFIX)"' \
  $(call pc,--cflags,$(PACKAGES)) $(call pc,--cflags,$(PACKAGES_TEST))
ALL_LDFLAGS = $(LDFLAGS) $(SAN) -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed

LIBS_COMMON = $(call pc,--libs,$(PACKAGES_COMMON)) -lunistring
LIBS_BC     = $(call pc,--libs,$(filter-out libcurl,$(PACKAGES_BC))) $(LIBS_COMMON) -ldl # libcurl is loaded, not linked
LIBS_TUI    = $(call pc,--libs,$(PACKAGES_TUI)) $(LIBS_BC) -lm
LIBS_CH     = $(call pc,--libs,$(PACKAGES_CH)) $(LIBS_COMMON) -lpthread

src = $(sort $(shell find $(1) -name '*.c' ! -name main.c ! -path '*/tools/*'))
SRC_COMMON := $(call src,common)
SRC_BC     := $(call src,backend_client)
SRC_TUI    := $(call src,tui)
SRC_CH     := $(call src,clearinghouse)
SRC_TEST   := $(sort $(shell find tests -name '*_test.c'))
SRC_SUPPORT := $(sort $(wildcard tests/support/*.c))
MIGRATIONS := $(sort $(wildcard clearinghouse/store/sql/*.sql)) $(sort $(wildcard clearinghouse/store/sql/postgres/*.sql))

obj = $(patsubst %.c,$(O)/%.o,$(1))
LIBCOMMON := $(O)/libcommon.a
LIBBC     := $(O)/libbc.a
LIBTUI    := $(O)/libtui.a
LIBCH     := $(O)/libch.a
BINARIES  := $(O)/voucherdesk $(O)/clearinghoused
TESTS     := $(patsubst %.c,$(O)/%,$(SRC_TEST))
LOCALES   := $(patsubst tui/po/%.po,$(O)/locale/%/LC_MESSAGES/voucherdesk.mo,$(wildcard tui/po/*.po))

all: $(BINARIES) $(LOCALES) ## build the console and the clearinghouse

# ---- compile and link -------------------------------------------------------------------

$(O)/%.o: %.c
	@mkdir -p '$(@D)'
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) '-DVD_SOURCE_DIR="$(CURDIR)"' -c -o '$@' '$<'

$(LIBCOMMON): $(call obj,$(SRC_COMMON))
$(LIBBC): $(call obj,$(SRC_BC)) $(O)/pinyin_table.o
$(LIBTUI): $(call obj,$(SRC_TUI))
$(LIBCH): $(call obj,$(SRC_CH)) $(O)/embedded.o
$(LIBCOMMON) $(LIBBC) $(LIBTUI) $(LIBCH):
	$(call say,AR,$@)
	$(Q)rm -f '$@' && $(AR) rcs '$@' $^

$(O)/voucherdesk: $(O)/tui/main.o $(LIBTUI) $(LIBBC) $(LIBCOMMON)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$@' $^ $(LIBS_TUI)

$(O)/clearinghoused: $(O)/clearinghouse/main.o $(LIBCH) $(LIBCOMMON)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$@' $^ $(LIBS_CH)

# Files the daemon carries inside: name, bytes and length in one table (clearinghouse/embedded.h).
$(O)/yaml_to_json: clearinghouse/tools/yaml_to_json.c
	@mkdir -p '$(@D)'
	$(call say,LINK,$@)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O1 -g $(WARNINGS) -o '$@' '$<' $(call pc,--cflags --libs,yaml-0.1)

$(O)/openapi.json: docs/openapi.yaml $(O)/yaml_to_json
	$(call say,GEN,$@)
	$(Q)'$(O)/yaml_to_json' < '$<' > '$@'

$(O)/embedded.c: $(MIGRATIONS) $(O)/openapi.json Makefile
	$(call say,GEN,$@)
	$(Q){ echo '#include "clearinghouse/embedded.h"'; i=0; \
	  for f in $(MIGRATIONS) '$(O)/openapi.json'; do \
	    echo "static const unsigned char file_$$i[] = {"; \
	    od -An -v -tu1 "$$f" | sed 's/  */,/g; s/^,//; s/$$/,/'; echo '0};'; i=$$((i+1)); done; \
	  echo 'const struct ch_embedded ch_embedded[] = {'; i=0; \
	  for f in $(MIGRATIONS) '$(O)/openapi.json'; do \
	    case $$f in *.sql) name=$${f#clearinghouse/store/sql/};; *) name=openapi.json;; esac; \
	    echo "{\"$$name\", (const char *)file_$$i, sizeof(file_$$i) - 1},"; i=$$((i+1)); done; \
	  echo '{0, 0, 0}};'; } > '$@'

$(O)/embedded.o: $(O)/embedded.c
	$(Q)$(CC) -std=c11 -I. -O1 $(HARDEN) $(SAN) -c -o '$@' '$<'

# The pinyin initials of Chinese characters as tables (backend_client/pinyin_table.h).
$(O)/make_pinyin_table: backend_client/tools/pinyin_table.c
	@mkdir -p '$(@D)'
	$(call say,LINK,$@)
	$(Q)$(CC) -std=c11 -O1 -g $(WARNINGS) -o '$@' '$<'

$(O)/pinyin_table.c: backend_client/data/pinyin_initials.txt $(O)/make_pinyin_table
	$(call say,GEN,$@)
	$(Q)'$(O)/make_pinyin_table' < '$<' > '$@'

$(O)/pinyin_table.o: $(O)/pinyin_table.c
	$(Q)$(CC) -std=c11 -I. -O1 $(HARDEN) $(SAN) -c -o '$@' '$<'

$(O)/locale/%/LC_MESSAGES/voucherdesk.mo: tui/po/%.po
	@mkdir -p '$(@D)'
	$(call say,MSGFMT,$@)
	$(Q)msgfmt --check -o '$@' '$<'

# ---- tests ------------------------------------------------------------------------------

# An archive, so that a group links only the helpers it uses and what those need.
SUPPORT := $(O)/libsupport.a
$(SUPPORT): $(call obj,$(SRC_SUPPORT))
	$(call say,AR,$@)
	$(Q)rm -f '$@' && $(AR) rcs '$@' $^

define test_group # folder, archives, libraries
$(patsubst %.c,$(O)/%,$(filter tests/$(1)/%,$(SRC_TEST))): $(O)/%: $(O)/%.o $(SUPPORT) $(2)
	$$(call say,LINK,$$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$$@' $$^ $(3) -lcmocka
endef
$(eval $(call test_group,common,$(LIBCOMMON),$$(LIBS_COMMON)))
$(eval $(call test_group,backend_client,$(LIBBC) $(LIBCOMMON),$$(LIBS_BC)))
$(eval $(call test_group,clearinghouse,$(LIBCH) $(LIBCOMMON),$$(LIBS_CH)))
$(eval $(call test_group,contract,$(LIBCH) $(LIBBC) $(LIBCOMMON),$$(LIBS_CH) $$(LIBS_BC)))
$(eval $(call test_group,tui,$(LIBTUI) $(LIBBC) $(LIBCOMMON),$$(LIBS_TUI)))
$(eval $(call test_group,screens,$(LIBTUI) $(LIBBC) $(LIBCOMMON),$$(LIBS_TUI)))
FUZZ_OBJECTS := $(addprefix $(O)/tests/fuzz/,targets.o target_reply.o target_request.o)
FUZZ_ALL := $(FUZZ_OBJECTS) $(SUPPORT) $(LIBCH) $(LIBBC) $(LIBCOMMON)
$(O)/tests/fuzz/fuzz_test: %: %.o $(FUZZ_ALL)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$@' $^ $(LIBS_CH) $(LIBS_BC) -lcmocka
$(eval $(call test_group,e2e,$(LIBTUI) $(LIBBC) $(LIBCOMMON),$$(LIBS_TUI)))

FAST := $(filter-out $(O)/tests/e2e/%,$(TESTS))
SLOW := $(filter $(O)/tests/e2e/%,$(TESTS))
run_tests = VD_BUILD='$(abspath $(O))' LC_ALL=C.UTF-8 tests/run

tests-build: all $(TESTS)

check: all $(FAST) ## unit, contract and screen tests (no terminal, about a minute)
	$(Q)$(run_tests) $(FAST)

# Two runs at once share one build: the lock keeps their compilers apart, not their tests.
locked = mkdir -p '$(O)' && flock '$(O)/.lock' $(MAKE)

test: test-ready ## everything that must pass; installs what it needs
	$(Q)$(locked) WERROR=1 -j2 tests-build
	$(Q)$(locked) layers check-headers check-po
	$(Q)$(run_tests) $$(find '$(O)/tests' -name '*_test' -type f | sort)

storm: all $(O)/tests/e2e/robust_test ## what terminals do to a console, at full length (about six minutes)
	$(Q)ROBUST_LONG=1 TEST_TIMEOUT=1200 $(run_tests) '$(O)/tests/e2e/robust_test'

check-sanitize: ## the fast tests under ASan and UBSan
	$(Q)$(MAKE) SANITIZE=address,undefined check

# The short form is part of `make test`. A failure names the seed: SEED=n PROGRAMS=1 runs it alone.
PROGRAMS ?= 10000
POSTGRES_PROGRAMS ?= 400
SEED ?= 1
random: all $(O)/tests/contract/random_test ## 10,000 random programs against the naive model (PROGRAMS=, SEED=)
	$(Q)VD_BUILD='$(abspath $(O))' LC_ALL=C.UTF-8 PROGRAMS='$(PROGRAMS)' SEED='$(SEED)' \
	  POSTGRES_PROGRAMS='$(POSTGRES_PROGRAMS)' '$(O)/tests/contract/random_test'

# The short form of each is part of `make test`.
FAULTS ?= 100
STRIDE ?= 5
FAULTY := $(addprefix $(O)/tests/,clearinghouse/faults_test backend_client/outbox_test \
  backend_client/replica_test e2e/console_test)
faults: all $(FAULTY) ## kill the daemon and the console, fill the disk, tear their files (FAULTS=, STRIDE=)
	$(Q)TEST_TIMEOUT=7200 FAULTS='$(FAULTS)' STRIDE='$(STRIDE)' $(run_tests) $(FAULTY)

# The short form is fuzz_test, in `make test`. With clang's libFuzzer each target runs FUZZ_SECONDS
# guided by coverage and keeps its corpus below BUILD; without, mutated seeds go in under sanitizers.
FUZZ_SECONDS ?= 60
FUZZ ?= 300000
FUZZ_TARGETS := json text words policy headers csv request reply
HAS_LIBFUZZER = echo 'int LLVMFuzzerTestOneInput(const char *b, unsigned long n) { return b && n ? 0 : 0; }' | \
  clang -fsanitize=fuzzer,address -x c -o /dev/null - 2>/dev/null
fuzz: ## feed every reader what nobody would send, under sanitizers (FUZZ_SECONDS= a target)
	$(Q)if $(HAS_LIBFUZZER); then \
	  $(MAKE) CC=clang SANITIZE=address,undefined FUZZER=1 BUILD='$(BUILD)/fuzz' fuzz-run; else \
	  $(MAKE) SANITIZE=address,undefined FUZZ='$(FUZZ)' fuzz-plain; fi

$(O)/tests/fuzz/fuzz: $(O)/tests/fuzz/fuzz_main.o $(FUZZ_ALL)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o '$@' $^ $(LIBS_CH) $(LIBS_BC) -lcmocka

fuzz-run: $(O)/tests/fuzz/fuzz
	$(Q)for t in $(FUZZ_TARGETS); do corpus='$(O)/corpus/'$$t; mkdir -p "$$corpus"; \
	  echo "fuzz $$t, $(FUZZ_SECONDS) s"; \
	  FUZZ_TARGET=$$t FUZZ_SEEDS="$$corpus" '$<' "$$corpus" -close_fd_mask=1 -max_len=4096 -timeout=20 \
	    -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -artifact_prefix="$$corpus-" 2> "$$corpus.log" || \
	    { tail -40 "$$corpus.log"; exit 1; }; \
	  grep -E 'number_of_executed_units' "$$corpus.log"; done

fuzz-plain: $(O)/tests/fuzz/fuzz_test
	$(Q)FUZZ='$(FUZZ)' '$<'

# Figures, never judged: they depend on the machine (docs/performance.md).
BENCH_CASES ?= 20000
BENCH_STATE ?=
BENCH_SUPPORT := $(O)/tests/bench/timing.o $(SUPPORT)
BENCHES := $(O)/tests/bench/clearinghouse_bench $(O)/tests/bench/console_bench
$(O)/tests/bench/clearinghouse_bench: %: %.o $(BENCH_SUPPORT) $(LIBCH) $(LIBCOMMON)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$@' $^ $(LIBS_CH) -lcmocka
$(O)/tests/bench/console_bench: %: %.o $(BENCH_SUPPORT) $(LIBBC) $(LIBCOMMON)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o '$@' $^ $(LIBS_BC) -lcmocka -lutil

bench: all $(BENCHES) ## measure both programs on BENCH_CASES generated cases (or the ledger in BENCH_STATE)
	$(Q)for b in $(BENCHES); do VD_BUILD='$(abspath $(O))' "$$b" '$(BENCH_CASES)' '$(BENCH_STATE)' || exit 1; done

bench-short: ## the same on 2,000 cases, under a minute
	$(Q)$(MAKE) BENCH_CASES=2000 bench

# ---- keeping the house ------------------------------------------------------------------

layers: ## fail when a file includes what its layer may not
	$(Q)tests/layers

HEADERS := $(sort $(shell find common backend_client tui clearinghouse tests -name '*.h'))
check-headers: ## every header compiles alone
	$(Q)printf '%s\n' $(HEADERS) | xargs -P2 -I{} $(CC) -std=c11 -D_GNU_SOURCE -I. -Wall -Wextra \
	  '-DVD_SOURCE_DIR="$(CURDIR)"' -fsyntax-only -x c '{}' $(call pc,--cflags,$(PACKAGES) $(PACKAGES_TEST))
	@echo '$(words $(HEADERS)) headers compile alone'

SOURCES := $(shell find common backend_client tui clearinghouse tests -name '*.[ch]')
format: ## lay out every C file
	$(Q)clang-format -i $(SOURCES)

format-check: ## fail when a file is not laid out
	$(Q)clang-format --dry-run -Werror $(SOURCES)

lint: ## clang-tidy over every source
	$(Q)clang-tidy --quiet --checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-implicit-widening-of-multiplication-result,cert-err34-c,clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling' \
	  $(SRC_COMMON) $(SRC_BC) $(SRC_TUI) $(SRC_CH) -- '-DVD_PREFIX=""' '-DVD_SOURCE_DIR=""' '-DVD_VERSION=""' -std=c11 -D_GNU_SOURCE -I. $(call pc,--cflags,$(PACKAGES))

docs: $(O)/voucherdesk ## write the pages made from tables (docs/keys.md)
	$(Q)'$(O)/voucherdesk' --print-keys-markdown > docs/keys.md

metrics: ## lengths of functions and files against the budget
	$(Q)tests/metrics $(SOURCES)

pot: ## collect the console's texts and merge them into tui/po/*.po
	@mkdir -p '$(O)'
	$(Q)xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=tui_text_n:1,2 \
	  --no-location --sort-output --package-name=voucherdesk -o '$(O)/voucherdesk.pot' $$(find tui -name '*.c' | sort)
	$(Q)for po in tui/po/*.po; do \
	  msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-location --sort-output "$$po" '$(O)/voucherdesk.pot' && \
	  msgfmt --check --statistics -o /dev/null "$$po" || exit 1; done

# Against the texts there are now, not those of the last `make pot`.
check-po: ## fail when a text has no translation, or a doubtful one
	@mkdir -p '$(O)/po'
	$(Q)xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=tui_text_n:1,2 \
	  --no-location --sort-output --package-name=voucherdesk -o '$(O)/po/now.pot' $$(find tui -name '*.c' | sort)
	$(Q)for po in tui/po/*.po; do \
	  msgmerge --quiet --no-fuzzy-matching -o '$(O)/po/now.po' "$$po" '$(O)/po/now.pot' && \
	  msgfmt --check -o /dev/null '$(O)/po/now.po' || exit 1; \
	  { msgattrib --untranslated --no-obsolete '$(O)/po/now.po' && \
	    msgattrib --only-fuzzy --no-obsolete '$(O)/po/now.po'; } > '$(O)/po/wanting.po' || exit 1; \
	  [ ! -s '$(O)/po/wanting.po' ] || { grep '^msgid' '$(O)/po/wanting.po'; \
	    echo "$$po: texts without a translation; run make pot and translate them" >&2; exit 1; }; \
	done
	@echo 'every text is translated'

pictures: all ## draw docs/pictures/*.svg from the console itself
	$(Q)docs/pictures/draw '$(O)'

# ---- trying and installing --------------------------------------------------------------

demo: demo-ready ## open the console on a clearinghouse of generated cases (ROLE=, CASES=, LANG=)
	$(Q)$(locked) -j2 all >&2
	$(Q)'$(O)/voucherdesk' --embedded --demo '$(CASES)' --state '$(BUILD)/demo/$(CASES)' --as '$(ROLE)' $(ARGS)

SHARE := $(DESTDIR)$(PREFIX)/share
install: all ## install below PREFIX
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(SHARE)/voucherdesk/themes' '$(SHARE)/voucherdesk/programmes' '$(SHARE)/voucherdesk/calendar' '$(SHARE)/man/man1' '$(SHARE)/man/man8'
	install -m755 $(BINARIES) '$(DESTDIR)$(PREFIX)/bin'
	install -m644 themes/*.theme '$(SHARE)/voucherdesk/themes'
	install -m644 clearinghouse/programmes/*.ini '$(SHARE)/voucherdesk/programmes'
	install -m644 clearinghouse/calendar/*.ini '$(SHARE)/voucherdesk/calendar'
	cd '$(O)/locale' && find . -name '*.mo' -exec install -D -m644 {} '$(SHARE)/voucherdesk/locale/{}' \;
	install -m644 docs/man/*.1 '$(SHARE)/man/man1'
	install -m644 docs/man/*.8 '$(SHARE)/man/man8'

uninstall: ## remove what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/voucherdesk' '$(DESTDIR)$(PREFIX)/bin/clearinghoused'
	rm -f '$(SHARE)/man/man1/voucherdesk.1' '$(SHARE)/man/man8/clearinghoused.8'
	rm -rf '$(SHARE)/voucherdesk'

dist: ## a source archive of the committed tree
	git archive --prefix=voucherdesk-$(VERSION)/ -o '$(BUILD)/voucherdesk-$(VERSION).tar.gz' HEAD

clean: ## remove everything made, demo ledgers too
	rm -rf '$(BUILD)'

# ---- packages ---------------------------------------------------------------------------
# The one list. `make demo` needs the first line of each; the tests a terminal and a PostgreSQL, too.

APT := build-essential pkg-config libncurses-dev libsqlite3-dev libcurl4-openssl-dev \
  libjansson-dev libmicrohttpd-dev libsodium-dev libinih-dev libunistring-dev libyaml-dev \
  libpq-dev gettext util-linux
APT_TEST := libcmocka-dev tmux postgresql
DNF := gcc make pkgconf-pkg-config ncurses-devel sqlite-devel libcurl-devel jansson-devel \
  libmicrohttpd-devel libsodium-devel inih-devel libunistring-devel libyaml-devel libpq-devel \
  gettext util-linux
DNF_TEST := libcmocka-devel tmux postgresql-server
PACMAN := base-devel pkgconf ncurses sqlite curl jansson libmicrohttpd libsodium libinih \
  libunistring libyaml postgresql-libs gettext util-linux
PACMAN_TEST := cmocka tmux postgresql
APK := build-base pkgconf ncurses-dev sqlite-dev curl-dev jansson-dev libmicrohttpd-dev \
  libsodium-dev inih-dev libunistring-dev yaml-dev libpq-dev gettext-dev flock
APK_TEST := cmocka-dev tmux postgresql
BREW := pkg-config ncurses sqlite curl jansson libmicrohttpd libsodium inih libunistring \
  libyaml libpq gettext flock
BREW_TEST := cmocka tmux postgresql

FOR ?= test
list_of = $($(1))$(if $(filter test,$(FOR)), $($(1)_TEST))

ready = $(PKG_CONFIG) --exists $(PACKAGES) 2>/dev/null && \
  for p in cc msgfmt flock; do command -v $$p >/dev/null || exit 1; done && \
  echo '\#include <unistr.h>' | cc -fsyntax-only -x c - 2>/dev/null
ready_test = $(ready) && $(PKG_CONFIG) --exists $(PACKAGES_TEST) 2>/dev/null && \
  for p in xgettext tmux; do command -v $$p >/dev/null || exit 1; done && \
  PATH="$$PATH:$$(echo /usr/lib/postgresql/*/bin | tr ' ' :)" command -v initdb >/dev/null

demo-ready:
	@{ $(ready); } || $(MAKE) deps FOR=demo

test-ready:
	@{ $(ready_test); } || $(MAKE) deps

deps: ## install the libraries and programs this needs
	@if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	if command -v apt-get >/dev/null; then list='$(call list_of,APT)'; \
	  update="$$as apt-get update -q"; \
	  run="$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$list"; \
	elif command -v dnf >/dev/null; then list='$(call list_of,DNF)'; update=:; run="$$as dnf install -y $$list"; \
	elif command -v pacman >/dev/null; then list='$(call list_of,PACMAN)'; update=:; run="$$as pacman -S --needed --noconfirm $$list"; \
	elif command -v apk >/dev/null; then list='$(call list_of,APK)'; update=:; run="$$as apk add $$list"; \
	elif command -v brew >/dev/null; then list='$(call list_of,BREW)'; update=:; run="brew install $$list"; \
	else echo 'no package manager known here; install: $(call list_of,APT)' >&2; exit 1; fi; \
	echo "voucherdesk needs a compiler and its libraries to build$(if $(filter test,$(FOR)),$(comma) and tmux and PostgreSQL to test); installing with: $$run" >&2; \
	{ $$update && $$run; } >&2

help: ## this list
	@awk -F':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  %-16s %s\n", $$1, $$2}' Makefile

-include $(shell find '$(O)' -name '*.d' 2>/dev/null)

.PHONY: all tests-build check test storm check-sanitize random faults fuzz fuzz-run fuzz-plain bench bench-short layers check-headers format format-check lint \
  metrics docs pot demo install uninstall dist clean demo-ready test-ready deps help

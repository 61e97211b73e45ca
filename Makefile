# Verbs of this project; `make` lists them. Needs a JDK 25 (found by bin/jdk) and nothing else.
SHELL := /bin/sh
JDK := $(shell bin/jdk 2> /dev/null)
COMMIT := $(shell git describe --always --dirty 2> /dev/null)
MAVEN := $(shell command -v mvn 2> /dev/null || echo ./mvnw)
MVN = $(MAVEN) -B -ntp -Dbuild.commit=$(COMMIT) -Dbuild.digest=$(shell bin/build-digest)
RUN = JAVA_HOME="$(JDK)" $(MVN)
JAR := services/standalone/target/quarkus-app/quarkus-run.jar
SOURCES := $(shell find pom.xml .mvn proto services workflows \( -name target -o -name node_modules \) -prune -o -path '*/src/test' -prune -o -type f -print)
SAMPLE := target/sample.jsonl

.DEFAULT_GOAL := help
PROCESSES := extraction embedding clustering hierarchy privacy gateway workflows
APART := target/apart
# of images: what they stand on (or tar://archive), what they are called, for which machines they are pushed, and for which one an
# archive is: this one
BASE ?= eclipse-temurin:25-jre-noble
TAG ?= dev
PLATFORMS ?= linux/amd64,linux/arm64
PLATFORM ?= linux/$(patsubst x86_64,amd64,$(patsubst aarch64,arm64,$(shell uname -m)))

.PHONY: help demo analyze test operations verify format lint bench build package up images k8s-check k8s-e2e clean jdk

help: ## list the verbs
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

jdk:
	@test -n "$(JDK)" || { bin/jdk; exit 1; }

demo: build ## build, analyze the sample data, open the page on port 8080 (ONCE=1: stop after the run)
	@mkdir -p target
	@./murmuration sample --conversations 2000 --seed 7 $(SAMPLE)
	@./murmuration analyze $(SAMPLE) --spec examples/demo.yaml $(if $(ONCE),,--serve) $(ARGS)

analyze: build ## analyze your own file: FILE=path [SPEC=run.yaml] [ARGS="--out DIR --serve"]
	@test -n "$(FILE)" || { echo 'say which file: make analyze FILE=conversations.jsonl'; exit 2; }
	@./murmuration analyze "$(FILE)" $(if $(SPEC),--spec "$(SPEC)") $(ARGS)

test: jdk ## run every test: unit, service, workflow, end to end, architecture
	$(RUN) verify

operations: jdk ## test resets and worker versions on the Temporal server that TEMPORAL_ADDRESS names
	TEMPORAL_ADDRESS=$(TEMPORAL_ADDRESS) $(RUN) test -pl workflows -am -Dtest=OperationsTest -Dsurefire.failIfNoSpecifiedTests=false

verify: jdk ## what .ci/run does: tests, format check, a whole run of the packaged application
	bash .ci/run

build: jdk $(JAR) ## build the application without its tests

$(JAR): $(SOURCES)
	@echo 'building (the first time takes some minutes) …'
	@$(RUN) -q package -DskipTests
	@touch $(JAR)

package: jdk $(APART)/built ## build each service as a process of its own, a folder each in target/apart

$(APART)/built: $(SOURCES) bin/run
	@echo 'building each process (some minutes) …'
	@$(RUN) -q package -DskipTests -Papart
	@touch $(JAR)
	@rm -rf $(APART) && mkdir -p $(APART)
	@for each in $(PROCESSES); do \
	  for module in services/$$each $$each; do \
	    if [ -d $$module/target/quarkus-app ]; then \
	      cp -R $$module/target/quarkus-app $(APART)/$$each && cp $$module/target/bom.json $(APART)/$$each/; \
	    fi; \
	  done; \
	  cp bin/run $(APART)/$$each/run; \
	done
	@touch $@

up: package ## start each service as a process of its own, on an installed temporal; Ctrl-C ends all
	@./murmuration up --programs $(APART) $(ARGS)

images: package ## an image of each process, without Docker: TAR=dir writes archives, REGISTRY=host/path pushes [TAG=dev] [BASE=image]
	@test -n "$(TAR)$(REGISTRY)" || { echo 'say where to: make images TAR=target/images, or REGISTRY=registry.example.org/team'; exit 2; }
	@for each in $(PROCESSES); do \
	  echo "murmuration/$$each:$(TAG)"; \
	  mkdir -p target/images/$$each/classes; \
	  if [ -n "$(REGISTRY)" ]; then \
	    $(RUN) -q -f k8s/images/pom.xml jib:build $(ARGS) -Dprocess=$$each -Djib.from.image="$(BASE)" \
	      -Djib.from.platforms="$(PLATFORMS)" -Djib.to.image="$(REGISTRY)/$$each:$(TAG)" || exit 1; \
	  else \
	    $(RUN) -q -f k8s/images/pom.xml jib:buildTar $(ARGS) -Dprocess=$$each -Djib.from.image="$(BASE)" \
	      $(if $(filter tar://%,$(BASE)),,-Djib.from.platforms="$(PLATFORM)") \
	      -Djib.to.image="murmuration/$$each:$(TAG)" -Djib.outputPaths.tar="$(abspath $(TAR))/$$each.tar" || exit 1; \
	  fi; \
	done

k8s-check: jdk ## check the manifests of k8s/ without a cluster: fields, references, settings, policies, alerts, and their docs
	$(RUN) -q test -pl k8s -am -Dtest='murmuration/k8s/*Test' -Dsurefire.failIfNoSpecifiedTests=false

k8s-e2e: build ## a whole run, then a disturbed one, on the cluster of KUBECONFIG that has our images: see bin/k8s-e2e
	@JAVA_HOME="$(JDK)" bin/k8s-e2e

format: jdk ## format the sources
	$(RUN) -q spotless:apply

lint: jdk ## check the format
	$(RUN) -q spotless:check

bench: build ## measure each hot part against its limit on this machine
	@JAVA_HOME="$(JDK)" bin/bench

clean: ## remove what was built
	$(RUN) -q clean
	rm -rf target

package murmuration.k8s;

import static murmuration.k8s.Manifests.PROCESSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.access.Callers;
import org.junit.jupiter.api.Test;

/** What alerts, dashboard and scalers ask for is there: a query of nothing raises no alarm. And what to do is said. */
class MonitoringTest {
    private static final Pattern ASKED = Pattern.compile("([a-z][a-z_]*)\\{");
    private static final Pattern NAMED = Pattern.compile(
            "[a-z][a-z_]*_(?:total|count|sum|bytes|seconds|usage|overhead|available|backlog)\\b|\\bup\\b");
    private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_]+)(?:=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern OURS = Pattern.compile("\"(murmuration_[a-z_]+)\"");

    /** What Micrometer, Quarkus, Prometheus and kube-state-metrics give. */
    private static final Set<String> OTHERS = Set.of(
            "grpc_server_processing_duration_seconds_count",
            "http_server_requests_seconds_count",
            "jvm_gc_overhead",
            "jvm_memory_max_bytes",
            "jvm_memory_used_bytes",
            "kube_deployment_status_replicas_available",
            "process_cpu_usage",
            "process_start_time_seconds",
            "system_cpu_count",
            "up");

    /** What Prometheus' names have behind ours. */
    private static final List<String> ENDINGS = List.of("", "_total", "_seconds_count", "_seconds_sum", "_seconds_max");

    private final Manifests whole = Manifests.whole();

    @Test
    void everyMetricThatIsAskedForIsGiven() {
        Set<String> given = new HashSet<>(OTHERS);
        Settings.sources(".java")
                .forEach(source -> OURS.matcher(source)
                        .results()
                        .forEach(name -> ENDINGS.forEach(ending -> given.add(name.group(1) + ending))));
        Set<String> asked = asked().stream()
                .flatMap(expression -> ASKED.matcher(expression).results())
                .map(metric -> metric.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).contains("murmuration_backlog", "up").isSubsetOf(given);
    }

    @Test
    void whatIsAskedForIsOfThisNamespace() {
        List<String> asked = asked();
        assertThat(asked).hasSizeGreaterThan(25);
        for (String expression : asked) {
            Matcher metric = NAMED.matcher(expression);
            assertThat(metric.find()).as(expression).isTrue();
            do {
                assertThat(expression.substring(metric.end())).as(expression).startsWith("{namespace=\"murmuration\"");
            } while (metric.find());
        }
    }

    @Test
    void everyValueThatIsSelectedIsOneThatThereIs() {
        Map<String, Set<String>> values = new TreeMap<>();
        asked().stream()
                .flatMap(expression -> SELECTED.matcher(expression).results())
                .forEach(selected -> values.computeIfAbsent(selected.group(1), label -> new TreeSet<>())
                        .addAll(Arrays.asList(selected.group(2).split("\\|"))));
        Set<String> methods = Callers.rpcs().stream()
                .map(rpc -> rpc.substring(rpc.indexOf('/') + 1))
                .collect(Collectors.toSet());

        assertThat(values.keySet())
                .containsExactlyInAnyOrder(
                        "namespace",
                        "job",
                        "deployment",
                        "stage",
                        "state",
                        "method",
                        "area",
                        "outcome",
                        "status",
                        "statusCode");
        assertThat(values.get("job")).containsExactlyInAnyOrderElementsOf(PROCESSES);
        assertThat(values.get("deployment")).containsExactlyInAnyOrderElementsOf(PROCESSES);
        assertThat(values.get("stage")).isSubsetOf(names(Stage.values()));
        assertThat(values.get("state")).isSubsetOf(names(RunState.values()));
        assertThat(values.get("method")).isSubsetOf(methods);
    }

    @Test
    void anAlternativeOfProcessesLeavesNoneOut() {
        assertThat(asked().stream()
                        .flatMap(expression -> SELECTED.matcher(expression).results())
                        .filter(selected -> Set.of("job", "deployment").contains(selected.group(1)))
                        .map(selected -> selected.group(2))
                        .filter(value -> value.contains("|"))
                        .distinct())
                .containsExactly(String.join("|", PROCESSES));
    }

    @Test
    void whatIsAbsentIsAskedOfEachProcess() {
        String absent = rules().filter(rule -> rule.getAlert().equals("MurmurationProcessAbsent"))
                .map(rule -> rule.getExpr().getStrVal())
                .collect(Collectors.joining());
        assertThat(SELECTED.matcher(absent)
                        .results()
                        .filter(selected -> selected.group(1).equals("job"))
                        .map(selected -> selected.group(2)))
                .containsExactlyInAnyOrderElementsOf(PROCESSES);
    }

    @Test
    void eachAlertIsExplainedAndNoOther() {
        List<List<String>> rows = Manifests.text("docs/operations.md")
                .lines()
                .filter(line -> line.startsWith("| `Murmuration"))
                .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        assertThat(rows.stream().map(row -> row.get(1)))
                .containsExactlyElementsOf(
                        rules().map(rule -> "`" + rule.getAlert() + "`").toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.subList(2, 4)).doesNotContain(""));
    }

    @Test
    void eachAlertSaysHowUrgentItIsAndWhereToReadOn() {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.getLabels().get("severity")).isIn("critical", "warning");
            assertThat(rule.getAnnotations()).containsKey("summary");
            assertThat(rule.getAnnotations()).containsEntry("description", "docs/operations.md, Alerts");
        });
    }

    @Test
    void eachProcessIsScraped() {
        ServiceMonitor monitor = whole.named(ServiceMonitor.class, "murmuration");
        Set<String> ports =
                monitor.getSpec().getEndpoints().stream().map(Endpoint::getPort).collect(Collectors.toSet());
        List<String> scraped = new ArrayList<>();
        for (Service service : whole.of(Service.class)) {
            if (Reach.matches(
                    monitor.getSpec().getSelector(), service.getMetadata().getLabels())) {
                scraped.add(service.getMetadata().getName());
                assertThat(service.getSpec().getPorts().stream().map(ServicePort::getName))
                        .as(service.getMetadata().getName())
                        .containsAll(ports);
            }
        }
        assertThat(scraped).containsExactlyInAnyOrderElementsOf(PROCESSES);
        assertThat(monitor.getSpec().getJobLabel()).isEqualTo("app.kubernetes.io/name");
    }

    private Stream<Rule> rules() {
        return whole.of(PrometheusRule.class).stream()
                .flatMap(rules -> rules.getSpec().getGroups().stream())
                .flatMap(group -> group.getRules().stream());
    }

    /** Every expression of alerts, scalers and the dashboard. */
    private List<String> asked() {
        List<String> asked =
                new ArrayList<>(rules().map(rule -> rule.getExpr().getStrVal()).toList());
        Manifests.of("components/autoscaling-backlog").of(Strict.ScaledObject.class).stream()
                .flatMap(each -> each.getSpec().triggers().stream())
                .filter(trigger -> trigger.type().equals("prometheus"))
                .forEach(trigger -> asked.add(String.valueOf(trigger.metadata().get("query"))));
        // JSON is YAML
        Manifests.documents(Manifests.FOLDER.resolve("components/monitoring/dashboard.json"))
                .forEach(dashboard ->
                        dashboard.findValues("expr").forEach(expression -> asked.add(expression.asText())));
        return asked;
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }
}

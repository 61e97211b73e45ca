package murmuration.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a manifest as the API server would, and fails where it has a field that its kind does not. */
final class Strict {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("gateway.networking.k8s.io/v1 Gateway", Gateway.class),
            Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", ClusterRoleBinding.class),
            Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class));

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new WithoutOthers())
            .build();

    private Strict() {}

    /** Unknown fields have nowhere to go. */
    private static final class WithoutOthers extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    /** The resource; of a foreign kind, which no model is there for, only its name and labels. */
    static HasMetadata read(JsonNode read) {
        // a patch may say what it does, which is no field of the resource
        JsonNode document = ((ObjectNode) read.deepCopy()).without("$patch");
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        try {
            if (kind.equals("external-secrets.io/v1 ExternalSecret")) {
                return MAPPER.treeToValue(document, ExternalSecret.class);
            }
            if (kind.equals("keda.sh/v1alpha1 ScaledObject")) {
                return MAPPER.treeToValue(document, ScaledObject.class);
            }
            @Nullable Class<? extends HasMetadata> type = KINDS.get(kind);
            if (type == null) {
                throw new AssertionError("no model is known for " + kind);
            }
            return MAPPER.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(
                    kind + " " + document.path("metadata").path("name").asText() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** What the External Secrets operator makes a secret of, as far as it is used here. */
    @io.fabric8.kubernetes.model.annotation.Group("external-secrets.io")
    @io.fabric8.kubernetes.model.annotation.Version("v1")
    static final class ExternalSecret extends io.fabric8.kubernetes.client.CustomResource<ExternalSecret.Spec, Void> {
        private static final long serialVersionUID = 1L;

        /** Either single keys, or all that a secret of the vault has. */
        record Spec(
                String refreshInterval,
                Store secretStoreRef,
                Target target,
                java.util.@Nullable List<Datum> data,
                java.util.@Nullable List<Source> dataFrom) {
            java.util.List<Datum> named() {
                return data == null ? java.util.List.of() : data;
            }

            java.util.List<Source> whole() {
                return dataFrom == null ? java.util.List.of() : dataFrom;
            }
        }

        record Store(String kind, String name) {}

        record Target(String name) {}

        record Datum(String secretKey, Remote remoteRef) {}

        record Remote(String key, String property) {}

        record Source(Extract extract) {}

        record Extract(String key) {}
    }

    /** What KEDA makes an autoscaler of, as far as it is used here. */
    @io.fabric8.kubernetes.model.annotation.Group("keda.sh")
    @io.fabric8.kubernetes.model.annotation.Version("v1alpha1")
    static final class ScaledObject extends io.fabric8.kubernetes.client.CustomResource<ScaledObject.Spec, Void> {
        private static final long serialVersionUID = 1L;

        record Spec(
                Workload scaleTargetRef,
                int minReplicaCount,
                int maxReplicaCount,
                Advanced advanced,
                java.util.List<Trigger> triggers) {}

        record Workload(String name) {}

        record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

        record Autoscaler(HorizontalPodAutoscalerBehavior behavior) {}

        record Trigger(String type, @Nullable String metricType, Map<String, String> metadata) {}
    }
}

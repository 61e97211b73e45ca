package murmuration.gateway;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;
import java.util.stream.Collectors;
import murmuration.gateway.access.Endpoints;

/** Keeps addresses out of metrics: what is at no endpoint's is counted as one, whatever was asked for. */
final class RequestMetrics implements MeterFilter {
    private static final String OTHER = "OTHER";
    private static final Set<String> TEMPLATES = Endpoints.all().keySet().stream()
            .map(endpoint -> endpoint.substring(endpoint.indexOf(' ') + 1))
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public Meter.Id map(Meter.Id id) {
        String uri = id.getTag("uri");
        return uri != null && id.getName().startsWith("http.server") && !TEMPLATES.contains(uri)
                ? id.replaceTags(id.getTags().stream()
                        .map(tag -> tag.getKey().equals("uri") ? Tag.of("uri", OTHER) : tag)
                        .toList())
                : id;
    }
}

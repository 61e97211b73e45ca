package murmuration.models;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps vectors as long as the test lasts. */
final class MemoryVectors implements KnownVectors {
    final Map<String, float[]> kept = new ConcurrentHashMap<>();

    @Override
    public Map<String, float[]> find(List<String> texts) {
        return texts.stream()
                .filter(kept::containsKey)
                .collect(Collectors.toMap(Function.identity(), text -> kept.getOrDefault(text, new float[0])));
    }

    @Override
    public Map<String, float[]> keep(Map<String, float[]> vectors) {
        vectors.forEach(kept::putIfAbsent);
        return find(List.copyOf(vectors.keySet()));
    }
}

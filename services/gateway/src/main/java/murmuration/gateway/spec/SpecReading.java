package murmuration.gateway.spec;

import java.util.List;
import java.util.Optional;
import murmuration.core.RunSpec;

/** What came of reading a spec: a complete one, or every fault that it has. */
public record SpecReading(Optional<RunSpec> spec, List<Fault> faults) {
    public SpecReading {
        // a field that two readers look at is one fault
        faults = faults.stream().distinct().toList();
    }
}

package murmuration.workflows.runs;

import java.util.ArrayList;
import java.util.List;

/** Knows a source by its uri without the upload's own number, and remembers what it was to discard. */
final class RecordingSources implements Sources {
    final List<String> discarded = new ArrayList<>();

    @Override
    public String identity(String tenant, String uri) {
        return uri.replaceFirst("#.*", "");
    }

    @Override
    public void discard(String tenant, String uri) {
        discarded.add(uri);
    }
}

package murmuration.runtime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A line of log as a line of JSON: {@code timestamp, level, logger, thread, message}, and of a failure types and places
 * only, since the message of a foreign one may quote what a person wrote.
 */
public final class JsonLines extends ExtFormatter {
    @Override
    public String format(ExtLogRecord line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", Instant.ofEpochMilli(line.getMillis()).toString());
        fields.put("level", line.getLevel().getName());
        fields.put("logger", String.valueOf(line.getLoggerName()));
        fields.put("thread", String.valueOf(line.getThreadName()));
        fields.put("message", String.valueOf(formatMessage(line)));
        fields.putAll(line.getMdcCopy());
        @Nullable Throwable thrown = line.getThrown();
        if (thrown != null) {
            fields.put("failure", Rpc.trace(thrown));
        }
        return Json.write(fields) + "\n";
    }
}

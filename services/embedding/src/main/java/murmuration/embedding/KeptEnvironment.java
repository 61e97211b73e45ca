package murmuration.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * The environment that all models share. ONNX Runtime gives it back in a hook of the JVM that waits for nobody, and a thread that
 * computes while the process ends then ends it with a signal, before stores are closed. The native side counts references: one
 * that is never given back keeps the environment for as long as the process lives. There is no other way to it than this one.
 */
final class KeptEnvironment {
    private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
    private static final OrtEnvironment KEPT = kept();

    private KeptEnvironment() {}

    static OrtEnvironment get() {
        return KEPT;
    }

    private static OrtEnvironment kept() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(LEVEL);
        try {
            environment.setTelemetry(false);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            var ignored = create.invoke(null, api.getLong(null), LEVEL.getValue(), "kept");
        } catch (ReflectiveOperationException | OrtException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "this ONNX Runtime keeps its environment otherwise", e);
        }
        return environment;
    }
}

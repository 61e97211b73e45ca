package murmuration.standalone;

/** What is told on the standard error where the process is made to end before this is closed, as by Ctrl-C. */
final class Interrupted implements AutoCloseable {
    private final Thread hook;

    Interrupted(String told) {
        hook = Thread.ofPlatform().unstarted(() -> System.err.println(told));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it is told already
        }
    }
}

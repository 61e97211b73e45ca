package murmuration.models;

import java.util.concurrent.Semaphore;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * Lets so many calls of a run be at its provider at a time. Before it, as many again get ready: what takes its time before a
 * call and after it (rate, money, storing) keeps no place at the provider empty, also where answers come many at once, as those
 * of calls do that began together. Thread-safe.
 */
final class Gate {
    private final Concurrency concurrency;
    private final Permits ready;
    private final Permits open;

    Gate(Concurrency concurrency) {
        this.concurrency = concurrency;
        ready = new Permits(withReady(concurrency.limit()));
        open = new Permits(concurrency.limit());
    }

    /** Calls that may be at work, of which so many are at the provider. */
    static int withReady(int atProvider) {
        return 2 * atProvider;
    }

    /** A provider whose calls get ready as far as there is a place, and wait here before that. */
    Provider before(Provider provider) {
        return call -> {
            ready.take();
            try {
                return provider.send(call);
            } finally {
                ready.release();
            }
        };
    }

    /** A provider that is asked as much at a time as it can stand. */
    Provider around(Provider provider) {
        return call -> {
            open.take();
            long began = System.nanoTime();
            try {
                Reply reply = provider.send(call);
                adjust(() -> concurrency.answered(System.nanoTime() - began));
                return reply;
            } catch (MurmurationException e) {
                if (e.code() == ErrorCode.RATE_LIMITED || e.code() == ErrorCode.OVERLOADED) {
                    adjust(concurrency::overloaded);
                }
                throw e;
            } finally {
                open.release();
            }
        };
    }

    private synchronized void adjust(Runnable heard) {
        heard.run();
        open.become(concurrency.limit());
        ready.become(withReady(concurrency.limit()));
    }

    /** Permits whose number changes; those who have one keep it. */
    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1;

        private int number;

        Permits(int number) {
            super(number, true);
            this.number = number;
        }

        void take() {
            try {
                acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MurmurationException(ErrorCode.CANCELED, "the call was interrupted", e);
            }
        }

        /** Called by one thread at a time. */
        void become(int wanted) {
            if (wanted > number) {
                release(wanted - number);
            } else {
                reducePermits(number - wanted);
            }
            number = wanted;
        }
    }
}

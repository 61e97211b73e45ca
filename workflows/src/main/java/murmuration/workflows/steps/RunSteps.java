package murmuration.workflows.steps;

import java.util.List;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.workflows.runs.AccountRule;
import murmuration.workflows.runs.Dataset;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.EndedRuns;
import murmuration.workflows.runs.Erasure;
import murmuration.workflows.runs.Failure;
import murmuration.workflows.runs.Held;
import murmuration.workflows.runs.Part;
import murmuration.workflows.runs.ProgressRows;
import murmuration.workflows.runs.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a run's own rows. */
public final class RunSteps implements RunActivities {
    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);

    private final Calls calls;
    private final Books books;
    private final Erasure erasure;
    private final EndedRuns ended;

    /** Steps over these rows; what services hold is deleted where a run computes it again. */
    public RunSteps(Calls calls, Books books, Erasure erasure, EndedRuns ended) {
        this.calls = calls;
        this.books = books;
        this.erasure = erasure;
        this.ended = ended;
    }

    @Override
    public Orders start(RunKey key) {
        return calls.row(() -> {
            books.runs().running(key);
            Run run = run(key);
            return new Orders(
                    run.standing().state().ended(),
                    run.spec().minimums().small() == RunSpec.Small.REASSIGN,
                    run.spec().privacy().approval() == RunSpec.Approval.REQUIRED,
                    run.spec().beside().batch(),
                    books.runs().safetyAsker(key).orElse(null));
        });
    }

    @Override
    public boolean begin(StageCall call) {
        return calls.deletion(() -> {
            reopen(call);
            goOn(call.run());
            boolean open = books.stages().begin(call.run(), call.stage(), call.again());
            if (open) {
                LOG.info("stage begins: run={} stage={}", call.run().runId(), call.stage());
            }
            return open;
        });
    }

    /** What comes after the clusters depends on more than its own stage, so a reset to there finds it done. */
    private void reopen(StageCall call) {
        if (!call.reset().isEmpty()
                && call.stage().compareTo(Stage.CLUSTER) <= 0
                && books.stages().reopen(call.run(), call.stage(), call.reset(), () -> erasure.computed(call.run()))) {
            LOG.info("run is computed again: run={} from={}", call.run().runId(), call.stage());
        }
    }

    @Override
    public void startOver(RunKey run) {
        calls.deletions(() -> {
            if (books.startOvers().startOver(run, () -> erasure.unfinished(run))) {
                LOG.info("run starts over without what was erased: run={}", run.runId());
            }
        });
    }

    @Override
    public void finish(StageCall call) {
        calls.rows(() -> books.stages().finish(call.run(), call.stage()));
    }

    @Override
    public boolean imported(RunKey key) {
        return calls.row(() -> {
            goOn(key);
            Run run = run(key);
            Dataset dataset = books.datasets()
                    .byId(new DatasetKey(key.tenant(), run.subject().datasetId()))
                    .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "the data set is gone"));
            return imported(run, dataset);
        });
    }

    @Override
    public List<Integer> shards(ShardPage page) {
        return calls.row(() -> books.stages().shards(page.run(), page.first(), page.limit()));
    }

    @Override
    public Desired pause(Pause pause) {
        return calls.row(() -> books.runs().pause(pause.run(), pause.reason(), pause.byItself()));
    }

    @Override
    public Desired desired(RunKey run) {
        return calls.row(() -> books.progress().desired(run));
    }

    @Override
    public boolean approved(RunKey run) {
        return calls.row(() -> {
            Desired desired = books.progress().desired(run);
            if (desired == Desired.CANCEL || desired == Desired.START_OVER) {
                throw TemporalErrors.stopped(desired);
            }
            return books.runs().approved(run);
        });
    }

    @Override
    public void approve(Approval approval) {
        calls.rows(() -> books.runs().approve(approval.run(), approval.by()));
    }

    @Override
    public void end(RunEnd end) {
        calls.deletions(() -> {
            if (books.runs().end(end.run(), end.state(), new Failure(end.code(), end.message()))) {
                ended.count(end.state());
            }
            if (end.state() != RunState.PUBLISHED && books.stages().isBegun(end.run(), Stage.PUBLISH)) {
                // it may have been published before it heard that it was to stop
                var ignored = erasure.expired(end.run(), Held.RESULTS);
            }
            LOG.info("run ended: run={} state={} code={}", end.run().runId(), end.state(), end.code());
        });
    }

    private boolean imported(Run run, Dataset dataset) {
        Part part = new Part(run.key(), Stage.IMPORT, "import");
        switch (dataset.state()) {
            case IMPORTING -> books.progress().note(part, new ProgressRows.Count(dataset.progress(), 0, Map.of()));
            case READY -> {
                // how many there are the data set's page says, more roughly than a stage would
                books.progress().note(part, ProgressRows.Count.NONE);
                AccountRule.check(run.spec(), dataset);
            }
            case FAILED ->
                throw TemporalErrors.last(
                        dataset.failure().code(), dataset.failure().message());
            case EXPIRED, DELETING, DELETED ->
                throw new MurmurationException(
                        ErrorCode.NOT_FOUND, "the conversations of the data set have been deleted");
        }
        return dataset.state() == murmuration.workflows.runs.DatasetState.READY;
    }

    private void goOn(RunKey run) {
        Desired desired = books.progress().desired(run);
        if (desired != Desired.RUN) {
            throw TemporalErrors.stopped(desired);
        }
    }

    private Run run(RunKey key) {
        return books.runs()
                .byId(key)
                .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "no run " + key.runId()));
    }
}

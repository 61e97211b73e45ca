package murmuration.hierarchy;

import java.util.List;
import java.util.Optional;
import murmuration.core.Digest;
import murmuration.core.Question.Child;
import murmuration.core.StageReport.Stopped;
import murmuration.runtime.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tries at one level, each with draws of its own, and when they end (method.md, 9, guards). */
record Attempts(
        Parenthood parenthood, int level, List<ClusterRow> rows, List<Child> children, long seed, Progress progress) {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int TRIES = 2;

    /** What came of them; without families where the level is not made. */
    record Outcome(Optional<Families.Settled> settled, LevelReport report) {}

    /** So few base clusters: fewer and fewer parents, until each has two children; else none. */
    Outcome withoutLone(LevelPlan plan) {
        Parenthood.Tried tried = null;
        int tries = 0;
        for (int names = plan.wanted(level, rows.size()).names(); names >= 2; names--) {
            tried = attempt(Wanted.about(names), tries++);
            if (tried.progresses() && !tried.hasLone()) {
                return made(tried, tries);
            }
        }
        return givenUp(tried, tries, Stopped.LONE_CHILDREN);
    }

    /** One more try where there are nearly as many parents as children, then none. */
    Outcome progressing(LevelPlan plan) {
        Parenthood.Tried tried = null;
        for (int tries = 1; tries <= TRIES; tries++) {
            tried = attempt(plan.wanted(level, rows.size()), tries - 1);
            if (tried.progresses()) {
                return made(tried, tries);
            }
        }
        return givenUp(tried, TRIES, Stopped.NO_PROGRESS);
    }

    private static Outcome made(Parenthood.Tried tried, int tries) {
        return new Outcome(Optional.of(tried.settled()), tried.report().made(tries));
    }

    private Outcome givenUp(Parenthood.@Nullable Tried last, int tries, Stopped why) {
        LOG.warn("level not raised: level={} count={} attempt={} code={}", level, rows.size(), tries, why);
        LevelReport report = last == null
                ? LevelReport.untried(level, rows.size(), why)
                : last.report().givenUp(tries, why);
        return new Outcome(Optional.empty(), report);
    }

    private Parenthood.Tried attempt(Wanted wanted, int earlier) {
        List<String> ids = rows.stream().map(ClusterRow::id).toList();
        return parenthood.attempt(
                level, children, ids, wanted, Digest.seed(seed, "raise/" + level + "/" + earlier), progress);
    }
}

package murmuration.extraction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import murmuration.core.AccountId;
import murmuration.core.Bands;
import murmuration.core.Conversation;
import murmuration.core.Digest;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.MurmurationException;
import murmuration.core.Role;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.Turn;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.Header;
import murmuration.extraction.shards.ShardLine;
import murmuration.extraction.shards.ShardReader;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.Shards;
import murmuration.models.Estimate;
import murmuration.offline.Words;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Progress;

/** Freezes what a run works on: which conversations are drawn, and which words enough of their accounts share. */
final class Plans {
    /** About so many conversations tell what all will cost. */
    private static final long ESTIMATED_FROM = 200;

    private final Database database;
    private final Shards shards;
    private final ShardRows shardRows;
    private final FrameRows frames;
    private final Forecast forecast;

    Plans(Database database, Shards shards, Forecast forecast) {
        this.database = database;
        this.forecast = forecast;
        this.shards = shards;
        shardRows = new ShardRows(database);
        frames = new FrameRows(database);
    }

    /** Plans the run; a plan that was made is found again. */
    Plan run(RunKey run, Progress progress) {
        return frames.find(run).orElseGet(() -> make(Assignment.of(database, run), progress));
    }

    private Plan make(Assignment run, Progress progress) {
        requireAccounts(run);
        DatasetKey dataset = new DatasetKey(run.run().tenant(), run.datasetId());
        List<ShardRef> all = shardRows.of(dataset);
        requireDataset(run, all);
        Draw.Drawn drawn = drawn(run, all, progress);
        List<byte[]> states = split(drawn.states(), all);
        int accounts = run.spec().minimums().values().accounts();
        SortedMap<String, Set<AccountId>> holders = holders(run.spec());
        long enough = Bands.atOrBelow(accounts);
        List<Conversation> some = new ArrayList<>();
        long every = Math.max(1, drawn.sampled() / ESTIMATED_FROM);
        boolean estimated = !run.spec().model().embedded();
        long[] read = {0};
        SortedSet<String> words = new Vocabulary(accounts).count(said -> {
            for (ShardRef shard : all) {
                read(dataset, shard, states.get(shard.number()), conversation -> {
                    said.accept(said(conversation));
                    note(holders, conversation, enough);
                    if (estimated && read[0]++ % every == 0) {
                        some.add(conversation);
                    }
                });
                progress.report(all.size() + shard.number() + 1, all.size() * 2L);
            }
        });
        if (run.spec().beside().replayOf() == null) {
            requireImported(holders, enough);
        }
        Optional<Estimate> estimate = forecast.of(run.spec(), some, drawn.sampled());
        new FrameRows(database.standing(run)).put(run.run(), states, words, plan(run, all, drawn, words, estimate));
        return frames.find(run.run()).orElseThrow();
    }

    /** What the run would come to; nothing is written. */
    Outlook outlook(Assignment run, Progress progress) {
        requireAccounts(run);
        DatasetKey dataset = new DatasetKey(run.run().tenant(), run.datasetId());
        List<ShardRef> all = shardRows.of(dataset);
        requireDataset(run, all);
        Draw.Drawn drawn = drawn(run, all, progress);
        List<Conversation> some = new ArrayList<>();
        if (!run.spec().model().embedded()) {
            List<byte[]> states = split(thinned(drawn), all);
            for (ShardRef shard : all) {
                read(dataset, shard, states.get(shard.number()), some::add);
                progress.report(all.size() + shard.number() + 1, all.size() * 2L);
            }
        }
        return forecast.outlook(run.spec(), some, drawn.sampled());
    }

    /** The states with most of those that were drawn left out. */
    private static byte[] thinned(Draw.Drawn drawn) {
        long every = Math.max(1, drawn.sampled() / ESTIMATED_FROM);
        byte[] states = drawn.states().clone();
        long seen = 0;
        for (int i = 0; i < states.length; i++) {
            if (states[i] == 0 && seen++ % every != 0) {
                states[i] = (byte) EndState.NOT_SAMPLED.number();
            }
        }
        return states;
    }

    private Draw.Drawn drawn(Assignment run, List<ShardRef> all, Progress progress) {
        DatasetKey dataset = new DatasetKey(run.run().tenant(), run.datasetId());
        Draw draw = new Draw(run.spec(), Math.toIntExact(run.conversations()));
        for (ShardRef shard : all) {
            readHeaders(dataset, shard, draw);
            // two passes over the shards: the draw, then what is said
            progress.report(shard.number() + 1, all.size() * 2L);
        }
        Draw.Drawn drawn = draw.draw();
        requireMinimums(drawn, run.spec().minimums().values());
        return drawn;
    }

    /**
     * What a run and an estimate tell, they tell of a group: none and too few are refused alike. Minimums are compared by
     * the edge below them: who could try one after the other would count exactly.
     */
    private static void requireMinimums(Draw.Drawn drawn, Minimums minimums) {
        if (drawn.sampled() < Bands.atOrBelow(minimums.conversations())
                || drawn.accounts() < Bands.atOrBelow(minimums.accounts())) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    ("sampling draws none of the data set's conversations, or fewer than the run's minimums (%d"
                                    + " conversations, %d accounts): widen from and to, raise max, or import more")
                            .formatted(minimums.conversations(), minimums.accounts()));
        }
    }

    private static void requireAccounts(Assignment run) {
        boolean required = run.spec().accounts() == RunSpec.Accounts.REQUIRED;
        if (required && run.withoutAccount() == run.conversations()) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "no conversation of the data set names an account, so no minimum of accounts can be met; if each"
                            + " conversation may count as an account of its own, set accounts: one-per-conversation"
                            + " (every page will say so)");
        }
        if (!required && run.spec().minimums().profile() == RunSpec.Profile.PUBLISH) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED, "profile publish needs accounts: required, not one-per-conversation");
        }
    }

    private static void requireDataset(Assignment run, List<ShardRef> all) {
        long sum = all.stream().mapToLong(ShardRef::conversations).sum();
        MurmurationException.require(
                sum == run.conversations() && all.size() == run.shards(),
                "the data set's %d shards are not as they were imported, in %d: delete it and import it again",
                all.size(),
                run.shards());
    }

    /** By key of the metadata, so many of those who have it as a facet needs to be shown. */
    private static SortedMap<String, Set<AccountId>> holders(RunSpec spec) {
        SortedMap<String, Set<AccountId>> holders = new TreeMap<>();
        spec.facets().stream()
                .map(Facet::id)
                .filter(Facets::isImported)
                .forEach(key -> holders.put(key, new HashSet<>()));
        return holders;
    }

    private static void note(SortedMap<String, Set<AccountId>> holders, Conversation conversation, long enough) {
        holders.forEach((key, accounts) -> {
            if (accounts.size() < enough && conversation.metadata().containsKey(key)) {
                accounts.add(header(conversation).accountOrSelf());
            }
        });
    }

    /** A key that too few have is as good as one that nobody has: who is told which could find the one who has it. */
    private static void requireImported(SortedMap<String, Set<AccountId>> holders, long enough) {
        holders.forEach((key, accounts) -> {
            if (accounts.size() < enough) {
                throw new MurmurationException(
                        ErrorCode.INVALID_SPEC,
                        ("facet %s: no sampled conversation has it, or those of fewer accounts than the run's minimum; import"
                                        + " the data with metadata key %s")
                                .formatted(key, key));
            }
        });
    }

    private void readHeaders(DatasetKey dataset, ShardRef shard, Draw draw) {
        try (ShardReader lines = shards.open(dataset, shard)) {
            for (int i = 0; i < shard.conversations(); i++) {
                byte[] line = lines.next();
                if (ShardLine.isErased(line)) {
                    draw.addErased();
                } else {
                    draw.add(ShardLine.readHeader(line));
                }
            }
        }
    }

    private void read(DatasetKey dataset, ShardRef shard, byte[] states, Consumer<Conversation> to) {
        try (ShardReader lines = shards.open(dataset, shard)) {
            for (byte state : states) {
                if (state == 0) {
                    to.accept(ShardLine.read(lines.next()));
                } else {
                    lines.skip(1);
                }
            }
        }
    }

    private static Vocabulary.Said said(Conversation conversation) {
        Set<String> words = new LinkedHashSet<>();
        for (Turn turn : conversation.turns()) {
            if (turn.role() == Role.USER) {
                words.addAll(Words.tokenize(turn.text()));
            }
        }
        return new Vocabulary.Said(header(conversation).accountOrSelf(), words);
    }

    private static Header header(Conversation conversation) {
        return new Header(conversation.id(), conversation.account(), conversation.startedAt(), 0);
    }

    private static List<byte[]> split(byte[] states, List<ShardRef> shards) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (ShardRef shard : shards) {
            parts.add(Arrays.copyOfRange(states, from, from + shard.conversations()));
            from += shard.conversations();
        }
        return parts;
    }

    /** How many were left out and why, and how many were sampled. */
    private static SortedMap<String, Long> counts(byte[] states) {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (byte state : states) {
            counts.merge(state == 0 ? "SAMPLED" : EndState.of(state).name(), 1L, Long::sum);
        }
        return counts;
    }

    private static Plan plan(
            Assignment run,
            List<ShardRef> all,
            Draw.Drawn drawn,
            SortedSet<String> words,
            Optional<Estimate> estimate) {
        SortedMap<String, Long> counts = counts(drawn.states());
        SortedMap<String, Long> exclusions = new TreeMap<>(counts);
        exclusions.remove("SAMPLED");
        return new Plan(
                all.stream().map(ShardRef::conversations).toList(),
                run.conversations(),
                drawn.sampled(),
                drawn.accounts(),
                counts,
                new Digest().add(drawn.states()).add(Vocabulary.digest(words)).hex(),
                new Plan.Report(
                        run.spec().sampling(),
                        run.spec().seed(),
                        run.conversations(),
                        drawn.sampled(),
                        drawn.accounts(),
                        exclusions,
                        words.size(),
                        run.spec().minimums().values().accounts(),
                        estimate.orElse(null)));
    }
}

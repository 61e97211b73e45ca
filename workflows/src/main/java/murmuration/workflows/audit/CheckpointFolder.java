package murmuration.workflows.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;
import murmuration.runtime.Json;

/** Where checkpoints are exported to: a folder for each tenant, a file for each checkpoint, named by its number. */
public final class CheckpointFolder {
    private static final String ENDING = ".json";
    private static final Pattern NAME = Pattern.compile("[0-9]{12}\\" + ENDING);
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,79}");

    private final Path folder;

    /** Checkpoints in this folder; it is made with the first one. */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /** A file of the folder. @param checkpoint empty where it holds none, or not one that we wrote so */
    record Found(long number, Optional<Checkpoint> checkpoint) {}

    /** Every checkpoint of a tenant, by number. */
    List<Found> all(String tenant) {
        return numbers(tenant).stream()
                .map(number -> new Found(number, read(tenant, number)))
                .toList();
    }

    /** The next ones after a number that can be read. */
    List<Checkpoint> after(String tenant, long number, int limit) {
        return numbers(tenant).stream()
                .filter(each -> each > number)
                .limit(limit)
                .flatMap(each -> read(tenant, each).stream())
                .toList();
    }

    /** The newest one. */
    Optional<Found> last(String tenant) {
        return numbers(tenant).reversed().stream().findFirst().map(number -> new Found(number, read(tenant, number)));
    }

    /** Whether any names the key of this id; the newest are looked at first. */
    boolean anyOf(String tenant, String key) {
        return numbers(tenant).reversed().stream()
                .flatMap(number -> read(tenant, number).stream())
                .anyMatch(checkpoint -> key.equals(checkpoint.key()));
    }

    /** Adds a checkpoint; on the disk, with its name, when this returns. CONFLICT where one of that number is there. */
    void add(Checkpoint checkpoint) {
        Path file = file(checkpoint.tenant(), checkpoint.number());
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Path own = folder(checkpoint.tenant());
            Disk.makePrivate(own);
            if (Files.exists(file)) {
                throw new MurmurationException(
                        ErrorCode.CONFLICT,
                        "the folder of audit checkpoints has one of number " + checkpoint.number()
                                + " already: does another database use it?");
            }
            Files.writeString(unfinished, Json.write(checkpoint), StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            Disk.forceNames(own);
            Disk.forceNames(folder);
        } catch (IOException e) {
            throw unavailable(Disk.failed(e));
        }
    }

    private Optional<Checkpoint> read(String tenant, long number) {
        try {
            String text = Files.readString(file(tenant, number));
            Checkpoint checkpoint = Json.read(text, Checkpoint.class);
            return Json.write(checkpoint).equals(text) ? Optional.of(checkpoint) : Optional.empty();
        } catch (NoSuchFileException e) {
            throw unavailable(e);
        } catch (CharacterCodingException | MurmurationException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private List<Long> numbers(String tenant) {
        try (Stream<Path> files = Files.list(folder(tenant))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(NAME.asMatchPredicate())
                    .map(name -> Long.valueOf(name.substring(0, name.length() - ENDING.length())))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private Path file(String tenant, long number) {
        return folder(tenant).resolve("%012d".formatted(number) + ENDING);
    }

    private Path folder(String tenant) {
        return folder.resolve(TENANT.matcher(tenant).matches() ? tenant : "other-" + Digest.of(tenant));
    }

    private static MurmurationException unavailable(IOException e) {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "the folder of audit checkpoints cannot be used", e);
    }
}

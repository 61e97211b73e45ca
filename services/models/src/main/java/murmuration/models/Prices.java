package murmuration.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** The table of prices, as of its date: a resource of ours, over which an operator may lay one of the same form. */
final class Prices {
    /** The snapshot of a model costs what the model costs. */
    private static final Pattern SNAPSHOT = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)$");

    private final List<Listed> listed;
    private final LocalDate date;

    private Prices(List<Listed> listed, LocalDate date) {
        this.listed = listed;
        this.date = date;
    }

    /** The table, with the lines of this file before our own. */
    static Prices of(Optional<Path> file) {
        Table own = table(read());
        if (file.isEmpty()) {
            return new Prices(own.models(), own.date());
        }
        Table laidOver = table(read(file.get()));
        return new Prices(
                Stream.concat(laidOver.models().stream(), own.models().stream()).toList(), laidOver.date());
    }

    /** What the model costs; empty where the table does not know it. */
    Optional<Price> of(String provider, String model) {
        return listed(provider, model)
                .or(() -> listed(provider, SNAPSHOT.matcher(model).replaceFirst("")))
                .map(Listed::price);
    }

    /** When the prices were those of the providers. */
    LocalDate date() {
        return date;
    }

    private Optional<Listed> listed(String provider, String model) {
        return listed.stream()
                .filter(line -> line.provider().equals(provider) && line.model().equals(model))
                .findFirst();
    }

    private record Table(LocalDate date, List<Listed> models) {}

    private record Listed(
            String provider,
            String model,
            double input,
            double output,
            @Nullable Double cacheWrite,
            @Nullable Double cacheRead) {
        /** What Anthropic asks for its cache, as parts of what it asks for a prompt's tokens. */
        private static final double WRITTEN = 1.25;

        private static final double READ = 0.1;

        Price price() {
            boolean anthropic = provider.equals("anthropic");
            return new Price(
                    input,
                    output,
                    cacheWrite != null ? cacheWrite : anthropic ? WRITTEN * input : input,
                    cacheRead != null ? cacheRead : anthropic ? READ * input : input);
        }
    }

    private static Table table(String json) {
        return Json.read(json, Table.class);
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC, "murmuration.models.prices-file: " + file + " cannot be read", e);
        }
    }
}

package murmuration.extraction.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;

/**
 * Files that are being sent, one after the other; until the last is finished none counts. Each is kept in parts, objects of
 * some megabytes, so that none needs room of its own before it is stored, however long it is.
 */
public final class Upload implements AutoCloseable {
    /** Bytes of a part: what an upload holds in memory. */
    static final int PART = 8 << 20;

    private final ObjectStore objects;
    private final String uri;
    private final String prefix;
    private final Digest digest = new Digest();
    private final MessageDigest sha = sha256();
    private final byte[] part = new byte[PART];
    private int filled;
    private int parts;
    private int files;
    private String name = "";
    private long size;
    private boolean finished;

    /** @param prefix of all its objects */
    Upload(ObjectStore objects, String uri, String prefix) {
        this.objects = objects;
        this.uri = uri;
        this.prefix = prefix;
    }

    /** Begins the next file, and ends the one before it. */
    public void file(String named) {
        endFile();
        // names may be equal, and the number keeps their order
        name = String.format(Locale.ROOT, "%06d-%s", files++, baseName(named));
    }

    /** Adds bytes to the file. */
    public void write(byte[] bytes) {
        if (name.isEmpty()) {
            file("upload");
        }
        sha.update(bytes);
        size += bytes.length;
        for (int from = 0; from < bytes.length; ) {
            int taken = Math.min(PART - filled, bytes.length - from);
            System.arraycopy(bytes, from, part, filled, taken);
            filled += taken;
            from += taken;
            if (filled == PART) {
                store();
            }
        }
    }

    /** Makes them count. */
    public void finish() {
        endFile();
        // says that all is here
        put(
                Uploads.DIGEST,
                digest.hex().getBytes(StandardCharsets.US_ASCII),
                digest.hex().length());
        finished = true;
    }

    /** What an import asks for them by. */
    public String uri() {
        return uri;
    }

    /** Their size together. */
    public long size() {
        return size;
    }

    /** Removes them unless they were finished. */
    @Override
    public void close() {
        if (!finished) {
            try {
                objects.deleteAll(prefix);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private void endFile() {
        if (!name.isEmpty()) {
            if (filled > 0 || parts == 0) {
                store();
            }
            digest.add(sha.digest());
            parts = 0;
            name = "";
        }
    }

    private void store() {
        put(String.format(Locale.ROOT, "%s/%06d", name, parts++), part, filled);
        filled = 0;
    }

    private void put(String key, byte[] bytes, int length) {
        try {
            objects.put(prefix + key, out -> out.write(bytes, 0, length));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static MurmurationException failed(IOException e) {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be written", e);
    }

    /** The last part of a name, with plain characters only, so that it cannot lead anywhere. */
    private static String baseName(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[^A-Za-z0-9._-]", "_");
        String kept = base.substring(Math.max(0, base.length() - 100));
        return kept.isBlank() || kept.startsWith(".") ? "upload" + kept : kept;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package murmuration.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as it arrives, part by part; no part is kept. Not thread-safe.
 */
final class Multipart {
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"([^\"]{0,100})\"");
    private static final Pattern FILE = Pattern.compile("(?i);\\s*filename=\"([^\"]{0,255})\"");

    private final InputStream body;
    /** CR LF, two dashes and the boundary: what ends a part. */
    private final byte[] delimiter;

    private byte[] window = new byte[64 * 1024];
    private int from;
    private int to;
    private @Nullable Part open;

    /** Reads a body of this content type. */
    Multipart(InputStream body, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw malformed("has no boundary");
        }
        String marker = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        this.body = body;
        delimiter = ("\r\n--" + marker).getBytes(StandardCharsets.ISO_8859_1);
        // the first boundary has no line before it
        window[0] = '\r';
        window[1] = '\n';
        to = 2;
    }

    /** A part; its content is readable until the next one is asked for. @param fileName null where it is no file */
    record Part(String name, @Nullable String fileName, InputStream content) {
        /** A field's text, which is short. */
        String text() {
            try {
                byte[] bytes = content.readNBytes(MOST_HEADER_BYTES + 1);
                if (bytes.length > MOST_HEADER_BYTES) {
                    throw new MurmurationException(
                            ErrorCode.TOO_LARGE, "a field is at most " + MOST_HEADER_BYTES + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the upload ended early", e);
            }
        }
    }

    /** The next part; what is left of the one before is skipped. */
    Optional<Part> next() {
        try {
            skip(open == null ? new Content() : open.content());
            fill(2);
            if (to - from >= 2 && window[from] == '-' && window[from + 1] == '-') {
                return Optional.empty();
            }
            open = part(headers());
            return Optional.of(open);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the upload ended early", e);
        }
    }

    private static void skip(InputStream rest) throws IOException {
        rest.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private Part part(String headers) {
        for (String line : headers.split("\r\n")) {
            Matcher name = NAME.matcher(line);
            if (line.regionMatches(true, 0, "content-disposition:", 0, 20) && name.find()) {
                Matcher file = FILE.matcher(line);
                return new Part(name.group(1), file.find() ? file.group(1) : null, new Content());
            }
        }
        throw malformed("has a part without a name");
    }

    /** Everything up to the empty line, which is taken too. */
    private String headers() throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.length() < MOST_HEADER_BYTES) {
            fill(1);
            if (from == to) {
                throw malformed("ends inside a part's head");
            }
            all.append((char) (window[from++] & 0xff));
            if (all.length() >= 4 && all.substring(all.length() - 4).equals("\r\n\r\n")) {
                // a file's name is UTF-8
                return new String(all.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        throw malformed("has a part's head over " + MOST_HEADER_BYTES + " bytes");
    }

    /** Makes sure that so many bytes are in the window, unless the body has ended. */
    private void fill(int wanted) throws IOException {
        while (to - from < wanted) {
            if (from > 0) {
                System.arraycopy(window, from, window, 0, to - from);
                to -= from;
                from = 0;
            }
            int n = body.read(window, to, window.length - to);
            if (n < 0) {
                return;
            }
            to += n;
        }
    }

    private static MurmurationException malformed(String rule) {
        return new MurmurationException(ErrorCode.INVALID_REQUEST, "the multipart body " + rule);
    }

    /** The bytes of a part, up to its delimiter, which is taken too. */
    private final class Content extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            fill(delimiter.length + 1);
            int at = find();
            if (at == from) {
                from += delimiter.length;
                ended = true;
                return -1;
            }
            // what might be the delimiter's beginning stays until more has come
            int safe = at < 0 ? to - delimiter.length + 1 : at;
            if (safe <= from) {
                throw malformed("ends without its boundary");
            }
            int n = Math.min(length, safe - from);
            System.arraycopy(window, from, target, offset, n);
            from += n;
            return n;
        }

        private int find() {
            for (int i = from; i <= to - delimiter.length; i++) {
                if (window[i] == '\r' && matches(i)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean matches(int at) {
            for (int i = 1; i < delimiter.length; i++) {
                if (window[at + i] != delimiter[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}

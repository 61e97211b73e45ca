package murmuration.hierarchy;

/**
 * How many names are asked for, and what number of them is accepted (method.md, 9: between half and one and a half times
 * as many).
 */
record Wanted(int names, int least, int most) {
    /** The accepted range around a number. */
    static Wanted about(int names) {
        int wanted = Math.max(1, names);
        return new Wanted(wanted, Math.max(1, (wanted + 1) / 2), wanted + wanted / 2);
    }

    boolean accepts(int given) {
        return given >= least && given <= most;
    }
}

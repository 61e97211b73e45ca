package murmuration.models;

/** A call that was not made after all: what was set aside for it is free again. */
record Returned(Reservation of) implements Entry {}

package io.afterimage.spi;

/**
 * A set of 64-bit signatures in one {@code long[]}: open addressing, linear probing, deletion by shifting back, so no
 * markers are left behind. It keeps between half and three quarters of its places taken, which is 10.7 to 16 bytes per
 * signature. Not thread-safe; guarded by the store's write lock.
 */
final class SignatureSet {

    private static final int LEAST_PLACES = 8;
    private static final double MOST_FULL = 0.75;
    private static final double LEAST_FULL = 0.5;
    private static final double FULL_AFTER_RESIZE = 0.6;

    private long[] places;
    /** How many places there are, beside the array, so that a look need not first fetch the array's head from memory. */
    private int length;

    private int size;
    /** 0 marks a free place, so the signature 0 is kept apart. */
    private boolean holdsZero;

    SignatureSet() {
        this(0);
    }

    /**
     * A set with room for that many. Needed where they come from another set: in the order of their places they would
     * crowd at the front of a smaller array, and each would be probed past all before it.
     */
    SignatureSet(int expectedSize) {
        length = placesFor(expectedSize);
        places = new long[length];
    }

    private void take(int howMany) {
        places = new long[howMany];
        length = howMany;
    }

    private static int placesFor(int size) {
        return Math.max(LEAST_PLACES, (int) Math.min(Integer.MAX_VALUE - 8, (long) (size / FULL_AFTER_RESIZE) + 1));
    }

    int size() {
        return holdsZero ? size + 1 : size;
    }

    long bytes() {
        return 8L * length;
    }

    boolean contains(long signature) {
        return signature == 0 ? holdsZero : places[find(signature)] == signature;
    }

    /** What stands in the first place where the signature may be. */
    long peek(long signature) {
        return places[home(signature)];
    }

    /** Adds a signature; true if it was absent. */
    boolean add(long signature) {
        if (signature == 0) {
            boolean absent = !holdsZero;
            holdsZero = true;
            return absent;
        }
        int at = find(signature);
        if (places[at] == signature) {
            return false;
        }
        places[at] = signature;
        if (++size > MOST_FULL * length) {
            resize();
        }
        return true;
    }

    /** Removes a signature; true if it was present. */
    boolean remove(long signature) {
        if (signature == 0) {
            boolean present = holdsZero;
            holdsZero = false;
            return present;
        }
        int at = find(signature);
        if (places[at] != signature) {
            return false;
        }
        closeHole(at);
        if (--size < LEAST_FULL * length && length > LEAST_PLACES) {
            resize();
        }
        return true;
    }

    void forEach(java.util.function.LongConsumer action) {
        if (holdsZero) {
            action.accept(0);
        }
        for (long signature : places) {
            if (signature != 0) {
                action.accept(signature);
            }
        }
    }

    /** How many are below the signature, unsigned. */
    int countBelow(long signature) {
        int below = holdsZero && signature != 0 ? 1 : 0;
        for (long place : places) {
            if (place != 0 && Long.compareUnsigned(place, signature) < 0) {
                below++;
            }
        }
        return below;
    }

    void clear() {
        take(LEAST_PLACES);
        size = 0;
        holdsZero = false;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** The place of the signature, or the free place where it belongs. */
    private int find(long signature) {
        int at = home(signature);
        while (places[at] != 0 && places[at] != signature) {
            at = at + 1 == length ? 0 : at + 1;
        }
        return at;
    }

    /** Scales a mixed 32-bit hash to the number of places, which need not be a power of two. */
    private int home(long signature) {
        long hash = (signature * 0x9E37_79B9_7F4A_7C15L) >>> 32;
        return (int) ((hash * length) >>> 32);
    }

    /** Moves later members of the run into the hole unless that would put them before their home. */
    private void closeHole(int hole) {
        int at = hole;
        while (true) {
            at = at + 1 == length ? 0 : at + 1;
            if (places[at] == 0) {
                places[hole] = 0;
                return;
            }
            int home = home(places[at]);
            boolean homeIsBetween = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (!homeIsBetween) {
                places[hole] = places[at];
                hole = at;
            }
        }
    }

    private void resize() {
        long[] old = places;
        take(placesFor(size));
        for (long signature : old) {
            if (signature != 0) {
                places[find(signature)] = signature;
            }
        }
    }
}

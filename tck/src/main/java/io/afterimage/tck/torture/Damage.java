package io.afterimage.tck.torture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One thing that a bad disk does to one file. Immutable as long as nobody changes the array.
 *
 * @param file the file
 * @param what what is done to it, in words
 * @param content what it leaves
 */
record Damage(String file, String what, byte[] content) {

    private static final int PAGE_BYTES = 4_096;

    /** Any damage that changes something. Half of the time every file is as likely as any other, else every byte is. */
    static Damage any(Random random, StoreImage image) {
        List<String> files = image.files().entrySet().stream()
                .filter(file -> file.getValue().length > 0)
                .map(Map.Entry::getKey)
                .toList();
        while (true) {
            String file = random.nextBoolean() ? files.get(random.nextInt(files.size())) : byBytes(random, image);
            byte[] before = image.files().getOrDefault(file, new byte[0]);
            Damage damage = of(file, before, random);
            if (!Arrays.equals(before, damage.content)) {
                return damage;
            }
        }
    }

    private static String byBytes(Random random, StoreImage image) {
        long total =
                image.files().values().stream().mapToLong(bytes -> bytes.length).sum();
        long at = (long) (random.nextDouble() * total);
        for (Map.Entry<String, byte[]> file : image.files().entrySet()) {
            at -= file.getValue().length;
            if (at < 0) {
                return file.getKey();
            }
        }
        throw new AssertionError("beyond the last byte");
    }

    private static Damage of(String file, byte[] before, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> flip(file, before, random);
            case 2 -> zero(file, before, random);
            case 3 -> cut(file, before, random);
            default -> swap(file, before, random);
        };
    }

    private static Damage flip(String file, byte[] before, Random random) {
        byte[] after = before.clone();
        int at = random.nextInt(before.length);
        int bit = random.nextInt(Byte.SIZE);
        after[at] ^= (byte) (1 << bit);
        return new Damage(file, "bit " + bit + " of byte " + at + " flipped", after);
    }

    private static Damage zero(String file, byte[] before, Random random) {
        byte[] after = before.clone();
        int page = random.nextInt(pages(before));
        Arrays.fill(after, page * PAGE_BYTES, Math.min(before.length, (page + 1) * PAGE_BYTES), (byte) 0);
        return new Damage(file, "page " + page + " zeroed", after);
    }

    /** Anywhere, at the beginning of a page, or to nothing. */
    private static Damage cut(String file, byte[] before, Random random) {
        int length = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1, 2 -> random.nextInt(pages(before)) * PAGE_BYTES;
            case 3 -> Math.max(0, before.length - 1 - random.nextInt(Math.min(64, before.length)));
            default -> random.nextInt(before.length);
        };
        return new Damage(file, "cut from " + before.length + " bytes to " + length, Arrays.copyOf(before, length));
    }

    /** Two whole pages; in a file without two, a bit is flipped instead. */
    private static Damage swap(String file, byte[] before, Random random) {
        int whole = before.length / PAGE_BYTES;
        if (whole < 2) {
            return flip(file, before, random);
        }
        int one = random.nextInt(whole);
        int other = (one + 1 + random.nextInt(whole - 1)) % whole;
        byte[] after = before.clone();
        System.arraycopy(before, one * PAGE_BYTES, after, other * PAGE_BYTES, PAGE_BYTES);
        System.arraycopy(before, other * PAGE_BYTES, after, one * PAGE_BYTES, PAGE_BYTES);
        return new Damage(file, "pages " + one + " and " + other + " swapped", after);
    }

    private static int pages(byte[] bytes) {
        return (bytes.length + PAGE_BYTES - 1) / PAGE_BYTES;
    }

    @Override
    public String toString() {
        return file + ": " + what;
    }
}

package io.afterimage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map from unsigned 64-bit keys to values, of which every change makes a new map and leaves the old one as it
 * was. Old and new share all but O(log n) nodes. Immutable as long as the values are.
 *
 * <p>It is a treap: a search tree by key that is a heap by rank, where the rank is the key scrambled by a bijection. Equal
 * contents therefore have the same shape, whatever the order of the changes, and the expected depth is 2 ln n.
 */
final class PersistentLongMap<V> {

    private static final PersistentLongMap<?> EMPTY = new PersistentLongMap<>(null);

    private final @Nullable Node<V> root;

    private PersistentLongMap(@Nullable Node<V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked") // it holds no value
    static <V> PersistentLongMap<V> empty() {
        return (PersistentLongMap<V>) EMPTY;
    }

    /** The number of entries, in O(1). */
    long size() {
        return Node.size(root);
    }

    Optional<V> get(long key) {
        Node<V> node = root;
        while (node != null) {
            int order = Long.compareUnsigned(key, node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    PersistentLongMap<V> put(long key, V value) {
        return new PersistentLongMap<>(put(root, new Node<>(key, value, null, null)));
    }

    /** The map without the key; the same map if the key is absent. */
    PersistentLongMap<V> remove(long key) {
        return get(key).isEmpty() ? this : new PersistentLongMap<>(remove(root, key));
    }

    /** Walks over the entries from {@code first} to {@code last}, both included, in unsigned ascending order. */
    Walk<V> walk(long first, long last) {
        return new Walk<>(root, first, last);
    }

    /** Walks over all entries in unsigned ascending order. */
    Walk<V> walk() {
        return walk(0, -1L);
    }

    private static <V> Node<V> put(@Nullable Node<V> node, Node<V> added) {
        if (node == null) {
            return added;
        }
        int order = Long.compareUnsigned(added.key, node.key);
        if (order == 0) {
            return new Node<>(node.key, added.value, node.left, node.right);
        }
        if (added.outranks(node)) {
            return added.with(below(node, added.key), above(node, added.key));
        }
        return order < 0 ? node.with(put(node.left, added), node.right) : node.with(node.left, put(node.right, added));
    }

    private static <V> @Nullable Node<V> below(@Nullable Node<V> node, long key) {
        if (node == null) {
            return null;
        }
        return Long.compareUnsigned(node.key, key) < 0
                ? node.with(node.left, below(node.right, key))
                : below(node.left, key);
    }

    private static <V> @Nullable Node<V> above(@Nullable Node<V> node, long key) {
        if (node == null) {
            return null;
        }
        return Long.compareUnsigned(node.key, key) > 0
                ? node.with(above(node.left, key), node.right)
                : above(node.right, key);
    }

    private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, long key) {
        if (node == null) {
            return null;
        }
        int order = Long.compareUnsigned(key, node.key);
        if (order == 0) {
            return join(node.left, node.right);
        }
        return order < 0
                ? node.with(remove(node.left, key), node.right)
                : node.with(node.left, remove(node.right, key));
    }

    private static <V> @Nullable Node<V> join(@Nullable Node<V> left, @Nullable Node<V> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return left.outranks(right)
                ? left.with(left.left, join(left.right, right))
                : right.with(join(left, right.left), right.right);
    }

    private static final class Node<V> {

        final long key;
        final V value;
        final @Nullable Node<V> left;
        final @Nullable Node<V> right;
        final long size;

        Node(long key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.size = 1 + size(left) + size(right);
        }

        Node<V> with(@Nullable Node<V> newLeft, @Nullable Node<V> newRight) {
            return new Node<>(key, value, newLeft, newRight);
        }

        boolean outranks(Node<V> other) {
            return Long.compareUnsigned(rank(key), rank(other.key)) > 0;
        }

        static long size(@Nullable Node<?> node) {
            return node == null ? 0 : node.size;
        }

        /** The finalizer of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). */
        private static long rank(long key) {
            long mixed = (key ^ (key >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            return mixed ^ (mixed >>> 31);
        }
    }

    /** A forward walk; its memory is the depth of the tree. Not thread-safe; one thread at a time. */
    static final class Walk<V> {

        private final Deque<Node<V>> ahead = new ArrayDeque<>();
        private final long last;
        private @Nullable Node<V> current;

        private Walk(@Nullable Node<V> root, long first, long last) {
            this.last = last;
            Node<V> node = root;
            while (node != null) {
                if (Long.compareUnsigned(node.key, first) < 0) {
                    node = node.right;
                } else {
                    ahead.push(node);
                    node = node.left;
                }
            }
        }

        boolean next() {
            current = ahead.poll();
            if (current == null || Long.compareUnsigned(current.key, last) > 0) {
                current = null;
                ahead.clear();
                return false;
            }
            for (Node<V> node = current.right; node != null; node = node.left) {
                ahead.push(node);
            }
            return true;
        }

        long key() {
            return current().key;
        }

        V value() {
            return current().value;
        }

        private Node<V> current() {
            if (current == null) {
                throw new IllegalStateException(
                        "There is no current row. Expected: a call of next that answered true.");
            }
            return current;
        }
    }
}

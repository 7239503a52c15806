package io.afterimage;

import java.nio.ByteBuffer;

/** A walk over a {@link MemorySnapshot}. Its buffer is a copy, so that no caller reaches the stored bytes. */
final class MemoryCursor implements RowCursor {

    private final MemorySnapshot snapshot;
    private final PersistentLongMap.Walk<byte[]> walk;
    private byte[] copy = new byte[0];
    private ByteBuffer view = ByteBuffer.wrap(copy).asReadOnlyBuffer();
    private volatile boolean closed;

    MemoryCursor(MemorySnapshot snapshot, PersistentLongMap.Walk<byte[]> walk) {
        this.snapshot = snapshot;
        this.walk = walk;
    }

    @Override
    public boolean next() {
        checkOpen();
        return walk.next();
    }

    @Override
    public long rowSignature() {
        checkOpen();
        return walk.key();
    }

    @Override
    public ByteBuffer data() {
        checkOpen();
        byte[] stored = walk.value();
        if (stored.length > copy.length) {
            copy = new byte[Math.max(stored.length, 2 * copy.length)];
            view = ByteBuffer.wrap(copy).asReadOnlyBuffer();
        }
        System.arraycopy(stored, 0, copy, 0, stored.length);
        return view.clear().limit(stored.length);
    }

    @Override
    public byte[] copyData() {
        checkOpen();
        return walk.value().clone();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() {
        snapshot.checkOpen();
        if (closed) {
            throw new StoreClosedException("The cursor is closed.");
        }
    }
}

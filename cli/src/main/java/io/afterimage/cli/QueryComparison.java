package io.afterimage.cli;

import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.io.OutputStream;

/** Compares one query of two stores by walking both in the order of their signatures. Confined to one thread. */
final class QueryComparison implements AutoCloseable {

    private static final int MAX_ROW_WIDTH = 120;

    private final Snapshot a;
    private final Snapshot b;
    private final RowPrinter printer = new RowPrinter(new Output(OutputStream.nullOutputStream()));

    QueryComparison(Snapshot a, Snapshot b) {
        this.a = a;
        this.b = b;
    }

    void comparePositions(Differences differences) {
        Position inA = a.position();
        Position inB = b.position();
        if (!inA.equals(inB)) {
            differences.addPosition(a.queryId(), describe(inA), describe(inB));
        }
    }

    private static String describe(Position position) {
        return position.equals(Position.NONE) ? "unknown query" : position.toString();
    }

    void compareRows(Differences differences) {
        try (RowCursor rowsA = a.cursor();
                RowCursor rowsB = b.cursor()) {
            boolean moreA = rowsA.next();
            boolean moreB = rowsB.next();
            while (moreA || moreB) {
                int order = order(rowsA, moreA, rowsB, moreB);
                note(differences, order, rowsA, rowsB);
                moreA = order <= 0 ? rowsA.next() : moreA;
                moreB = order >= 0 ? rowsB.next() : moreB;
            }
        }
    }

    /** Below 0 where the next row is in A only, above 0 where it is in B only, 0 where it is in both. */
    private static int order(RowCursor rowsA, boolean moreA, RowCursor rowsB, boolean moreB) {
        if (moreA && moreB) {
            return Long.compareUnsigned(rowsA.rowSignature(), rowsB.rowSignature());
        }
        return moreA ? -1 : 1;
    }

    private void note(Differences differences, int order, RowCursor rowsA, RowCursor rowsB) {
        differences.compared();
        if (order < 0) {
            differences.addOnlyInA(a.queryId(), rowsA.rowSignature(), () -> text(rowsA));
        } else if (order > 0) {
            differences.addOnlyInB(a.queryId(), rowsB.rowSignature(), () -> text(rowsB));
        } else if (!rowsA.data().equals(rowsB.data())) {
            differences.addChanged(a.queryId(), rowsA.rowSignature(), () -> text(rowsA), () -> text(rowsB));
        }
    }

    private String text(RowCursor row) {
        return printer.text(row, MAX_ROW_WIDTH);
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}

package io.afterimage.drasi;

import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.BySignature;
import io.afterimage.reactions.RowDiff;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the row changes of one emission do to the stored rows. Rows that carry signatures are taken at their word. All
 * others are looked up first, so that the diffs tell what was stored before, and two keys never share a row.
 *
 * @param diffs what to apply, in order; before and after are the stored bytes, which {@link DrasiRow} reads
 * @param identity how the query's rows are told apart; null where no row has come yet
 * @param absent how many changes were to rows that the store does not hold: a sign that it began in the middle of the
 *     query's life, or has drifted; always 0 for rows that carry signatures
 */
record EmissionDiffs(List<RowDiff> diffs, @Nullable RowIdentity identity, long absent) {

    /** Copies the list. */
    EmissionDiffs {
        diffs = List.copyOf(diffs);
    }

    /**
     * Works out what an emission does.
     *
     * @param emission the emission
     * @param rule which identity its rows are given
     * @param known how the query's rows are told apart; null where no row has come yet
     * @param rows the rows before it
     * @throws UnusableLineException if a row has no identity, or one of another kind than is known
     * @throws KeyCollisionException if two keys have one signature
     */
    static EmissionDiffs of(Emission emission, IdentityRule rule, @Nullable RowIdentity known, StoredRows rows) {
        return of(emission, rule, known, rows, RowKey.XXH3);
    }

    static EmissionDiffs of(
            Emission emission,
            IdentityRule rule,
            @Nullable RowIdentity known,
            StoredRows rows,
            ToLongFunction<byte[]> hash) {
        RowIdentity identity = known;
        for (RowChange change : emission.changes()) {
            identity = rule.choose(change.hint(), identity);
        }
        if (identity == null) {
            return new EmissionDiffs(List.of(), null, 0);
        }
        ChangedRows changed = changedRows(identity, new KeyedRows(emission.queryId(), identity, rows, hash));
        apply(emission, changed);
        return new EmissionDiffs(changed.diffs(), identity, changed.absent());
    }

    private static ChangedRows changedRows(RowIdentity identity, KeyedRows keyed) {
        if (identity instanceof BySignature) {
            return new SignedRows();
        }
        return identity instanceof ByColumns ? new UniqueRows(keyed) : new CountedRows(keyed);
    }

    private static void apply(Emission emission, ChangedRows changed) {
        if (emission.order() == Order.DELETES_FIRST) {
            emission.changes().forEach(changed::leave);
            emission.changes().forEach(changed::come);
        } else {
            emission.changes().forEach(change -> {
                changed.leave(change);
                changed.come(change);
            });
        }
    }
}

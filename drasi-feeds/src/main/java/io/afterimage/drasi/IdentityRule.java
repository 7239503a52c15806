package io.afterimage.drasi;

import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.BySignature;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which identity the rows of a query are given. Immutable. */
public final class IdentityRule {

    private enum Preference {
        /** The signature that a row carries, else what is wanted, else the columns it is grouped by. */
        SIGNATURE,
        /** What is wanted, whatever a row carries. */
        WANTED
    }

    private static final IdentityRule AS_IT_COMES = new IdentityRule(Preference.SIGNATURE, null);

    private final Preference preference;
    private final @Nullable RowIdentity wanted;

    private IdentityRule(Preference preference, @Nullable RowIdentity wanted) {
        this.preference = preference;
        this.wanted = wanted;
    }

    /**
     * What a row says of itself: its signature, else the columns it is grouped by.
     *
     * @return the rule
     */
    public static IdentityRule asItComes() {
        return AS_IT_COMES;
    }

    /**
     * The signature of a row that carries one; what is wanted for all others.
     *
     * @param wanted the identity of rows without a signature
     * @return the rule
     */
    public static IdentityRule unlessSigned(RowIdentity wanted) {
        return new IdentityRule(Preference.SIGNATURE, Objects.requireNonNull(wanted, "wanted"));
    }

    /**
     * What is wanted, whatever a row says of itself.
     *
     * @param wanted the identity of all rows
     * @return the rule
     */
    public static IdentityRule always(RowIdentity wanted) {
        return new IdentityRule(Preference.WANTED, Objects.requireNonNull(wanted, "wanted"));
    }

    /**
     * The identity that is wanted.
     *
     * @return the identity; empty where rows are taken as they come
     */
    public Optional<RowIdentity> wanted() {
        return Optional.ofNullable(wanted);
    }

    /**
     * The identity of a row, which must be the one that its query is known by.
     *
     * @param hint what is said of the row's identity
     * @param known how the query's rows are told apart; null where no row has come yet
     * @throws UnusableLineException if the row has no identity, or another one than is known
     */
    RowIdentity choose(RowChange.Hint hint, @Nullable RowIdentity known) {
        RowIdentity chosen = chooseFreely(hint, known);
        if (known != null && !known.equals(chosen)) {
            throw new UnusableLineException("The rows of a query are told apart in one way only. Expected: " + known
                    + ". Found: " + chosen + ". Next: name the same identity as before (--key or --full-row of ingest),"
                    + " or drop the query and start over.");
        }
        return chosen;
    }

    private RowIdentity chooseFreely(RowChange.Hint hint, @Nullable RowIdentity known) {
        boolean signatureCounts = preference == Preference.SIGNATURE || wanted instanceof BySignature;
        if (signatureCounts && hint.signature() != null) {
            return BySignature.BY_SIGNATURE;
        }
        if (wanted != null && !(wanted instanceof BySignature)) {
            return wanted;
        }
        if (wanted == null && hint.groupingKeys() != null) {
            return new ByColumns(hint.groupingKeys());
        }
        if (wanted == null && known != null && !(known instanceof BySignature)) {
            return known;
        }
        throw new UnusableLineException("A row cannot be told from others. Expected: a row_signature other than 0, or"
                + " grouping keys. Found: neither. Next: name its key columns (--key COL,... of ingest), or the full row"
                + " (--full-row).");
    }

    @Override
    public String toString() {
        return wanted == null
                ? "as it comes"
                : preference == Preference.WANTED ? wanted.toString() : wanted + " unless signed";
    }
}

package io.afterimage.mirror.sql;

import io.afterimage.mirror.sql.QueryException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Judges a query by the program that SQLite compiles from it, not by its text: every instruction, every table it opens and
 * every function it calls must be on a list. What is on no list is refused, also what a later SQLite brings.
 *
 * <p>Tables are known by the page they begin on, virtual tables by the address that SQLite shows for them, both learnt when
 * the connection was opened. Neither changes while it is open: the file has one schema for life.
 *
 * @param pages where the mirror's tables and their indexes begin
 * @param virtualTables the virtual tables that read nothing but their arguments
 */
record ProgramAudit(Set<Integer> pages, Set<String> virtualTables) {

    /** How many values a program may hold or compute side by side: SQLite is not interrupted between them. */
    static final int MOST_VALUES = 1_000;

    /** How long the calls of one row may take in all, at the worst. */
    static final int MOST_SECONDS = 100;

    /**
     * What a program may do. Inserting and deleting is among it because what a query sorts and groups is a table too:
     * {@code OpenEphemeral} and the like open those, and only {@code OpenWrite}, which is missing, opens one of the file.
     */
    private static final Set<String> INSTRUCTIONS = words("""
            Init Goto Gosub InitCoroutine Yield MustBeInt Jump Once If IfNot IsType Not IfNullRow Return EndCoroutine
            HaltIfNull Halt BeginSubrtn Noop Explain Abortable ReleaseReg Trace IsTrue ZeroOrNull
            SeekLT SeekLE SeekGE SeekGT IfNotOpen IfNoHope NoConflict NotFound Found SeekRowid NotExists Last First
            IfSizeBetween IfEmpty SorterSort Sort Rewind SorterNext Prev Next IdxLE IdxGT IdxLT IdxGE IFindKey SeekScan
            SeekHit SeekEnd DeferredSeek IdxRowid FinishSeek Rowid NullRow Count Offset OffsetLimit Sequence SequenceTest
            IsNull NotNull Ne Eq Gt Le Lt Ge ElseEq Compare Permutation CollSeq IfPos IfNotZero DecrJumpZero MemMax AddImm
            Integer Int64 String String8 Real Null SoftNull Blob Move Copy SCopy IntCopy RealAffinity Affinity Cast
            And Or BitAnd BitOr BitNot ShiftLeft ShiftRight Add Subtract Multiply Divide Remainder Concat
            Function PureFunc AggStep AggStep1 AggInverse AggValue AggFinal GetSubtype SetSubtype ClrSubtype
            Column MakeRecord ResultRow RowData Close ColumnsUsed CursorLock CursorUnlock Filter FilterAdd
            OpenEphemeral OpenAutoindex OpenDup OpenPseudo SorterOpen SorterInsert SorterCompare SorterData ResetSorter
            Insert Delete IdxInsert IdxDelete NewRowid RowSetAdd RowSetRead RowSetTest
            VFilter VColumn VNext VInitIn
            """);

    /** Instructions that are looked at more closely. */
    private static final String BEGIN = "Transaction";

    private static final Set<String> OPEN_TABLE = Set.of("OpenRead", "ReopenIdx");
    private static final String OPEN_VIRTUAL_TABLE = "VOpen";

    private static final Set<String> CALL =
            Set.of("Function", "PureFunc", "AggStep", "AggStep1", "AggInverse", "AggValue", "AggFinal");

    private static final Set<String> HOLD_VALUE =
            words("Function PureFunc AggValue AggFinal Concat Column VColumn Cast Copy Blob");

    /** SQLite's own functions that depend on nothing but their arguments, the clock and chance. */
    private static final Set<String> FUNCTIONS = words("""
            -> ->> abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh
            count cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value
            floor format glob group_concat hex if ifnull iif instr json json_array json_array_insert json_array_length
            json_error_position json_extract json_group_array json_group_object json_insert json_object json_patch
            json_pretty json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array
            jsonb_array_insert jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch
            jsonb_remove jsonb_replace jsonb_set julianday lag last_value lead length like likelihood likely ln log log10
            log2 lower ltrim max min mod nth_value ntile nullif octet_length percent_rank pi pow power printf quote radians random randomblob rank replace round
            row_number rtrim sign sin sinh sqlite_version sqrt strftime string_agg substr substring sum tan tanh time
            timediff total trim trunc typeof unhex unicode unistr unixepoch unlikely upper zeroblob
            """);

    /**
     * About how many seconds one call may take that gets two values of 1 MiB (decision 40): SQLite is not interrupted
     * inside.
     */
    private static final Map<String, Integer> SECONDS = Map.of(
            "json_patch",
            40,
            "jsonb_patch",
            40,
            "instr",
            10,
            "replace",
            10,
            "trim",
            10,
            "ltrim",
            10,
            "rtrim",
            10,
            "unhex",
            10,
            "like",
            1,
            "glob",
            1);

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Learns the pages and the addresses on a connection that stays open as long as the audit is used. */
    static ProgramAudit learn(Connection connection) throws SQLException {
        return new ProgramAudit(pagesOf(connection), addressesOf(connection, "json_each", "json_tree"));
    }

    private static Set<Integer> pagesOf(Connection connection) throws SQLException {
        Set<Integer> pages = new HashSet<>();
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0")) {
            while (row.next()) {
                if (FollowerSchema.TABLES.contains(row.getString(1))) {
                    pages.add(row.getInt(2));
                }
            }
        }
        return Set.copyOf(pages);
    }

    private static Set<String> addressesOf(Connection connection, String... tables) throws SQLException {
        Set<String> addresses = new HashSet<>();
        for (String table : tables) {
            try (Statement sql = connection.createStatement();
                    ResultSet row = sql.executeQuery("EXPLAIN SELECT 1 FROM " + table + "('[]')")) {
                while (row.next()) {
                    if (row.getString("opcode").equals(OPEN_VIRTUAL_TABLE)) {
                        addresses.add(row.getString("p4"));
                    }
                }
            }
        }
        return Set.copyOf(addresses);
    }

    /**
     * Compiles the query on the connection it will run on, and looks at the program.
     *
     * @throws QueryException if something in it is on no list
     * @throws SQLException if SQLite cannot compile it
     */
    void require(Connection connection, SqlText text) throws SQLException {
        int values = 0;
        int seconds = 0;
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + text.query());
                ResultSet row = explain.executeQuery()) {
            while (row.next()) {
                String instruction = row.getString("opcode");
                requireAllowed(instruction, row);
                values += HOLD_VALUE.contains(instruction) ? 1 : 0;
                seconds += CALL.contains(instruction) ? SECONDS.getOrDefault(functionOf(row), 0) : 0;
                requireModest(values, seconds);
            }
        }
    }

    private static void requireModest(int values, int seconds) {
        if (values > MOST_VALUES || seconds > MOST_SECONDS) {
            throw new QueryException(
                    Reason.WRONG_SQL,
                    "The statement computes too much for one row. Expected: up to " + MOST_VALUES
                            + " values, two calls of json_patch, or ten of instr, replace, trim and the like, or "
                            + MOST_SECONDS + " of LIKE. Next: split it.",
                    null);
        }
    }

    private void requireAllowed(String instruction, ResultSet row) throws SQLException {
        if (instruction.equals(BEGIN)) {
            if (row.getInt("p1") != 0 || row.getInt("p2") != 0) {
                throw refused("a transaction that writes");
            }
        } else if (OPEN_TABLE.contains(instruction)) {
            if (row.getInt("p3") != 0 || !pages.contains(row.getInt("p2"))) {
                throw refused("a table that is none of " + FollowerSchema.TABLES);
            }
        } else if (instruction.equals(OPEN_VIRTUAL_TABLE)) {
            if (!virtualTables.contains(String.valueOf(row.getString("p4")))) {
                throw refused("a virtual table other than json_each and json_tree");
            }
        } else if (!INSTRUCTIONS.contains(instruction)) {
            throw refused("the instruction " + instruction);
        } else if (CALL.contains(instruction)) {
            requireFunction(functionOf(row));
        }
    }

    private static void requireFunction(String name) {
        if (!FUNCTIONS.contains(name)) {
            throw refused("the function " + name);
        }
    }

    /** SQLite shows a function as its name and the number of its arguments: {@code abs(1)}. */
    private static String functionOf(ResultSet row) throws SQLException {
        String shown = String.valueOf(row.getString("p4"));
        int bracket = shown.lastIndexOf('(');
        return (bracket < 0 ? shown : shown.substring(0, bracket)).toLowerCase(Locale.ROOT);
    }

    private static QueryException refused(String what) {
        return new QueryException(
                Reason.NOT_READ_ONLY,
                "The statement would do more than read the mirror's tables. Expected: queries of "
                        + FollowerSchema.TABLES + ". Found: " + what + ".",
                null);
    }
}

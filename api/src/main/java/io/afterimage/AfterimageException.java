package io.afterimage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error a store reports. Its leaves are named by what the caller does next:
 *
 * <table>
 * <caption>Leaves</caption>
 * <tr><th>leaf</th><th>next step</th></tr>
 * <tr><td>{@link RefusedException}</td><td>fix the call</td></tr>
 * <tr><td>{@link StoreClosedException}</td><td>stop, or open the store again</td></tr>
 * <tr><td>{@link StoreLockedException}</td><td>stop the holder, or open read-only</td></tr>
 * <tr><td>{@link StoreUnavailableException}</td><td>retry later, free space</td></tr>
 * <tr><td>{@link OutcomeUnknownException}</td><td>reopen, then ask for the position</td></tr>
 * <tr><td>{@link NewerFormatException}</td><td>upgrade the library</td></tr>
 * <tr><td>{@link CorruptStoreException}</td><td>rebuild what it names</td></tr>
 * </table>
 *
 * <p>A leaf that is also {@link NothingWritten} promises that the failed call changed nothing.
 */
public abstract class AfterimageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AfterimageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What went wrong: a constant sentence, then where, expected, found, next step. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}

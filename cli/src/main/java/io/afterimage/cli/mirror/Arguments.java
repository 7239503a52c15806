package io.afterimage.cli.mirror;

import io.afterimage.RefusedException;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.util.function.Supplier;

/** What comes from the command line may be refused: then the command line is to blame, not the store. */
final class Arguments {

    private Arguments() {}

    static <T> T checked(Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}

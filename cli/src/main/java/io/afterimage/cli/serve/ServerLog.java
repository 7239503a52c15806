package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.LogLevel;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Turns the log on, which is off for all other commands: Afterimage at the level that is asked for, libraries from WARN. */
final class ServerLog {

    private static final String SETTINGS = "org.slf4j.simpleLogger.";

    private ServerLog() {}

    /** Must be called before anything logs. */
    static void turnOn(LogLevel level) {
        System.setProperty(SETTINGS + "log.io.afterimage", level.name().toLowerCase(Locale.ROOT));
        System.setProperty(SETTINGS + "defaultLogLevel", level == LogLevel.ERROR ? "error" : "warn");
        System.setProperty(SETTINGS + "showDateTime", "true");
        System.setProperty(SETTINGS + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // gRPC and the JDK's own loggers, too
        SLF4JBridgeHandler.install();
    }
}

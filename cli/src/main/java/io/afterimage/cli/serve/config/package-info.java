/**
 * The configuration of {@code serve}.
 *
 * <p><b>Purpose.</b> One YAML file becomes one {@link io.afterimage.cli.serve.config.ServeConfig}, with every default in its
 * place. {@code docs/serve.md} describes the file.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.serve.config.ServeConfigReader#read}.
 *
 * <p><b>Threads.</b> The records are immutable; the readers are not thread-safe.
 *
 * <p><b>Errors.</b> {@link io.afterimage.cli.CommandFailure} with everything that is wrong with the file, one line each. No
 * message ever has a secret.
 */
@NullMarked
package io.afterimage.cli.serve.config;

import org.jspecify.annotations.NullMarked;

/** The conformance kit: numbered contract tests that every store must pass. */
@NullMarked
package io.afterimage.tck;

import org.jspecify.annotations.NullMarked;

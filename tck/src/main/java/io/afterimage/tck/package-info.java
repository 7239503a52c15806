/**
 * The conformance kit: what every store must keep (C1 to C23), as tests that a backend runs on itself.
 *
 * <p><b>How to use it.</b> Say once how the backend opens its store and what it can by nature, then extend each contract:
 *
 * <pre>{@code
 * interface RocksDbUnderTest extends StoreUnderTest {
 *     default LiveResultsStore open(Path directory, StoreSettings settings) { ... }
 *     default Set<StoreTrait> traits() { return EnumSet.allOf(StoreTrait.class); }
 * }
 * class RocksDbContractTest extends LiveResultsStoreContract implements RocksDbUnderTest {}
 * }</pre>
 *
 * <table>
 * <caption>Contracts</caption>
 * <tr><th>extend</th><th>what it does</th></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreContract}</td><td>one or more tests per rule</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreModel}</td><td>random calls, held to the store in memory</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreComparison}</td><td>random calls, two backends held to each other</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreTortureContract}</td><td>every campaign of {@code torture} in its small
 * form: kills, faults, cuts</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreFormatContract}</td><td>stores of every released format</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreCloseContract}</td><td>thousands of closes under readers</td></tr>
 * <tr><td>{@link io.afterimage.tck.LiveResultsStoreFaultContract}</td><td>every engine call of every store call fails in
 * turn</td></tr>
 * </table>
 *
 * <p>A test's name begins with the number of its rule, and its Javadoc says what to check when it fails. No test is ever
 * skipped: where a store lacks a {@link io.afterimage.tck.StoreTrait}, the same test asserts the opposite. Random and
 * repeated tests do more with the system property {@code afterimage.campaign}, a factor.
 *
 * <p><b>Threads.</b> Tests of one class run one after the other; different classes share nothing.
 *
 * <p><b>Errors.</b> A broken rule is an {@link java.lang.AssertionError}.
 */
@NullMarked
package io.afterimage.tck;

import org.jspecify.annotations.NullMarked;

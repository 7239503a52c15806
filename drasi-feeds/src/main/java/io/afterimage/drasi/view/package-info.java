/**
 * Reads the view of a query: all its rows at one position, from Drasi Platform's view service or from another Afterimage
 * ({@code docs/formats/view.md}).
 *
 * <p>Start with {@link io.afterimage.drasi.view.ViewClient}, which opens a {@link io.afterimage.drasi.view.View}: header
 * first, then rows, in bounded memory and byte for byte. {@link io.afterimage.drasi.view.ViewHealer} brings a query back to
 * the truth with it: the rows are written aside and flipped, so that nothing of a view that ends early is ever seen.
 *
 * <p><b>Threads.</b> The client and the healer are thread-safe; a view is read by one thread.
 *
 * <p><b>Errors.</b> Everything is {@link io.afterimage.drasi.view.ViewException}, whose trouble says whether it may pass.
 */
@NullMarked
package io.afterimage.drasi.view;

import org.jspecify.annotations.NullMarked;

/** Tests of the view service's client, over real connections. */
@NullMarked
package io.afterimage.drasi.view;

import org.jspecify.annotations.NullMarked;

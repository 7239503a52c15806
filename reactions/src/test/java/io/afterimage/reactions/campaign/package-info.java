/**
 * The recovery campaign: a producer, a query host and three reactions, each a JVM of its own over a real store, killed again
 * and again. {@link io.afterimage.reactions.campaign.RecoveryCampaignTest} is where to start.
 */
@NullMarked
package io.afterimage.reactions.campaign;

import org.jspecify.annotations.NullMarked;

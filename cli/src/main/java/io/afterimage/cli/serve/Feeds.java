package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.Retention;
import io.afterimage.cli.serve.config.QueryEntry;
import io.afterimage.cli.serve.config.QueryRules;
import io.afterimage.cli.serve.config.QueryRules.Gaps;
import io.afterimage.cli.serve.config.QueryRules.Start;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.ViewSource;
import io.afterimage.cli.serve.config.ViewSource.CollapsedRows;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.DrasiFeedBuilder;
import io.afterimage.drasi.FeedLimits;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.view.ViewClient;
import io.afterimage.drasi.view.ViewHealer;
import java.time.Duration;

/** Opens the feed that a configuration describes. */
final class Feeds {

    private Feeds() {}

    static DrasiFeed open(ServeConfig config, LiveResultsStore store) {
        DrasiFeedBuilder feed =
                DrasiFeed.over(store).limits(limits(config.limits().heldBytes()));
        for (QueryEntry query : config.queries()) {
            feed.query(settings(query.id(), query.rules()));
        }
        QueryRules others = config.unknownQueries();
        if (others != null) {
            feed.unknownQueries(id -> settings(id, others));
        }
        return feed.open();
    }

    private static FeedLimits limits(long heldBytes) {
        FeedLimits usual = FeedLimits.DEFAULT;
        return new FeedLimits(
                usual.maxQueryParts(), Math.min(usual.maxQueryBytes(), heldBytes), usual.maxParts(), heldBytes);
    }

    private static QuerySettings settings(String id, QueryRules rules) {
        QuerySettings settings = QuerySettings.of(id).identity(identity(rules));
        if (rules.outboxEntries() > 0) {
            settings = settings.retention(Retention.ofEntries(rules.outboxEntries()));
        }
        if (rules.gaps() == Gaps.SKIP) {
            settings = settings.skipGaps();
        }
        if (rules.start() == Start.ANYWHERE) {
            settings = settings.startAnywhere();
        }
        Duration idle = rules.idle();
        if (idle != null) {
            settings = settings.idleTime(idle);
        }
        Duration gapTime = rules.gapTime();
        if (gapTime != null) {
            settings = settings.gapTime(gapTime);
        }
        ViewSource view = rules.view();
        return view == null ? settings : settings.healedBy(healer(view));
    }

    private static ViewHealer healer(ViewSource view) {
        ViewClient.Builder client = ViewClient.at(view.url());
        String token = view.token();
        ViewHealer healer = ViewHealer.from((token == null ? client : client.bearerToken(token)).build());
        return view.collapsedRows() == CollapsedRows.ACCEPT ? healer.acceptCollapsedRows() : healer;
    }

    private static IdentityRule identity(QueryRules rules) {
        return switch (rules.identity()) {
            case AS_IT_COMES -> IdentityRule.asItComes();
            case KEY_COLUMNS -> IdentityRule.always(new RowIdentity.ByColumns(rules.keyColumns()));
            case FULL_ROW -> IdentityRule.always(RowIdentity.ByFullRow.BY_FULL_ROW);
        };
    }
}

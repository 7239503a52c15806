package io.afterimage.tck.torture;

import java.util.List;

/** All campaigns. */
public final class Campaigns {

    private static final List<Campaign> ALL = List.of(
            new KillCampaign(),
            new FaultCampaign(),
            new CutCampaign(),
            new PowerCampaign(),
            new RotCampaign(),
            new WritersCampaign(),
            new FullCampaign(),
            new HistoriesCampaign(),
            new MisuseCampaign(),
            new SoakCampaign());

    private Campaigns() {}

    /**
     * All campaigns, in the order of the table.
     *
     * @return the campaigns
     */
    public static List<Campaign> all() {
        return ALL;
    }
}

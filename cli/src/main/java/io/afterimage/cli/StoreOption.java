package io.afterimage.cli;

import picocli.CommandLine.Option;

/** {@code --store}, for every command that works on one store. */
public final class StoreOption {

    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = StoreUrl.DEFAULT,
            description = "The store: rocksdb:DIR or sqlite:FILE. Default: ${DEFAULT-VALUE}")
    private StoreUrl url = StoreUrl.parse(StoreUrl.DEFAULT);

    /**
     * The store.
     *
     * @return where it is
     */
    public StoreUrl url() {
        return url;
    }
}

package io.afterimage.spi;

/**
 * Lies between a store and its engine and sees every call: how tests let an engine fail, and how a backend's calls can be
 * counted or delayed. A layer must keep what {@link StorageEngine} promises, or say by its exceptions that it does not.
 */
@FunctionalInterface
public interface EngineLayer {

    /** Nothing in between. */
    EngineLayer NONE = engine -> engine;

    /**
     * Puts the layer around an engine.
     *
     * @param engine the backend's engine
     * @return the engine that the store is to use and to close; it closes the other one
     */
    StorageEngine around(StorageEngine engine);
}

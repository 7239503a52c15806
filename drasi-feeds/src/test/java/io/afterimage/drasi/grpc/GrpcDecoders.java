package io.afterimage.drasi.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.DrasiFuzzTest;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.afterimage.tck.fuzz.Decoder;
import java.util.List;
import java.util.Optional;

/** The messages of Drasi's gRPC reaction. */
public final class GrpcDecoders {

    private GrpcDecoders() {}

    /**
     * All of this wire.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(Decoder.of("grpc-item", input -> {
                    Delivery.Part part = ResultItems.read("q", QueryResultItem.parseFrom(input));
                    return DrasiFuzzTest.held(Optional.of(part));
                })
                .refusing(UnusableLineException.class, InvalidProtocolBufferException.class)
                .seeds(
                        Protos.add(3, -1, "{\"id\":1,\"list\":[1.5,null,\"x\"]}")
                                .toByteArray(),
                        Protos.add(3, 0, "{}").toByteArray()));
    }
}

package io.afterimage.drasi.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.QueryResult;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.afterimage.drasi.grpc.proto.QueryResultItemType;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds what a Drasi would send, from JSON, by its rules: every number a double, members in alphabetical order. */
final class Protos {

    private Protos() {}

    static Struct struct(String json) {
        return value(JsonMapper.shared().readTree(json)).getStructValue();
    }

    private static Value value(JsonNode json) {
        Value.Builder value = Value.newBuilder();
        if (json.isNull()) {
            return value.setNullValue(NullValue.NULL_VALUE).build();
        } else if (json.isBoolean()) {
            return value.setBoolValue(json.asBoolean()).build();
        } else if (json.isNumber()) {
            return value.setNumberValue(json.asDouble()).build();
        } else if (json.isString()) {
            return value.setStringValue(json.asString()).build();
        } else if (json.isArray()) {
            ListValue.Builder list = ListValue.newBuilder();
            json.forEach(element -> list.addValues(value(element)));
            return value.setListValue(list).build();
        }
        Struct.Builder struct = Struct.newBuilder();
        json.propertyNames().stream().sorted().forEach(name -> struct.putFields(name, value(json.get(name))));
        return value.setStructValue(struct).build();
    }

    /** An object in an object, and so on. */
    static Struct nested(int levels) {
        Struct object = Struct.getDefaultInstance();
        for (int i = 1; i < levels; i++) {
            object = Struct.newBuilder()
                    .putFields("a", Value.newBuilder().setStructValue(object).build())
                    .build();
        }
        return object;
    }

    static QueryResultItem add(long sequence, long signature, String after) {
        return item(QueryResultItemType.QUERY_RESULT_ITEM_TYPE_ADD, sequence, signature)
                .setAfter(struct(after))
                .build();
    }

    static QueryResultItem update(long sequence, long signature, String before, String after) {
        return item(QueryResultItemType.QUERY_RESULT_ITEM_TYPE_UPDATE, sequence, signature)
                .setBefore(struct(before))
                .setAfter(struct(after))
                .build();
    }

    static QueryResultItem delete(long sequence, long signature, String before) {
        return item(QueryResultItemType.QUERY_RESULT_ITEM_TYPE_DELETE, sequence, signature)
                .setBefore(struct(before))
                .build();
    }

    static QueryResultItem.Builder item(QueryResultItemType type, long sequence, long signature) {
        return QueryResultItem.newBuilder()
                .setItemType(type)
                .setSequence(sequence)
                .setRowSignature(signature);
    }

    static ProcessResultsRequest request(String queryId, List<QueryResultItem> items) {
        return ProcessResultsRequest.newBuilder()
                .setResults(QueryResult.newBuilder().setQueryId(queryId).addAllResults(items))
                .build();
    }
}

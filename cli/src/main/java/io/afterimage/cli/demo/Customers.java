package io.afterimage.cli.demo;

import io.afterimage.cli.supervision.DemoFailure;
import io.trino.tpch.Customer;
import io.trino.tpch.Nation;
import java.util.HashMap;
import java.util.Map;

/** The customers and their nations: the dimension that the stream of orders is joined with. Immutable. */
final class Customers {
    private final Map<Long, Entry> byKey = new HashMap<>();

    /** What the queries show of a customer. */
    record Entry(String name, String nation, String segment) {}

    Customers(TpchTables tables) {
        Map<Long, String> nations = new HashMap<>();
        for (Nation nation : tables.nations()) {
            nations.put(nation.getNationKey(), nation.getName());
        }
        for (Customer customer : tables.customers()) {
            String nation = nations.get(customer.getNationKey());
            if (nation == null) {
                throw new DemoFailure("A customer has no nation. Customer: " + customer.getName() + ".");
            }
            byKey.put(customer.getCustomerKey(), new Entry(customer.getName(), nation, customer.getMarketSegment()));
        }
    }

    Entry get(long customerKey) {
        Entry customer = byKey.get(customerKey);
        if (customer == null) {
            throw new DemoFailure("An order names an unknown customer. Customer key: " + customerKey + ".");
        }
        return customer;
    }
}

import { launchClusterPairs } from "#test/servers/failover.ts";
import { testFailovers } from "./test-failovers.ts";

testFailovers("cluster", "freeze", launchClusterPairs);

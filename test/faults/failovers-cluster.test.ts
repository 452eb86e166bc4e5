import { launchClusterPairs } from "#test/servers/failover.ts";
import { testFailovers } from "./failovers.ts";

testFailovers("cluster", launchClusterPairs);

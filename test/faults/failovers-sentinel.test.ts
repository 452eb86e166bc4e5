import { launchSentinelPair } from "#test/servers/failover.ts";
import { testFailovers } from "./failovers.ts";

testFailovers("Sentinel", launchSentinelPair);

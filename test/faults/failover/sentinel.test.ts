import { launchSentinelPair } from "#test/servers/failover.ts";
import { testFailovers } from "./test-failovers.ts";

testFailovers("Sentinel", "kill", launchSentinelPair);

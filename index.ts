/**
 * The ready-made stack for two hosts that exist: reads the stack's configuration (Pulumi.yaml describes every key), builds the
 * deployment and exports what others need of it. Larger programs import `components/` instead.
 */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster } from "./components";
import { clusterArgsFromConfig } from "./components/stackConfig";

const cluster = new AnalyticsCluster("analytics", clusterArgsFromConfig(pulumi.getProject()));

export const { consoleUrls, receiverUrls, ports, files, databaseNames, connection } = cluster;

import type { AnalyticsClusterArgs } from "../../components";
import { RolloutLimit } from "../../components/description";
import { Update } from "./round";

/** What differs from one update to the next. The secrets are letters and digits, so that they look the same everywhere. */
export interface Wanted {
  serverName: string;
  /** Of node2 alone. */
  serverKey: string;
  heapMegabytes: number;
  domain: string;
  groupPassword: string;
  databasePassword: string;
  /** The number of C-Apps. */
  carbonApps: number;
  mayStopBoth: boolean;
}

export const firstWanted: Wanted = {
  serverName: "first",
  serverKey: "first",
  heapMegabytes: 1024,
  domain: "first.domain",
  groupPassword: "groupPasswordOfTheFirst",
  databasePassword: "databasePasswordOfTheFirst",
  carbonApps: 1,
  mayStopBoth: false,
};

/** @param name of letters and digits, which no other update has */
export function changed(former: Wanted, update: Update, name: string): Wanted {
  const wanted = { ...former, mayStopBoth: false };
  switch (update) {
    case Update.Nothing:
      return wanted;
    case Update.File:
      return { ...wanted, serverName: name };
    case Update.OneNode:
      return { ...wanted, serverKey: name };
    case Update.Memory:
      return { ...wanted, heapMegabytes: wanted.heapMegabytes + 1 };
    case Update.FullStop:
      return {
        ...wanted,
        domain: `${name}.domain`,
        groupPassword: `groupPasswordOf${name}`,
        mayStopBoth: true,
      };
    case Update.Password:
      return { ...wanted, databasePassword: `databasePasswordOf${name}` };
    case Update.CarbonApp:
      return { ...wanted, carbonApps: (wanted.carbonApps + 1) % 3 };
  }
}

/** @param carbonApps the files of all C-Apps */
export function describe(wanted: Wanted, carbonApps: readonly string[], args: AnalyticsClusterArgs): void {
  const file = "repository/conf/carbon.xml";
  args.overrides = [
    { file, path: "/Server/Name", value: wanted.serverName },
    { file, path: "/Server/ServerKey", value: wanted.serverKey, node: "node2" },
  ];
  args.service = { ...args.service, heapMegabytes: wanted.heapMegabytes };
  args.clustering = { domain: wanted.domain, groupPassword: wanted.groupPassword };
  args.database = { ...args.database, password: wanted.databasePassword };
  args.carbonApps = { files: carbonApps.slice(0, wanted.carbonApps), waitSeconds: 10 };
  args.rollout = {
    startTimeoutSeconds: 12,
    stopTimeoutSeconds: 5,
    steadySeconds: 1,
    limit: wanted.mayStopBoth ? RolloutLimit.FullStop : RolloutLimit.RoleChange,
  };
  for (const { ssh } of args.nodes) if (ssh !== undefined) ssh.timeoutSeconds = 10;
}

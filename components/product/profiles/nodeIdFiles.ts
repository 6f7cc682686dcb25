/*
 * The places of a node's id (`Constants` and `IndexNodeCoordinator` of carbon-analytics). At a start the product copies an id from
 * conf/analytics to the place it reads, and deletes it in the old one; if both exist, the new one counts.
 */

const inConfiguration = "repository/conf/analytics/my-node-id.dat";

/** Versions up to carbon-analytics 1.3.0. */
export const inConf: readonly string[] = [inConfiguration];

/**
 * carbon-analytics 1.3.23 to 1.3.25 lack the separator after `data`. Later ones have it and do not look at the place without, so an
 * update of the same release can read either.
 */
export const inData: readonly string[] = [
  "repository/datamy-node-id.dat",
  "repository/data/my-node-id.dat",
  inConfiguration,
];

export const defaultEngineVersion = "8.4";
export const defaultMasterUsername = "admin";
export const defaultInstanceClass = "db.m6g.large";

/** GiB from which RDS for MySQL stripes gp3. (RDS User Guide, "gp3 storage"; isStorageTypeGP3BelowAllocatedStorageThreshold.) */
export const stripedFrom = 400;

/** The rules that a docstring can name: the core's, and those that only AWS's arguments need. */
import { formats } from "../../description";

export const {
  anyLength,
  clientHost,
  dialledHost,
  exactlyTwo,
  ipv4,
  jdbcKey,
  jdbcValue,
  login,
  mysqlTls,
  nodeId,
  notEmpty,
  passphrase,
  password,
  plainText,
  port,
  privateKey,
  proxy,
  runtimePassword,
  userName,
} = formats;
export { range } from "../rules/range";
export { endpoint } from "./existingDatabase";
export { masterUsername } from "./masterUsername";
export { tagKey, tagText } from "./tags";
export {
  atLeastTwo,
  databaseClass,
  databaseSnapshot,
  engineVersion,
  imageId,
  instanceType,
  keyId,
  logRetention,
  masterPassword,
  monitoringInterval,
  peerName,
  prefixListId,
  region,
  securityGroupId,
  snapshotId,
  subnetId,
  vpcId,
} from "./values";
export { backupWindow, maintenanceWindow } from "./windows";

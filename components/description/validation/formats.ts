/** The rules that a docstring can name: `@format` for a value, `@keys` for the keys of a map, `@length` for a list. */
export { ipv4 } from "./addresses";
export { downloadUrl, driverFile, driverUrl, sha256 } from "./artifacts";
export { characterSet } from "./characterSets";
export { carbonApp, localFile } from "./files";
export {
  clientHost,
  clusterDomain,
  databaseName,
  dialledHost,
  host,
  jdbcKey,
  jdbcValue,
  login,
  nodeId,
  proxy,
  svnUrl,
  userName,
} from "./names";
export { home, linkPath, movableFolder, overrideFile, registryPath, scriptPath } from "./paths";
export {
  hostKey,
  passphrase,
  password,
  privateKey,
  productPassword,
  runtimePassword,
  sqlPassword,
} from "./secrets";
export {
  anyLength,
  exactlyTwo,
  mysqlTls,
  notEmpty,
  overrideValue,
  plainText,
  port,
  portOffset,
} from "./values";

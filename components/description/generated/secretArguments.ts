// Generated from the interfaces of the arguments: npm run generate

/** The keys whose values are secrets wherever they stand in a description. */
export const secretArguments: ReadonlySet<string> = new Set([
  "groupPassword",
  "masterPassword",
  "password",
  "privateKey",
  "privateKeyPassword",
  "proxy",
  "svnPassword",
  "url",
]);

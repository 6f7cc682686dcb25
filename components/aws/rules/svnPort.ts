const standard: Readonly<Record<string, number>> = { http: 80, https: 443, svn: 3690, "svn+ssh": 22 };

/** The port of a Subversion URL, or undefined where nothing is reached over the network. */
export function svnPort(url: string): number | undefined {
  const [, scheme = "", port] = /^([a-z+]+):\/\/[^/]*?(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
  return port === undefined ? standard[scheme] : Number(port);
}

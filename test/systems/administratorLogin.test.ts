import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AdministratorLogin, loginFailure } from "../../components/databases/administratorLogin";
import { socksRelay } from "../../tools/contract/socksRelay";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { parts } from "../../tools/systems/parts";
import { query } from "./query";
import { withParts } from "./withParts";

const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;
const untrusted =
  /^database\.administrator\.tls: MySQL at localhost:\d+ and this machine do not agree on TLS/;

/** The answers to `tls: "skip-verify"`, as Pulumi's MySQL plugin gets them too (docs/troubleshooting.md). */
const releases = [
  {
    part: parts.mysql56,
    encrypted: expect.stringMatching(/do not agree on TLS \(Server does not support secure connection\)/),
  },
  {
    part: parts.mysql80,
    encrypted: expect.stringMatching(/do not agree on TLS \(.*handshake failure/),
  },
  { part: parts.mysql9, encrypted: undefined },
];

for (const { part, encrypted } of releases) {
  withParts([part], `the administrator's login to ${part.name}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), "administrator-"));
    let server: MySqlServer;
    let users = 0;
    beforeAll(async () => {
      server = await part.start({ folder });
    });
    afterAll(async () => {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** As a new user: the server remembers the others, and lets them in more easily. */
    async function attempt(changes: Partial<AdministratorLogin> = {}): Promise<string | undefined> {
      const username = `administrator${++users}`;
      await query(server, `CREATE USER '${username}'@'127.0.0.1' IDENTIFIED BY '${password}'`);
      const { host, port } = server;
      const login = { host, port, username, password, tls: "false", proxy: undefined };
      return loginFailure({ ...login, ...changes }, 10);
    }

    it("succeeds with any password", async () => {
      expect(await attempt()).toBeUndefined();
    });

    it("is refused with another one", async () => {
      const failure = await attempt({ password: "another" });
      expect(failure).toMatch(/refuses the login \(Access denied for user 'administrator/);
      expect(failure).not.toContain("another");
    });

    it("goes through a proxy, which resolves the name", async () => {
      const proxy = await socksRelay();
      const changes = { host: "db.internal", proxy: `socks5h://me:secret@127.0.0.1:${proxy.port}` };
      expect(await attempt(changes)).toBeUndefined();
      expect(await attempt({ ...changes, password: "another" })).toContain(
        `MySQL at db.internal:${server.port} through the proxy 127.0.0.1:${proxy.port} refuses the login`,
      );
      expect(proxy.asked).toEqual(Array(2).fill(expect.stringContaining(`db.internal:${server.port}`)));
      proxy.close();
    });

    it("fares with TLS as the plugin does", async () => {
      expect(await attempt({ tls: "skip-verify" })).toEqual(encrypted);
    });

    it("is not sent to a server that the plugin would not trust", async () => {
      expect(await attempt({ host: "localhost", tls: "true" })).toMatch(untrusted);
    });
  });
}

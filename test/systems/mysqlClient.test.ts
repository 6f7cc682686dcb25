import { afterAll, beforeAll, expect, it } from "vitest";
import { base64, RemoteScript, scriptWithRequest } from "../../components/node/remoteScript";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import type { SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { query } from "./query";
import { withParts } from "./withParts";

const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;
const releases = [parts.mysql56, parts.mysql80, parts.mysql9].filter((part) => part.missing() === undefined);

let bed: TestBed;
const servers: MySqlServer[] = [];

withParts([parts.bookworm], "the mysql client of a node", () => {
  beforeAll(async () => {
    bed = await TestBed.create();
    for (const release of releases) {
      const server = await bed.startMySql(release);
      await query(server, `CREATE USER 'wso2'@'%' IDENTIFIED BY '${password}'`);
      servers.push(server);
    }
  });
  afterAll(() => bed?.end());

  for (const debian of [Debian.Bookworm, Debian.Trixie]) {
    withParts([parts[debian]], `with ${parts[debian].name}`, () => {
      let host: SystemdHost;
      beforeAll(async () => {
        host = await bed.startHost(debian, debian);
      });

      const cases = releases.flatMap(({ name }, index) => ["yes", "no"].map((tls) => ({ name, index, tls })));
      it.each(cases)("logs in to $name, whose certificate nobody knows, with TLS: $tls", async (each) => {
        const { host: address, port } = servers[each.index] as MySqlServer;
        const login = ["login", address, port, "wso2", base64(password), each.tls] as const;
        const input = scriptWithRequest(RemoteScript.Schema, [login]);
        expect(await host.run("sh -s", { input })).toMatch(/^version=[\d.]+/);
      });
    });
  }
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionRequest, factsRequest, type NodeActionKind } from "../../components/node";
import { stageScript } from "../../components/node/nodeRequests";
import { nodeIdPlaces } from "../../components/product";
import { createRevision, type Revision } from "../../components/render/revision";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import { Login, type SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { requireProfile } from "../support/sampleProduct";
import { idleServer } from "./idleServer";
import { withParts } from "./withParts";

const axis2 = "repository/conf/axis2/axis2.xml";
const nodeIdFiles = nodeIdPlaces(requireProfile("apim-analytics-2.1.0"));
const victim = "/root/victim";

/** What the product's user does, over and over, while root works. */
const attack = `cd /opt/foreign
while :; do
  for file in .room ${axis2}.activating ${axis2} wso2carbon.pid repository/logs/wso2carbon.log; do
    rm -f $file; ln -s ${victim} $file; rm -f $file; ln -s ${victim}.new $file; rm -f $file; mkfifo $file
  done
  mv repository/conf/axis2 aside; ln -s /root repository/conf/axis2; rm repository/conf/axis2; mv aside repository/conf/axis2
done
`;

withParts([parts.bookworm, parts.trixie], "a home of the product's user", () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await TestBed.create();
  });
  afterAll(() => bed?.end());

  describe.each([
    ["root", Login.Root, Debian.Bookworm],
    ["a user with sudo", Login.Sudo, Debian.Trixie],
  ])("and a login of %s", (_, login, debian) => {
    const home = "/opt/foreign";
    let host: SystemdHost;
    const run = (script: string) =>
      host.run(login === Login.Sudo ? "sudo -n sh -s" : "sh -s", { login, input: script });

    beforeAll(async () => {
      host = await bed.startHost(login, debian);
      await host.run(
        `useradd --create-home wso2
         mkdir -p ${home}/bin ${home}/repository/logs ${home}/${axis2.replace(/\/[^/]*$/, "")} ${home}/repository/components/lib /opt/jdk/bin
         echo '#!/bin/sh' >/opt/jdk/bin/java
         cat >${home}/bin/wso2server.sh
         printf stock >${home}/${axis2}
         : >${home}/repository/components/lib/mysql-connector-java-5.1.49.jar
         echo "echo 'java version \\"1.8.0_402\\"' >&2" >>/opt/jdk/bin/java
         chmod 755 /opt/jdk/bin/java
         printf "root's own" >${victim}
         chmod 600 ${victim}
         chown -R wso2: ${home}`,
        { input: idleServer },
      );
    });

    function revision(text: string): Revision {
      const service = [
        `address ${host.address}`,
        "port receiver 7611",
        `peer node2 ${host.address} 1`,
        `spark ${host.address}`,
        "java /opt/jdk",
        "manager auto",
      ];
      const file = { path: axis2, text, base: "stock", secret: false };
      return createRevision([file], { service: `${service.join("\n")}\n` }, "node1");
    }

    const stage = (wanted: Revision) => run(stageScript(home, wanted, true, undefined));

    async function act(action: NodeActionKind, staged: string): Promise<string | undefined> {
      const args = { home, node: "node1", staged, action, overwrite: true, isGuarded: false, stopSeconds: 2 };
      const { script, parse } = actionRequest({ ...args, nodeIdFiles, secrets: [] });
      // An action that fails says so in its reply too.
      const result = parse(await run(`(${script}) || :`));
      return result !== undefined && "reason" in result ? result.reason : result?.kind;
    }

    async function expectUntouched(): Promise<void> {
      expect(await host.run(`cat ${victim}; stat -c ' %U %a' ${victim}; ls /root`)).toBe(
        "root's own root 600\nvictim\n",
      );
      expect(await host.run(`find ${home}.deployment ! -user root; stat -c %a ${home}.deployment`)).toBe(
        "700\n",
      );
      expect(await host.run(`grep -r "root's own" ${home}.deployment ${home} || echo nowhere`)).toBe(
        "nowhere\n",
      );
    }

    it("is deployed, and everything in it belongs to that user", async () => {
      const wanted = revision("first");
      await stage(wanted);
      expect(await act({ kind: "apply", revision: wanted.digest }, wanted.digest)).toBe("done");
      expect(await host.run(`cat ${home}/${axis2}; systemctl is-active foreign.service`)).toBe(
        "firstactive\n",
      );
      expect(await host.run(`find ${home} ! -user wso2`)).toBe("");
      await expectUntouched();
    });

    it("gives nothing away while that user exchanges its files", async () => {
      await host.run(
        `cat >/usr/local/bin/attack; systemd-run --quiet --uid=wso2 --unit=attack2 sh /usr/local/bin/attack`,
        {
          input: attack,
        },
      );
      for (const text of ["second", "third"]) {
        const wanted = revision(text);
        // Either may fail, as what it reads changes under its hands.
        await stage(wanted).catch(() => undefined);
        await act({ kind: "apply", revision: wanted.digest }, wanted.digest);
        await run(factsRequest(home, [], nodeIdFiles).script);
      }
      await host.run("systemctl stop attack2");
      await expectUntouched();
    });

    it("is deployed again afterwards", async () => {
      await host.run(
        `cd ${home}; rm -rf .room wso2carbon.pid ${axis2} ${axis2}.activating repository/logs/wso2carbon.log; [ ! -d aside ] || { rm -f repository/conf/axis2; mv aside repository/conf/axis2; }`,
      );
      const wanted = revision("last");
      await stage(wanted);
      expect(await act({ kind: "apply", revision: wanted.digest }, wanted.digest)).toBe("done");
      expect(await host.run(`cat ${home}/${axis2}`)).toBe("last");
      await expectUntouched();
    });
  });
});

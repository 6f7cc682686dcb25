import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The commands that sessions on a host find, in a folder of the test's own: links to this machine's programs. */
export class HostCommands {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const programs of ["/usr/bin", "/bin"]) {
      for (const name of readdirSync(programs)) {
        const link = path.join(folder, name);
        if (!existsSync(link)) symlinkSync(path.join(programs, name), link, "file");
      }
    }
  }

  /** A line of sshd_config that makes them the only ones. */
  get setting(): string {
    return `SetEnv PATH=${this.folder}`;
  }

  remove(name: string): void {
    rmSync(path.join(this.folder, name));
  }

  /**
   * From now on the command waits when it is called, until it is released.
   *
   * @param command its name, and the words with which it waits; with any if there are none
   */
  pause(command: string): Pause {
    const [name = "", ...words] = command.split(" ");
    const place = path.join(this.folder, name);
    const reached = path.join(this.folder, `.${name}-reached`);
    const released = path.join(this.folder, `.${name}-released`);
    for (const file of [place, reached, released]) rmSync(file, { force: true });
    // It goes on too when a test that failed has removed the folder.
    const wait = `: >${reached}; while [ -e ${reached} ] && [ ! -e ${released} ]; do sleep 0.05; done`;
    writeFileSync(
      place,
      `#!/bin/sh\ncase "$*" in "${words.join(" ")}"*) ${wait} ;; esac\nexec /usr/bin/${name} "$@"\n`,
      { mode: 0o755 },
    );
    return {
      reached: async () => {
        while (!existsSync(reached)) await delay(20);
      },
      release: () => writeFileSync(released, ""),
    };
  }
}

export interface Pause {
  /** Resolves when the command has been called. */
  reached(): Promise<void>;
  release(): void;
}

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findExecutable } from "../machine/executable";
import { type BenchMachine, freshHomes } from "./benchMachine";
import { type Contender, verify, type WantedFiles, wantedFiles, writeFiles } from "./contenders";

/**
 * Ansible as somebody who cares for its speed runs it: both hosts at once and independently, pipelining, connections
 * kept, no facts, no search for Python, one loop over the files.
 *
 * @returns undefined where there is no ansible-playbook on PATH
 */
export function playbook(machine: BenchMachine): Contender | undefined {
  const program = findExecutable("ansible-playbook");
  if (program === undefined) return undefined;
  const name = "ansible";
  const folder = path.join(machine.folder, name);
  let files: WantedFiles;
  const write = () => {
    writeFiles(path.join(folder, "templates"), files);
    writeJson(path.join(folder, "inventory.json"), inventory(machine, files));
    writeJson(path.join(folder, "playbook.yml"), play(path.join(folder, "templates")));
  };
  return {
    name,
    async begin(domain) {
      mkdirSync(folder, { recursive: true });
      files = await wantedFiles(machine, freshHomes(machine, name), domain);
      write();
    },
    async change(domain) {
      files = await wantedFiles(machine, files.homes, domain);
      write();
    },
    deploy: () => run(program, folder),
    verify: () => verify(files),
  };
}

function inventory({ folder, nodes }: BenchMachine, { homes, revisions }: WantedFiles) {
  // The interpreter itself: what is on PATH may be a script that looks for one, with every module.
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const hosts = nodes.map(({ host, port, user, privateKeyFile, knownHostsFile }, index) => [
    `node${index + 1}`,
    {
      ansible_host: host,
      ansible_port: port,
      ansible_user: user,
      ansible_ssh_private_key_file: privateKeyFile,
      ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHostsFile}`,
      ansible_python_interpreter: python,
      ansible_remote_tmp: path.join(folder, "ansible", `node${index + 1}-remote`),
      home: homes[index],
      files: revisions[index]?.files.map((file) => ({ path: file.path, mode: file.mode })),
    },
  ]);
  return { all: { hosts: Object.fromEntries(hosts) } };
}

function play(templates: string) {
  const template = {
    src: `${templates}/{{ inventory_hostname }}/{{ item.path }}`,
    dest: "{{ home }}/{{ item.path }}",
    mode: "{{ item.mode }}",
  };
  const task = { name: "configuration files", "ansible.builtin.template": template, loop: "{{ files }}" };
  return [{ hosts: "all", gather_facts: false, strategy: "free", tasks: [task] }];
}

function run(program: string, folder: string): Promise<void> {
  const words = ["--forks", "2", "--inventory", path.join(folder, "inventory.json")];
  const child = spawn(program, [...words, path.join(folder, "playbook.yml")], {
    env: {
      ...process.env,
      ANSIBLE_HOME: path.join(folder, "home"),
      ANSIBLE_LOCAL_TEMP: path.join(folder, "local"),
      ANSIBLE_SSH_CONTROL_PATH_DIR: path.join(folder, "cp"),
      ANSIBLE_PIPELINING: "true",
      ANSIBLE_NOCOLOR: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += String(data);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`ansible-playbook failed:\n${output.split("\n").slice(-10).join("\n")}`)),
    );
  });
}

/** JSON is YAML too. */
function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, undefined, 2));
}

import { copyToRemote } from "./command/copyToRemote";
import { remoteCommand } from "./command/remoteCommand";
import type { Plugin } from "./protocol/plugin";
import { servePlugin } from "./protocol/server";

/** The slice of pulumi-resource-command that the library uses, for machines that cannot download the real one. */
const command: Plugin = {
  name: "command",
  version: "1.2.1",
  resources: { "command:remote:Command": remoteCommand, "command:remote:CopyToRemote": copyToRemote },
};

void servePlugin(command, process.argv[2] ?? "");

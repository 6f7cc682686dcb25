import { readFileSync } from "node:fs";
import path from "node:path";
import { fingerprints } from "../../tools/demo/homeFiles";

/** The parts of a node that an upgrade leaves as they are. */
export interface NodeState {
  pid: number;
  starts: number;
  nodeId: string;
  /** The node of the deployment that this home belongs to. */
  place: string;
  activeRevision: string;
  healthyRevision: string;
  /** All files of the home that the running product does not write to, with inode, size and time. */
  files: Record<string, string>;
}

export function nodeState(home: string): NodeState {
  const read = (file: string) => readFileSync(path.join(home, file), "latin1");
  const readState = (file: string) => readFileSync(path.join(`${home}.deployment`, file), "latin1").trim();
  const isOfTheProcess = /^(repository\/logs\/|tmp\/|wso2carbon\.pid$)/;
  return {
    pid: Number.parseInt(read("wso2carbon.pid"), 10),
    starts: read("repository/logs/wso2carbon.log").split("Starting WSO2 Carbon").length - 1,
    nodeId: read("repository/conf/analytics/my-node-id.dat"),
    place: readState("node"),
    activeRevision: readState("active"),
    healthyRevision: readState("healthy"),
    files: Object.fromEntries([...fingerprints(home)].filter(([file]) => !isOfTheProcess.test(file))),
  };
}

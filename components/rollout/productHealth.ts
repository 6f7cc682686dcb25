import type { ProductFacts } from "../node";

/** The ports that take events. */
const receivers = ["thrift", "thriftSsl"];

/**
 * Whether the product takes part in the deployment: it is active, or passive with the active one's state, and its receivers are
 * open. A line of its log alone says nothing, and its Spark worker may wait for the other node.
 */
export function serves(product: ProductFacts): boolean {
  const { isRunning, isLogged, role, isSynced } = product;
  if (!isRunning || closedReceivers(product).length > 0) return false;
  // The logs of a node that has run for long begin after its start.
  return !isLogged || role === "active" || (role === "passive" && isSynced);
}

/** Whether all its ports answer but that of its Spark worker, which may wait for the other node. */
export function isOpen({ isRunning, closedPorts }: ProductFacts): boolean {
  return isRunning && closedPorts.every(isWorkers);
}

/** Whether its start ends only when the other node has started too. The planner starts both before it judges either. */
function startWaits(product: ProductFacts): boolean {
  return product.isRunning && product.waitsForPeer && !product.hasStarted;
}

/** Why a product that runs does not serve, the first cause first. */
export function whyNotServing(product: ProductFacts): string {
  const { cause, role } = product;
  if (cause !== undefined) return `its log says: ${cause}`;
  const [closed] = closedReceivers(product);
  if (startWaits(product)) return waitText;
  if (closed !== undefined) return closedText(closed);
  if (role === "backup") return "it is a backup member, so there are more than two nodes";
  if (role === "passive")
    return 'it is passive and has not synced its state ("CEP HA State successfully synced.")';
  return "it is neither active nor passive";
}

/** What a node that serves lacks until it is healthy; undefined where nothing. */
export function lackOf(product: ProductFacts): string | undefined {
  const { closedPorts, isLogged, hasStarted, hasMaster, hasWorker } = product;
  if (startWaits(product)) return waitText;
  const [closed] = closedPorts;
  const waitsForPeer = closed !== undefined && isWorkers(closed);
  if (closed !== undefined && !waitsForPeer) return closedText(closed);
  if (!isLogged) return closed === undefined ? undefined : closedText(closed);
  if (!hasStarted) return "it has not finished its start";
  if (!hasMaster) return "its Spark master has not started";
  // Workers start when as many masters are registered as carbon.spark.master.count says (SparkAnalyticsExecutor 1.3.0).
  if (!hasWorker || waitsForPeer)
    return "its Spark worker has not started, as it does when both Spark masters are registered";
  return undefined;
}

const waitText = "its start waits for the other node, and ends when that has started too";

function isWorkers(port: string): boolean {
  return port.startsWith("sparkWorker:");
}

function closedReceivers({ closedPorts }: ProductFacts): string[] {
  return closedPorts.filter((port) => receivers.includes(port.split(":")[0] ?? ""));
}

function closedText(port: string): string {
  const [role, number] = port.split(":");
  return `it does not answer on ${number} (${role})`;
}

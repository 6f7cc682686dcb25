/**
 * Two loopback addresses that no other process's product has: its ports are the same wherever it runs.
 *
 * @returns those of node1 and node2
 */
export function ownAddresses(): string[] {
  return [2, 3].map((host) => `127.${64 + ((process.pid >> 8) % 128)}.${process.pid % 256}.${host}`);
}
